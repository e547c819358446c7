import type { V2SignType } from '@app/common';
import { parseXml } from '@app/wechat';
import type { Desk } from './bookkeeper';
import type { Transaction } from './books';
import type { Forgery } from './faults';
import type { Letter } from './courier';
import { writeV2Signed } from './v2-message';
import { paymentFields } from './v2-trade';

/** A fresh nonce and signature each time, of the kind the order was signed with. */
export function v2Notice(
  desk: Desk,
  transaction: Transaction,
  { signType, forgery }: { signType: V2SignType; forgery?: Forgery },
): Letter {
  const order = desk.books.order(transaction.outTradeNo);
  const fields = {
    device_info: order.deviceInfo ?? '',
    result_code: 'SUCCESS',
    ...paymentFields(order, transaction),
  };
  const body = writeV2Signed(fields, { ...desk, signType, forgery });
  return { headers: { 'content-type': 'text/xml' }, body };
}

/** Only well-formed XML that says SUCCESS ends the repeats: no blank or byte order mark before it. */
export function isV2Acknowledged(status: number, body: Buffer): boolean {
  if (status !== 200 || !body.toString('latin1', 0, 5).startsWith('<xml>')) return false;
  try {
    return parseXml(body).return_code === 'SUCCESS';
  } catch {
    return false;
  }
}
