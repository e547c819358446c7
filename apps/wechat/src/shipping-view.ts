import type { Decision, Desk } from './bookkeeper';
import type { Transaction } from './books';
import { MiniRejected, OK } from './mini-message';
import { checkShape, type Shape } from './mini-shape';
import { unix } from './push';
import { isKnown, orderState, type Shipment } from './shipment';
import { knownTransaction } from './shipping-order';
import { parameter } from './shipping-upload';
import type { Json } from './v3-call';

const ORDER: Shape = {
  transaction_id: 'text',
  merchant_id: 'text',
  sub_merchant_id: 'text',
  merchant_trade_no: 'text',
};
const LIST: Shape = {
  pay_time_range: { begin_time: 'whole', end_time: 'whole' },
  order_state: 'whole',
  openid: 'text',
  last_index: 'text',
  page_size: 'whole',
};
const PAGE_SIZE = 100;

/** How get_order and its neighbours name an order: other words than upload_shipping_info has. */
interface OrderNumbers {
  transaction_id?: string;
  merchant_id?: string;
  merchant_trade_no?: string;
}

/** get_order: what the shipping system knows of a payment. */
export function getOrder(desk: Desk, body: Json): Decision<object> {
  checkShape(body, ORDER);
  return { answer: { ...OK, order: orderView(desk, orderNamed(desk, body)) } };
}

/** The order that a body names in get_order's words. */
export function orderNamed(desk: Desk, body: Json): Transaction {
  const { transaction_id, merchant_id, merchant_trade_no } = body as OrderNumbers;
  if (transaction_id) return knownTransaction(desk, { transaction_id });
  if (!merchant_id || !merchant_trade_no) throw parameter('transaction_id');
  return knownTransaction(desk, { mchid: merchant_id, out_trade_no: merchant_trade_no });
}

interface ListQuery {
  pay_time_range?: { begin_time?: number; end_time?: number };
  order_state?: number;
  openid?: string;
  last_index?: string;
  page_size?: number;
}

/** get_order_list: the youngest payment first, page after page. */
export function getOrderList(desk: Desk, body: Json): Decision<object> {
  checkShape(body, LIST);
  const query = body as ListQuery;
  const { last_index = '', page_size = PAGE_SIZE } = query;
  if (page_size < 1) throw parameter('page_size');
  const all = [...desk.books.transactions.values()].toReversed();
  const start = startAfter(all, last_index);
  const rest = all.slice(start).filter((one) => isAskedFor(desk, one, query));
  const page = rest.slice(0, page_size);

  return {
    answer: {
      ...OK,
      last_index: page.at(-1)?.transactionId ?? last_index,
      has_more: rest.length > page.length,
      order_list: page.map((transaction) => orderView(desk, transaction)),
    },
  };
}

function startAfter(all: readonly Transaction[], lastIndex: string): number {
  if (!lastIndex) return 0;
  const index = all.findIndex(({ transactionId }) => transactionId === lastIndex);
  if (index < 0) throw new MiniRejected(10060011, '无效的last_index');
  return index + 1;
}

function isAskedFor(
  desk: Desk,
  transaction: Transaction,
  { pay_time_range, order_state, openid }: ListQuery,
): boolean {
  const paidAt = unix(transaction.paidAt);
  const { begin_time = 0, end_time = Infinity } = pay_time_range ?? {};
  return (
    isKnown(transaction, desk.now) &&
    paidAt >= begin_time &&
    paidAt <= end_time &&
    (!openid || transaction.openid === openid) &&
    (!order_state || orderState(desk, transaction) === order_state)
  );
}

export function orderView(desk: Desk, transaction: Transaction): object {
  const { transactionId, outTradeNo, openid, totalFee, paidAt } = transaction;
  const { body, createdAt } = desk.books.order(outTradeNo);
  return {
    transaction_id: transactionId,
    merchant_id: desk.config.WECHAT_PAY_MCH_ID,
    sub_merchant_id: '',
    merchant_trade_no: outTradeNo,
    description: body,
    openid,
    paid_amount: totalFee,
    trade_create_time: unix(createdAt),
    pay_time: unix(paidAt),
    order_state: orderState(desk, transaction),
    in_complaint: false,
    shipping: shippingView(desk.books.mini.shipments.get(transactionId)),
  };
}

function shippingView(shipment: Shipment | undefined): object {
  if (!shipment) return { finish_shipping: false, finish_shipping_count: 0, shipping_list: [] };
  const { deliveryMode, logisticsType, complete, reshipped, parcels, uploadedAt } = shipment;
  return {
    delivery_mode: deliveryMode,
    logistics_type: logisticsType,
    finish_shipping: complete,
    finish_shipping_count: shippingCount(complete, reshipped),
    goods_desc: parcels.map(({ itemDesc }) => itemDesc).join('；'),
    shipping_list: parcels.map((parcel) => ({
      tracking_no: parcel.trackingNo,
      express_company: parcel.expressCompany,
      goods_desc: parcel.itemDesc,
      upload_time: unix(uploadedAt),
      contact: { consignor_contact: parcel.consignorContact, receiver_contact: parcel.receiverContact },
    })),
  };
}

function shippingCount(complete: boolean, reshipped: boolean): number {
  if (!complete) return 0;
  return reshipped ? 2 : 1;
}
