import type { Decision, Desk } from './bookkeeper';
import type { Order, Transaction } from './books';
import { STATE_WORDS, type TradeState, tradeState, transactionIn } from './trade';
import type { V3Request } from './v3-call';
import { CLOSE } from './v3-fields';
import { V3Rejected, type V3Said } from './v3-message';
import { checkMerchant } from './v3-order';
import { checkBody, checkNoOthers } from './v3-rules';
import { v3Time } from './v3-time';

/** The query by the merchant's number, and the one by WeChat's: the route's parameter says which. */
export function tradeQuery(desk: Desk, { params, query }: V3Request): Decision<V3Said> {
  checkMerchant(desk.config, 'query', query.mchid);

  const transaction = transactionIn(desk.books, params);
  const order = desk.books.orders.get(transaction?.outTradeNo ?? params.out_trade_no ?? '');
  if (!order) throw unknownOrder();
  const state = tradeState(desk.books, order, transaction);
  return { answer: { status: 200, body: tradeBody(desk, order, { state, transaction }) } };
}

function unknownOrder(): V3Rejected {
  return new V3Rejected(404, 'ORDER_NOT_EXIST', '订单不存在');
}

/** What WeChat tells of an order, in the answer of a query and, sealed, in the notice. */
export function tradeBody(
  { config }: Desk,
  order: Order,
  { state, transaction }: { state: TradeState; transaction?: Transaction },
): object {
  return {
    appid: config.WECHAT_APP_ID,
    mchid: config.WECHAT_PAY_MCH_ID,
    out_trade_no: order.outTradeNo,
    trade_state: state,
    trade_state_desc: STATE_WORDS[state],
    attach: order.attach,
    payer: { openid: transaction?.openid ?? order.openid },
    scene_info: order.deviceInfo === undefined ? undefined : { device_id: order.deviceInfo },
    promotion_detail: [],
    ...(transaction ? paymentBody(order, transaction) : { amount: amountOf(order) }),
  };
}

function amountOf({ totalFee, feeType }: Order) {
  return { total: totalFee, currency: feeType };
}

function paymentBody({ tradeType }: Order, { transactionId, totalFee, feeType, paidAt }: Transaction) {
  return {
    transaction_id: transactionId,
    trade_type: tradeType,
    bank_type: 'OTHERS',
    success_time: v3Time(new Date(paidAt)),
    amount: { total: totalFee, payer_total: totalFee, currency: feeType, payer_currency: feeType },
  };
}

/**
 * close: final, and said again as often as it is asked. An older page wants five minutes between order and close, as
 * v2 does; the newest page no longer says so and names no code for it, so v3 closes at once.
 */
export function closeTrade(desk: Desk, { params, body }: V3Request): Decision<V3Said> {
  checkNoOthers(body, CLOSE);
  checkBody(body, CLOSE);
  checkMerchant(desk.config, 'body', body.mchid);

  const order = desk.books.orders.get(params.out_trade_no ?? '');
  if (!order) throw unknownOrder();
  if (desk.books.transactionsOf.has(order.outTradeNo))
    throw new V3Rejected(400, 'ORDER_PAID', '该订单已支付，不能关闭');
  const answer = { status: 204 };
  if (order.closedAt) return { answer };
  return { event: { kind: 'closed', outTradeNo: order.outTradeNo, at: desk.now.toISOString() }, answer };
}
