import { readOf } from './facts';
import { ok, unknown, type Outcome } from './outcome';
import type { Merchant, MerchantOrder, MerchantPayment, Trade } from './pay-gateway';
import { stateOf } from './trade-state';
import type { AuthenticObject } from './v3-object';
import { VerifiedPayment } from './verified-payment';

/** What a verified query answer says; another order's answer says nothing. */
export function tradeOfV3(answer: AuthenticObject | undefined, order: MerchantOrder): Outcome<Trade> {
  if (answer && answer.out_trade_no !== order.orderNo) return unknown('answer about another order');
  return tradeIn(answer, order);
}

/** The same where WeChat was asked by its own number. */
export function paymentOfV3(answer: AuthenticObject | undefined, payment: MerchantPayment): Outcome<Trade> {
  if (answer && answer.transaction_id !== payment.transactionId)
    return unknown('answer about another payment');
  return tradeIn(answer, payment);
}

function tradeIn(answer: AuthenticObject | undefined, { appId, mchId }: Merchant): Outcome<Trade> {
  if (!answer) return unknown('answer is no JSON object');
  if (answer.appid !== appId || answer.mchid !== mchId) return unknown('answer of another app or merchant');
  const state = stateOf(answer.trade_state);
  if (!state) return unknown('answer without a known trade_state');
  if (state !== 'paid') return ok({ state });
  return readOf(() => ({ state, payment: VerifiedPayment.fromV3(answer, 'query') }));
}
