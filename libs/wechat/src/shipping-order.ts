import { flagIn, objectIn, objectsIn, textIn, wholeIn } from './answer-fields';
import type { MiniProgramAnswer } from './mini-program-answer';
import type { PaidOrder } from './shipping-upload';

/** WeChat's numbers 1 to 6; the usual path is toShip, shipped, received, settling, complete. */
const STATES = ['toShip', 'shipped', 'received', 'complete', 'refunded', 'settling'] as const;
export type ShippingState = (typeof STATES)[number];

/** An order as WeChat's shipping system sees it. */
export interface ShippingOrder {
  transactionId: string;
  orderNo: string;
  openid: string;
  paidFen: number;
  state: ShippingState;
  isInComplaint: boolean;
  /** Whether all of it is on its way. */
  isShipped: boolean;
  /** 0 not complete, 1 complete once, 2 the one chance to ship anew is used up. */
  shippedCount: number;
  parcels: ShippingParcel[];
}

export interface ShippingParcel {
  trackingNo?: string;
  company?: string;
  goods?: string;
  /** Unix seconds. */
  uploadedAt?: number;
}

/** How `get_order` and its kin name an order: not as the upload does. */
export function orderName(order: PaidOrder) {
  return 'transactionId' in order
    ? { transaction_id: order.transactionId }
    : { merchant_id: order.mchId, merchant_trade_no: order.orderNo };
}

/** WeChat's number for a state, to ask for. */
export function stateNumber(state: ShippingState): number {
  return STATES.indexOf(state) + 1;
}

/** The order, or nothing where it lacks what names it or a state that we know. */
export function shippingOrder(order: MiniProgramAnswer): ShippingOrder | undefined {
  const transactionId = textIn(order, 'transaction_id');
  const orderNo = textIn(order, 'merchant_trade_no');
  const state = STATES[(wholeIn(order, 'order_state') ?? 0) - 1];
  if (!transactionId || !orderNo || !state) return undefined;

  const shipping = objectIn(order, 'shipping') ?? {};
  return {
    transactionId,
    orderNo,
    openid: textIn(order, 'openid') ?? '',
    paidFen: wholeIn(order, 'paid_amount') ?? 0,
    state,
    isInComplaint: flagIn(order, 'in_complaint') ?? false,
    isShipped: flagIn(shipping, 'finish_shipping') ?? false,
    shippedCount: wholeIn(shipping, 'finish_shipping_count') ?? 0,
    parcels: (objectsIn(shipping, 'shipping_list') ?? []).map(shippingParcel),
  };
}

function shippingParcel(parcel: MiniProgramAnswer): ShippingParcel {
  return {
    trackingNo: textIn(parcel, 'tracking_no'),
    company: textIn(parcel, 'express_company'),
    goods: textIn(parcel, 'goods_desc'),
    uploadedAt: wholeIn(parcel, 'upload_time'),
  };
}
