import { beijingRfc3339Millis, maskedPhone } from '@app/common';
import { cutText } from './cut-text';
import { oneLine } from './description';

/** A paid order, by WeChat's number or by ours. */
export type PaidOrder = { transactionId: string } | { mchId: string; orderNo: string };

export interface SentParcel {
  trackingNo: string;
  /** As `getDeliveryList` spells it: `SF`, `ZTO`. */
  company: string;
  /** `云南普洱茶饼*1`; cut at 120 characters. */
  goods: string;
  /** Phones in full: they are masked here. SF needs one of them. */
  senderPhone?: string;
  receiverPhone?: string;
}

/** How the goods leave. Only parcels may go one after the other; each upload lists all that have gone so far. */
export type Shipping =
  | { way: 'express'; parcel: SentParcel }
  | { way: 'expressInParts'; parcels: SentParcel[]; isAll: boolean }
  | { way: 'sameCity' | 'virtual' | 'pickUp'; goods: string };

export interface ShippingUpload {
  order: PaidOrder;
  shipping: Shipping;
  payerOpenid: string;
  /** Later than that of the order's last upload: see `nextUploadTime`. */
  at: Date;
}

const LOGISTICS = { express: 1, expressInParts: 1, sameCity: 2, virtual: 3, pickUp: 4 } as const;
const UNIFIED = 1;
const SPLIT = 2;
const MAX_PARCELS = 15;
const MAX_GOODS = 120;
const MAX_NAME = 128;

/** WeChat's code for what it would refuse, found before it is asked; nothing where all is well. */
export function uploadFault({ order, shipping }: ShippingUpload): string | undefined {
  const fault = orderFault(order);
  if (fault) return fault;
  if (!('parcel' in shipping || 'parcels' in shipping)) return goodsFault(shipping.goods);
  const parcels = parcelsOf(shipping);
  if (parcels.length === 0) return '10060014';
  if (parcels.length > MAX_PARCELS) return '10060024';
  return parcels.map(parcelFault).find(Boolean);
}

function orderFault(order: PaidOrder): string | undefined {
  if ('transactionId' in order) return order.transactionId ? undefined : '268485195';
  if (!order.mchId) return '268485196';
  return order.orderNo ? undefined : '268485197';
}

function parcelFault({ goods, trackingNo, company, senderPhone, receiverPhone }: SentParcel) {
  if (!trackingNo) return '268485226';
  if (!company) return '268485227';
  if (company.length > MAX_NAME) return '10060025';
  if (trackingNo.length > MAX_NAME) return '10060026';
  if (company === 'SF' && !senderPhone && !receiverPhone) return '10060014';
  return goodsFault(goods);
}

function goodsFault(goods: string): string | undefined {
  return oneLine(goods) === '' ? '10060008' : undefined;
}

/** What `upload_shipping_info` takes. What is undefined must not be sent, and JSON leaves it out. */
export function uploadBody({ order, shipping, payerOpenid, at }: ShippingUpload) {
  const isSplit = shipping.way === 'expressInParts';
  return {
    order_key: orderKey(order),
    logistics_type: LOGISTICS[shipping.way],
    delivery_mode: isSplit ? SPLIT : UNIFIED,
    is_all_delivered: isSplit ? shipping.isAll : undefined,
    shipping_list:
      'goods' in shipping
        ? [{ item_desc: described(shipping.goods) }]
        : parcelsOf(shipping).map(shippedParcel),
    upload_time: beijingRfc3339Millis(at),
    payer: { openid: payerOpenid },
  };
}

function orderKey(order: PaidOrder) {
  return 'transactionId' in order
    ? { order_number_type: 2, transaction_id: order.transactionId }
    : { order_number_type: 1, mchid: order.mchId, out_trade_no: order.orderNo };
}

function parcelsOf(shipping: Extract<Shipping, { way: 'express' | 'expressInParts' }>): SentParcel[] {
  return shipping.way === 'express' ? [shipping.parcel] : shipping.parcels;
}

function shippedParcel({ trackingNo, company, goods, senderPhone, receiverPhone }: SentParcel) {
  const contact = {
    consignor_contact: senderPhone ? maskedPhone(senderPhone) : undefined,
    receiver_contact: receiverPhone ? maskedPhone(receiverPhone) : undefined,
  };
  return {
    tracking_no: trackingNo,
    express_company: company,
    item_desc: described(goods),
    contact: senderPhone || receiverPhone ? contact : undefined,
  };
}

function described(goods: string): string {
  return cutText(oneLine(goods), MAX_GOODS);
}

/** Now, or a millisecond after the order's last upload where clocks disagree: WeChat takes nothing earlier. */
export function nextUploadTime(now: Date, last?: Date): Date {
  return last && last >= now ? new Date(last.getTime() + 1) : now;
}
