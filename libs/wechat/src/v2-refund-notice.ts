import { createDecipheriv } from 'node:crypto';
import { FEN, ORDER_NO, REFUND_NO, TRANSACTION_ID } from './facts';
import { NoticeRejected } from './pay-gateway';
import { refundEventKey, type RefundClaim, type RefundNotice } from './refund-gateway';
import { refundStateOf } from './refund-state';
import type { NoticeReader } from './v2-notice';
import { refundNoticeKey, type Fields } from './v2-sign';
import { MalformedXml, parseXml } from './v2-xml';

/** Nobody signs this message; that it decrypts to all of these is the whole proof of it. */
const FIELD_FORMS = {
  transaction_id: TRANSACTION_ID,
  out_trade_no: ORDER_NO,
  refund_id: TRANSACTION_ID,
  out_refund_no: REFUND_NO,
  total_fee: FEN,
  refund_fee: FEN,
};

type ClaimedFields = Readonly<Record<keyof typeof FIELD_FORMS, string>>;

/**
 * Decrypts and reads a refund notice. ECB authenticates nothing, so what it says is a claim. Throws
 * NoticeRejected, whose words are safe to log.
 */
export function readV2RefundNotice(raw: Buffer, reader: NoticeReader): RefundNotice {
  try {
    const sealed = sealedIn(parseXml(raw), reader);
    const claim = claimOf(parseXml(decrypted(sealed, reader.keys), 'root'));
    return { kind: 'claim', eventKey: refundEventKey(claim), claim };
  } catch (error) {
    if (error instanceof MalformedXml) throw new NoticeRejected(error.message);
    throw error;
  }
}

function sealedIn({ return_code, appid, mch_id, req_info = '' }: Fields, reader: NoticeReader): Buffer {
  if (return_code !== 'SUCCESS') throw new NoticeRejected('return_code is not SUCCESS');
  if (appid !== reader.appId || mch_id !== reader.mchId)
    throw new NoticeRejected('of another app or merchant');
  return Buffer.from(req_info, 'base64');
}

/** New and old key are tried while keys rotate. */
function decrypted(sealed: Buffer, keys: string[]): Buffer {
  for (const key of keys) {
    const text = opened(sealed, key);
    if (text) return text;
  }
  throw new NoticeRejected('req_info does not decrypt');
}

/** A wrong key shows in the padding, or else in the text, which then is no XML. */
function opened(sealed: Buffer, key: string): Buffer | undefined {
  const decipher = createDecipheriv('aes-256-ecb', refundNoticeKey(key), null);
  try {
    const text = Buffer.concat([decipher.update(sealed), decipher.final()]);
    return text.includes('<root>') ? text : undefined;
  } catch {
    return undefined;
  }
}

function claimOf(said: Fields): RefundClaim {
  const state = refundStateOf(said.refund_status);
  if (!state || state === 'processing') throw broken('refund_status');
  const fields = checked(said);
  return {
    orderNo: fields.out_trade_no,
    transactionId: fields.transaction_id,
    outRefundNo: fields.out_refund_no,
    refundId: fields.refund_id,
    totalFen: Number(fields.total_fee),
    refundFen: Number(fields.refund_fee),
    state,
  };
}

function checked(fields: Fields): ClaimedFields {
  const fault = Object.entries(FIELD_FORMS).find(([name, form]) => !form.test(fields[name] ?? ''));
  if (fault) throw broken(fault[0]);
  return fields as ClaimedFields;
}

function broken(name: string): NoticeRejected {
  return new NoticeRejected(`${name} is missing or malformed`);
}
