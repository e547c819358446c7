import type { Decision, Desk } from './bookkeeper';
import type { Order, Prepay } from './books';
import { isSameOrder, lives, newPrepay, reusablePrepay } from './order-life';
import { later } from './retry-ladder';
import { checkFields, UNIFIED_ORDER } from './v2-fields';
import { type Fields, type V2Request, V2Rejected } from './v2-message';

const MIN_LIFE_SECONDS = 60;

/** unifiedorder: the first call makes the order, the same call again answers its prepay_id again. */
export function unifiedOrder(desk: Desk, request: V2Request): Decision<Fields> {
  checkFields(request.fields, UNIFIED_ORDER);
  checkPayer(desk, request.fields);

  const asked = orderOf(desk, request);
  const known = desk.books.orders.get(asked.outTradeNo);
  return known ? repeat(desk, known, asked) : first(desk, asked);
}

function first(desk: Desk, order: Order): Decision<Fields> {
  if (!lives(order, later(order.createdAt, MIN_LIFE_SECONDS)))
    throw new V2Rejected('PARAM_ERROR', 'time_expire时间过短，至少1分钟以后');
  const prepay = newPrepay(desk, order.outTradeNo);
  return { event: { kind: 'ordered', order, prepay }, answer: prepaid(order, prepay) };
}

function repeat(desk: Desk, known: Order, asked: Order): Decision<Fields> {
  refusePaid(desk, known);
  if (known.closedAt) throw new V2Rejected('ORDERCLOSED', '该订单已关闭');
  if (!isSameOrder(known, asked))
    throw new V2Rejected('OUT_TRADE_NO_USED', '商户订单号重复：与首次下单的参数不一致');
  // time_expire counts for the first call only, so no minute ahead is asked of it here: but not a past one.
  if (!lives(known, asked.createdAt)) throw new V2Rejected('PARAM_ERROR', 'time_expire已过，订单不能再支付');

  const reusable = reusablePrepay(desk, known.outTradeNo);
  const prepay = reusable ?? newPrepay(desk, known.outTradeNo);
  const unchanged = reusable && asked.signType === known.signType;
  return {
    event: unchanged ? undefined : { kind: 'prepaid', prepay, signType: asked.signType },
    answer: prepaid(known, prepay),
  };
}

/** closeorder and unifiedorder refuse a paid number alike. */
export function refusePaid({ books }: Desk, { outTradeNo }: Order): void {
  if (books.transactionsOf.has(outTradeNo)) throw new V2Rejected('ORDERPAID', '该订单已支付');
}

function checkPayer({ books }: Desk, { trade_type, openid }: Fields): void {
  if (trade_type !== 'JSAPI') throw new V2Rejected('NOAUTH', '商户无此接口权限：只开通了JSAPI');
  if (!openid) throw new V2Rejected('LACK_PARAMS', '缺少参数openid');
  if (!books.shoppers.has(openid)) throw new V2Rejected('PARAM_ERROR', 'appid和openid不匹配');
}

function orderOf({ now }: Desk, { fields, signType }: V2Request): Order {
  return {
    outTradeNo: fields.out_trade_no!,
    body: fields.body!,
    totalFee: Number(fields.total_fee),
    feeType: fields.fee_type ?? 'CNY',
    openid: fields.openid!,
    notifyUrl: fields.notify_url!,
    tradeType: fields.trade_type!,
    attach: fields.attach,
    deviceInfo: fields.device_info,
    timeExpire: fields.time_expire,
    signType,
    createdAt: now.toISOString(),
  };
}

function prepaid({ tradeType, deviceInfo }: Order, { prepayId }: Prepay): Fields {
  return {
    device_info: deviceInfo ?? '',
    result_code: 'SUCCESS',
    trade_type: tradeType,
    prepay_id: prepayId,
  };
}
