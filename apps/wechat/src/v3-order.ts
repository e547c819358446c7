import type { AppConfig } from '@app/common';
import type { Decision, Desk } from './bookkeeper';
import type { Order } from './books';
import { isSameOrder, lives, newPrepay, reusablePrepay } from './order-life';
import type { V3Request } from './v3-call';
import { JSAPI } from './v3-fields';
import { V3Rejected, type V3Said, wrongIn } from './v3-message';
import { checkBody } from './v3-rules';

/** What jsapi takes, as far as WeChat keeps it. */
interface JsapiBody {
  appid: string;
  mchid: string;
  description: string;
  out_trade_no: string;
  time_expire?: string;
  attach?: string;
  notify_url: string;
  amount: { total: number; currency?: string };
  payer: { openid: string };
  scene_info?: { device_id?: string };
}

/** jsapi: the first call makes the order, the same call again answers its prepay_id again. */
export function jsapi(desk: Desk, request: V3Request): Decision<V3Said> {
  checkBody(request.body, JSAPI);
  const body = request.body as unknown as JsapiBody;
  checkMerchant(desk.config, 'body', body.mchid);
  checkPayer(desk, body);

  const asked = orderOf(desk, body);
  const known = desk.books.orders.get(asked.outTradeNo);
  return known ? repeat(desk, known, asked) : first(desk, asked);
}

/** The same merchant as in the Authorization header. */
export function checkMerchant(config: AppConfig, location: 'body' | 'query', value: unknown): void {
  if (value !== config.WECHAT_PAY_MCH_ID)
    throw wrongIn(location, { field: '/mchid', value, issue: '与Http头Authorization中的mchid不一致' });
}

function checkPayer({ books, config }: Desk, { appid, payer }: JsapiBody): void {
  if (appid !== config.WECHAT_APP_ID)
    throw new V3Rejected(400, 'APPID_MCHID_NOT_MATCH', 'appid和mchid不匹配，请检查后再试');
  // WeChat's table of errors has this one under 500, of all things.
  if (!books.shoppers.has(payer.openid))
    throw new V3Rejected(500, 'OPENID_MISMATCH', 'openid和appid不匹配，请检查后再试');
}

function first(desk: Desk, order: Order): Decision<V3Said> {
  const { timeExpire, createdAt } = order;
  // A time too near is moved away by a minute, but one that has passed is a mistake.
  if (timeExpire && new Date(timeExpire).toISOString() <= createdAt)
    throw wrongIn('body', { field: '/time_expire', value: timeExpire, issue: '早于当前时间' });
  const prepay = newPrepay(desk, order.outTradeNo);
  return { event: { kind: 'ordered', order, prepay }, answer: prepaid(prepay.prepayId) };
}

/** Both spellings of a code are documented and both occur: here it is ORDERPAID, when closing ORDER_PAID. */
function repeat(desk: Desk, known: Order, asked: Order): Decision<V3Said> {
  if (desk.books.transactionsOf.has(known.outTradeNo)) throw new V3Rejected(400, 'ORDERPAID', '该订单已支付');
  if (known.closedAt) throw new V3Rejected(400, 'ORDER_CLOSED', '该订单已关闭，请重新下单');
  if (!isSameOrder(known, asked))
    throw new V3Rejected(400, 'INVALID_REQUEST', '请求重入时，参数与首次请求时不一致');
  if (!lives(known, asked.createdAt)) throw new V3Rejected(400, 'INVALID_REQUEST', '订单已过期，请重新下单');

  const reusable = reusablePrepay(desk, known.outTradeNo);
  if (reusable) return { answer: prepaid(reusable.prepayId) };
  const prepay = newPrepay(desk, known.outTradeNo);
  return { event: { kind: 'prepaid', prepay, signType: 'RSA' }, answer: prepaid(prepay.prepayId) };
}

function orderOf({ now }: Desk, body: JsapiBody): Order {
  return {
    outTradeNo: body.out_trade_no,
    body: body.description,
    totalFee: body.amount.total,
    feeType: body.amount.currency ?? 'CNY',
    openid: body.payer.openid,
    notifyUrl: body.notify_url,
    tradeType: 'JSAPI',
    attach: body.attach,
    deviceInfo: body.scene_info?.device_id,
    timeExpire: body.time_expire,
    signType: 'RSA',
    createdAt: now.toISOString(),
  };
}

function prepaid(prepayId: string): V3Said {
  return { status: 200, body: { prepay_id: prepayId } };
}
