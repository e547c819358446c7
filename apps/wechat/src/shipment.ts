import type { Desk } from './bookkeeper';
import type { Transaction } from './books';
import { refundStatus } from './refund-book';
import { later } from './retry-ladder';

const HOUR_SECONDS = 3600;
/** Unshipped for so long, the merchant is reminded. */
export const REMIND_SECONDS = 48 * HOUR_SECONDS;
/** Shipped for so long, an order counts as received. */
export const AUTO_RECEIVE_SECONDS = 10 * 24 * HOUR_SECONDS;
/** A payment reaches the shipping system after a while; until then it is unknown there. */
const UNKNOWN_SECONDS = 60;
/** After receipt, until the money is on its way. */
const RECEIVED_SECONDS = 60;
/** After receipt, until the money has arrived. */
export const SETTLED_SECONDS = 120;

export const EXPRESS = 1;
export const UNIFIED = 1;
export const SPLIT = 2;

export interface ShippedParcel {
  trackingNo?: string;
  expressCompany?: string;
  itemDesc: string;
  consignorContact?: string;
  receiverContact?: string;
}

/** What the last good upload said, and what has become of the order's one chance to ship again. */
export interface Shipment {
  transactionId: string;
  /** 1 express, 2 same city, 3 virtual, 4 fetched by the shopper. */
  logisticsType: number;
  /** 1 all at once, 2 in parts. */
  deliveryMode: number;
  complete: boolean;
  parcels: ShippedParcel[];
  /** When the merchant says he sent this. */
  uploadedAt: string;
  reshipped: boolean;
  /** When it was complete for the last time. */
  shippedAt?: string;
}

/** How an order's receipt was confirmed: 1 by itself, 2 by the shopper. */
export interface TradeEnd {
  method: 1 | 2;
  at: string;
}

export interface SpecialOrder {
  transactionId: string;
  /** 1 pre-sale, 2 a test. */
  type: number;
  delayTo?: string;
}

/** 1 to ship, 2 shipped, 3 received, 6 money on its way, 4 complete, 5 refunded. */
export type OrderState = 1 | 2 | 3 | 4 | 5 | 6;

export function orderState(desk: Desk, { transactionId, totalFee }: Transaction): OrderState {
  const { ends, shipments } = desk.books.mini;
  if (refundedFee(desk, transactionId) >= totalFee) return 5;
  const end = ends.get(transactionId);
  if (end) return stateAfter(end, desk.now.toISOString());
  return shipments.get(transactionId)?.complete ? 2 : 1;
}

function refundedFee({ books, now }: Desk, transactionId: string): number {
  const refunds = books.refundsOf.get(transactionId) ?? [];
  const done = refunds.filter((refund) => refundStatus(refund, now) === 'SUCCESS');
  return done.reduce((sum, { refundFee }) => sum + refundFee, 0);
}

function stateAfter({ at }: TradeEnd, now: string): OrderState {
  if (later(at, RECEIVED_SECONDS) > now) return 3;
  return later(at, SETTLED_SECONDS) > now ? 6 : 4;
}

/** Whether the payment has reached the shipping system. */
export function isKnown({ paidAt }: Transaction, now: Date): boolean {
  return later(paidAt, UNKNOWN_SECONDS) <= now.toISOString();
}
