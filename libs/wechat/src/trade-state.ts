/** REFUND was paid first; what was refunded of it is another question. */
const STATE_OF = new Map<unknown, 'paid' | 'unpaid' | 'closed'>([
  ['SUCCESS', 'paid'],
  ['REFUND', 'paid'],
  ['NOTPAY', 'unpaid'],
  ['USERPAYING', 'unpaid'],
  ['ACCEPT', 'unpaid'],
  ['PAYERROR', 'unpaid'],
  ['CLOSED', 'closed'],
  ['REVOKED', 'closed'],
]);

/** A new trade_state says nothing. */
export function stateOf(tradeState: unknown): 'paid' | 'unpaid' | 'closed' | undefined {
  return STATE_OF.get(tradeState);
}
