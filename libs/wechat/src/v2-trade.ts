import { ok, unknown, type Outcome } from './outcome';
import type { Trade } from './pay-gateway';
import { stateOf } from './trade-state';
import type { AuthenticFields } from './v2-sign';
import { UnusablePayment, VerifiedPayment } from './verified-payment';

/** What a verified orderquery answer says; a new trade_state, or another order's answer, says nothing. */
export function tradeOf(fields: AuthenticFields, orderNo: string): Outcome<Trade> {
  const state = stateOf(fields.trade_state);
  if (!state) return unknown('answer without a known trade_state');
  // Unpaid orders may come back without their number.
  if (fields.out_trade_no && fields.out_trade_no !== orderNo) return unknown('answer about another order');
  return state === 'paid' ? paid(fields) : ok({ state });
}

function paid(fields: AuthenticFields): Outcome<Trade> {
  try {
    return ok({ state: 'paid', payment: VerifiedPayment.fromV2(fields, 'query') });
  } catch (error) {
    if (error instanceof UnusablePayment) return unknown(error.message);
    throw error;
  }
}
