import type { Decision, Desk } from './bookkeeper';
import type { Transaction } from './books';
import type { NextStep } from './mini-books';
import { type Push, settlementPush, shippingReminderPush } from './push';
import { orderState, type TradeEnd } from './shipment';

/** What happens to an order by itself: the merchant is reminded of it, or it counts as received. */
export function takeStep(desk: Desk, transactionId: string, { act }: NextStep): Decision<undefined> {
  const transaction = desk.books.transactions.get(transactionId)!;
  const state = orderState(desk, transaction);
  if (act === 'remind' && state === 1) {
    const push = shippingReminderPush(desk, transaction);
    return { event: { kind: 'tradeStepped', transactionId, push }, answer: undefined };
  }
  if (act === 'receive' && state === 2) return { ...received(desk, transaction, 1), answer: undefined };
  // It was refunded meanwhile.
  return { event: { kind: 'tradeStepped', transactionId }, answer: undefined };
}

/** The receipt of an order, by the shopper's hand (2) or after ten days (1). */
export function received(desk: Desk, transaction: Transaction, method: TradeEnd['method']): Decision<Push> {
  const { transactionId } = transaction;
  const end = { method, at: desk.now.toISOString() };
  const { shippedAt } = desk.books.mini.shipments.get(transactionId) ?? {};
  const push = settlementPush(desk, transaction, { shippedAt, end });
  return { event: { kind: 'tradeStepped', transactionId, end, push }, answer: push };
}
