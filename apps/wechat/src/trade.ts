import type { Books, Order, Transaction } from './books';

export type TradeState = 'SUCCESS' | 'REFUND' | 'NOTPAY' | 'CLOSED';

export const STATE_WORDS: Record<TradeState, string> = {
  SUCCESS: '支付成功',
  REFUND: '订单发生过退款，退款详情请查询退款单',
  NOTPAY: '订单未支付',
  CLOSED: '订单已关闭',
};

export function tradeState(books: Books, order: Order, transaction?: Transaction): TradeState {
  if (transaction) return books.refundsOf.has(transaction.transactionId) ? 'REFUND' : 'SUCCESS';
  return order.closedAt ? 'CLOSED' : 'NOTPAY';
}

/** The payment that a request names; of several for one number the first, unless WeChat's own number is given. */
export function transactionIn(
  books: Books,
  { transaction_id, out_trade_no }: { transaction_id?: string; out_trade_no?: string },
): Transaction | undefined {
  if (transaction_id) return books.transactions.get(transaction_id);
  return books.transactionsOf.get(out_trade_no ?? '')?.[0];
}
