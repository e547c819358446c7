import { createDecipheriv } from 'node:crypto';
import { NoticeRejected } from './pay-gateway';
import { refundNoticeKey, type Fields } from './v2-sign';
import { MalformedXml, parseXml } from './v2-xml';

/** Nobody signs this message; that it decrypts to all of these is the whole proof of it. */
const FIELD_FORMS: Record<string, RegExp> = {
  transaction_id: /^[\w-]{1,64}$/,
  out_trade_no: /^[\w|*@-]{1,32}$/,
  refund_id: /^[\w-]{1,64}$/,
  out_refund_no: /^[\w|*@-]{1,64}$/,
  total_fee: /^\d{1,12}$/,
  refund_fee: /^\d{1,12}$/,
  refund_status: /^(SUCCESS|CHANGE|REFUNDCLOSE)$/,
};

/**
 * Decrypts and reads a refund notice; new and old key are tried. ECB authenticates nothing,
 * so it is a hint: ask refundquery before money is decided upon.
 */
export function readRefundNotice(raw: Buffer, keys: string[]): Fields {
  try {
    const { return_code, req_info = '' } = parseXml(raw);
    if (return_code !== 'SUCCESS') throw new NoticeRejected('return_code is not SUCCESS');
    return checked(parseXml(decrypted(Buffer.from(req_info, 'base64'), keys), 'root'));
  } catch (error) {
    if (error instanceof MalformedXml) throw new NoticeRejected(error.message);
    throw error;
  }
}

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

function checked(fields: Fields): Fields {
  const broken = Object.entries(FIELD_FORMS).find(([name, form]) => !form.test(fields[name] ?? ''));
  if (broken) throw new NoticeRejected(`${broken[0]} is missing or malformed`);
  return fields;
}
