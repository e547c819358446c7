import { readOf } from './facts';
import { ok, unknown, type Outcome } from './outcome';
import type { Trade } from './pay-gateway';
import { stateOf } from './trade-state';
import type { AuthenticFields } from './v2-sign';
import { VerifiedPayment } from './verified-payment';

/** The same where WeChat was asked by its own number. */
export function paymentOf(fields: AuthenticFields, transactionId: string): Outcome<Trade> {
  if (fields.transaction_id !== transactionId) return unknown('answer about another payment');
  return tradeOf(fields, fields.out_trade_no ?? '');
}

/** What a verified orderquery answer says; a new trade_state, or another order's answer, says nothing. */
export function tradeOf(fields: AuthenticFields, orderNo: string): Outcome<Trade> {
  const state = stateOf(fields.trade_state);
  if (!state) return unknown('answer without a known trade_state');
  // Unpaid orders may come back without their number.
  if (fields.out_trade_no && fields.out_trade_no !== orderNo) return unknown('answer about another order');
  if (state !== 'paid') return ok({ state });
  return readOf(() => ({ state, payment: VerifiedPayment.fromV2(fields, 'query') }));
}
