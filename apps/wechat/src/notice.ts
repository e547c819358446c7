import { parseXml } from '@app/wechat';
import type { Desk } from './bookkeeper';
import type { Transaction } from './books';
import { type Forgery, writeV2Signed } from './v2-message';
import { paymentFields } from './v2-trade';

/** The words of one delivery: a fresh nonce and signature each time, of the kind the order was signed with. */
export function noticeOf(
  { books, config, random }: Desk,
  transaction: Transaction,
  forgery?: Forgery,
): string {
  const order = books.order(transaction.outTradeNo);
  const fields = {
    device_info: order.deviceInfo ?? '',
    result_code: 'SUCCESS',
    ...paymentFields(order, transaction),
  };
  return writeV2Signed(fields, { config, random, signType: order.signType, forgery });
}

/** Only well-formed XML that says SUCCESS ends the repeats: no blank or byte order mark before it. */
export function isAcknowledged(status: number, body: Buffer): boolean {
  if (status !== 200 || !body.toString('latin1', 0, 5).startsWith('<xml>')) return false;
  try {
    return parseXml(body).return_code === 'SUCCESS';
  } catch {
    return false;
  }
}
