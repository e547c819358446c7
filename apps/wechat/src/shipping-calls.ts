import { carrierList } from './carriers';
import type { Decision, Desk } from './bookkeeper';
import { malformed, MiniRejected, OK } from './mini-message';
import { checkShape, type Shape } from './mini-shape';
import { unix } from './push';
import { later } from './retry-ladder';
import { EXPRESS } from './shipment';
import { orderNamed } from './shipping-view';
import type { Json } from './v3-call';

const RECEIPT: Shape = {
  transaction_id: 'text',
  merchant_id: 'text',
  sub_merchant_id: 'text',
  merchant_trade_no: 'text',
  received_time: 'whole',
};
const SPECIAL: Shape = { order_id: 'text', type: 'whole', delay_to: 'whole' };
const DAY_SECONDS = 24 * 3600;
const PRE_SALE = 1;
const TEST_ORDER = 2;
const PRE_SALE_DAYS = { least: 15, most: 330 };

/** notify_confirm_receive: asks the shopper, once, to confirm what has arrived. */
export function tellArrival(desk: Desk, body: Json): Decision<object> {
  checkShape(body, RECEIPT);
  const { transactionId } = orderNamed(desk, body);
  const { shipments, arrivalsTold } = desk.books.mini;
  const shipment = shipments.get(transactionId);
  if (!shipment?.complete) throw new MiniRejected(10060028, '支付单未完成发货');
  if (shipment.logisticsType !== EXPRESS) throw new MiniRejected(10060032, '仅快递发货可以提醒收货');
  if (arrivalsTold.has(transactionId)) throw new MiniRejected(10060030, '提醒收货次数已用尽');

  const { received_time: receivedAt } = body as { received_time?: number };
  const at = desk.now.toISOString();
  if (!receivedAt || receivedAt < unix(shipment.shippedAt!) || receivedAt > unix(at))
    throw new MiniRejected(10060029, '签收时间有误');
  return { event: { kind: 'arrivalTold', transactionId, at }, answer: OK };
}

/** set_msg_jump_path: the page that opens from a shipping message. */
export function setJumpPath(_desk: Desk, body: Json): Decision<object> {
  checkShape(body, { path: 'text' });
  const { path } = body as { path?: string };
  if (!path) throw malformed('path');
  return { event: { kind: 'jumpPathSet', path }, answer: OK };
}

export function isTradeManaged(desk: Desk, body: Json): Decision<object> {
  checkApp(desk, body);
  return { answer: { ...OK, is_trade_managed: true } };
}

export function isConfirmationCompleted(desk: Desk, body: Json): Decision<object> {
  checkApp(desk, body);
  return { answer: { ...OK, completed: true } };
}

function checkApp({ config }: Desk, body: Json): void {
  checkShape(body, { appid: 'text' });
  if (body.appid !== config.WECHAT_APP_ID) throw new MiniRejected(40013, 'invalid appid');
}

/**
 * opspecialorder: a pre-sale is shipped later than others without a reminder. Which of the three codes says what is
 * not documented; nor is a test order's refund made here, which WeChat makes "later".
 */
export function markSpecial(desk: Desk, body: Json): Decision<object> {
  checkShape(body, SPECIAL);
  const { order_id = '', type, delay_to } = body as { order_id?: string; type?: number; delay_to?: number };
  const { transactions, transactionsOf } = desk.books;
  const transaction = transactions.get(order_id) ?? transactionsOf.get(order_id)?.[0];
  if (!transaction) throw new MiniRejected(268546000, '订单不存在');
  if (type !== PRE_SALE && type !== TEST_ORDER) throw new MiniRejected(268546001, '特殊发货类型有误');
  if (type === PRE_SALE && !isPreSaleTime(transaction.paidAt, delay_to))
    throw new MiniRejected(268546002, '预计发货时间有误');

  const delayTo = type === PRE_SALE ? new Date(delay_to! * 1000).toISOString() : undefined;
  const special = { transactionId: transaction.transactionId, type, delayTo };
  return { event: { kind: 'specialOrdered', special }, answer: OK };
}

function isPreSaleTime(paidAt: string, delayTo: number | undefined): boolean {
  const { least, most } = PRE_SALE_DAYS;
  return (
    delayTo !== undefined &&
    delayTo >= unix(later(paidAt, least * DAY_SECONDS)) &&
    delayTo <= unix(later(paidAt, most * DAY_SECONDS))
  );
}

export function getDeliveryList(): Decision<object> {
  const delivery_list = carrierList();
  return { answer: { ...OK, delivery_list, count: delivery_list.length } };
}
