import { neededField, ORDER_NO, UnusableMessage } from './facts';
import { NoticeRejected, type PayNotice } from './pay-gateway';
import { authentic, type AuthenticFields } from './v2-sign';
import { MalformedXml, parseXml } from './v2-xml';
import { VerifiedPayment } from './verified-payment';

export interface NoticeReader {
  appId: string;
  mchId: string;
  /** New and old during a rotation. */
  keys: string[];
}

/**
 * WeChat signs its answers with the same key as its notices, so an answer sent to the notice route
 * verifies too. Each of these fields betrays one: orderquery, unifiedorder, refund, refundquery.
 */
const ANSWERS_ONLY = ['trade_state', 'prepay_id', 'refund_id', 'out_refund_no', 'refund_count'];

/** Verifies a payment notice, then reads it. Throws NoticeRejected, whose words are safe to log. */
export function readV2PayNotice(raw: Buffer, reader: NoticeReader): PayNotice {
  try {
    return noticeOf(authenticNotice(raw, reader));
  } catch (error) {
    if (error instanceof MalformedXml || error instanceof UnusableMessage)
      throw new NoticeRejected(error.message);
    throw error;
  }
}

function authenticNotice(raw: Buffer, { appId, mchId, keys }: NoticeReader): AuthenticFields {
  const fields = authentic(parseXml(raw), keys);
  if (!fields) throw new NoticeRejected('the sign does not verify');
  if (fields.return_code !== 'SUCCESS') throw new NoticeRejected('return_code is not SUCCESS');
  if (fields.appid !== appId || fields.mch_id !== mchId)
    throw new NoticeRejected('of another app or merchant');
  const betrayer = ANSWERS_ONLY.find((name) => name in fields);
  if (betrayer) throw new NoticeRejected(`carries ${betrayer}: an answer, not a notice`);
  return fields;
}

function noticeOf(fields: AuthenticFields): PayNotice {
  if (fields.result_code === 'SUCCESS') return paid(fields);
  if (fields.result_code === 'FAIL') return failed(fields);
  throw new NoticeRejected('no result_code');
}

function paid(fields: AuthenticFields): PayNotice {
  const payment = VerifiedPayment.fromV2(fields, 'notice');
  return { kind: 'paid', eventKey: payment.transactionId, payment };
}

/** Refusals of our own calls carry no order number: without one it is such an answer, not a notice. */
function failed(fields: AuthenticFields): PayNotice {
  const orderNo = neededField(fields, 'out_trade_no', ORDER_NO);
  return { kind: 'failed', eventKey: `${orderNo} ${fields.err_code ?? ''}`.trim(), orderNo };
}
