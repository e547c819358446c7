import { ok, type Outcome } from './outcome';
import type { Trade } from './pay-gateway';

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

/** Of all refusals of a query one alone tells something of the order. */
export function absentOr(answer: Outcome<never>): Outcome<Trade> {
  return answer.kind === 'rejected' && answer.code === 'ORDERNOTEXIST' ? ok({ state: 'absent' }) : answer;
}
