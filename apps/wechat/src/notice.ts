import type { Desk } from './bookkeeper';
import type { Order, Transaction } from './books';
import type { Letter } from './courier';
import { type FaultKind, type Forgery, isFaultOfV2Notice } from './faults';
import { isV3 } from './order-life';
import { isV2Acknowledged, v2Notice } from './v2-notice';
import { isV3Acknowledged, v3Notice } from './v3-notice';

/** The words of one delivery, in the form of the interface that the order was placed through. */
export function noticeOf(desk: Desk, transaction: Transaction, forgery?: Forgery): Letter {
  const { signType } = desk.books.order(transaction.outTradeNo);
  if (signType === 'RSA') return v3Notice(desk, transaction, forgery);
  return v2Notice(desk, transaction, { signType, forgery });
}

export function isAcknowledged(order: Order, status: number, body: Buffer): boolean {
  return isV3(order) ? isV3Acknowledged(status) : isV2Acknowledged(status, body);
}

/** Whether this can befall a notice of this order: what concerns headers waits for a v3 notice. */
export function canBefall(order: Order, kind: FaultKind): boolean {
  return isV3(order) || isFaultOfV2Notice(kind);
}
