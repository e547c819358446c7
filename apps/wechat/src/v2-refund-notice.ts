import { beijingTime } from '@app/common';
import { refundNoticeKey, writeXml } from '@app/wechat';
import { createCipheriv } from 'node:crypto';
import type { Desk } from './bookkeeper';
import type { Refund } from './books';
import type { Letter } from './courier';
import { FOREIGN_APPID, type Forgery } from './faults';
import { heldKey } from './held-keys';
import { arrivedAt, PAID_BACK_TO } from './refund-book';
import { PAID_BACK_FROM, V2_REFUND_STATUS } from './v2-refund';

/** Not signed: that it opens under the merchant's key is all the proof there is. */
export function v2RefundNotice(desk: Desk, refund: Refund, forgery?: Forgery): Letter {
  const { config, random } = desk;
  const key = forgery === 'badSign' ? random.hex(16) : heldKey(desk, 'v2');
  const body = writeXml({
    return_code: 'SUCCESS',
    appid: forgery === 'foreignAppid' ? FOREIGN_APPID : config.WECHAT_APP_ID,
    mch_id: config.WECHAT_PAY_MCH_ID,
    nonce_str: random.hex(16),
    req_info: sealed(writeXml(told(desk, refund), 'root'), key),
  });
  return { headers: { 'content-type': 'text/xml' }, body };
}

function sealed(text: string, key: string): string {
  const cipher = createCipheriv('aes-256-ecb', refundNoticeKey(key), null);
  return Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]).toString('base64');
}

function told({ now }: Desk, refund: Refund): Record<string, string> {
  const arrived = arrivedAt(refund, now);
  return {
    out_refund_no: refund.outRefundNo,
    out_trade_no: refund.outTradeNo,
    refund_account: PAID_BACK_FROM,
    refund_fee: String(refund.refundFee),
    refund_id: refund.refundId,
    refund_recv_accout: PAID_BACK_TO,
    refund_request_source: refund.source,
    refund_status: V2_REFUND_STATUS[refund.becomes],
    settlement_refund_fee: String(refund.refundFee),
    settlement_total_fee: String(refund.totalFee),
    ...(arrived && { success_time: beijingTime(arrived) }),
    total_fee: String(refund.totalFee),
    transaction_id: refund.transactionId,
    cash_refund_fee: String(refund.refundFee),
  };
}
