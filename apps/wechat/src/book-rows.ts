import type { GatewayName, V2SignType } from '@app/common';
import type { AccountEvent } from './account-book';
import type { BillType } from './bill';
import type { MiniEvent } from './mini-books';
import type { Delivery } from './notice-book';

/** How messages about an order are signed; RSA is v3's. */
export type OrderSignType = V2SignType | 'RSA';

/** What a merchant asked for with unifiedorder or jsapi; instants are ISO 8601 in UTC, money is fen. */
export interface Order {
  outTradeNo: string;
  body: string;
  totalFee: number;
  feeType: string;
  openid: string;
  notifyUrl: string;
  tradeType: string;
  attach?: string;
  deviceInfo?: string;
  /** As it was sent: `yyyyMMddHHmmss` in Beijing through v2, RFC 3339 through v3. */
  timeExpire?: string;
  signType: OrderSignType;
  createdAt: string;
  closedAt?: string;
}

export interface Prepay {
  prepayId: string;
  outTradeNo: string;
  createdAt: string;
}

export interface Transaction {
  transactionId: string;
  outTradeNo: string;
  openid: string;
  totalFee: number;
  feeType: string;
  paidAt: string;
  /** The first delivery is due that much later. */
  noticeDelaySeconds?: number;
  /** No notice ever sets out: the merchant has to ask. */
  noticeLost?: boolean;
}

/** A try that moved no money: the order stays as it is and can still be paid. */
export interface PaymentTry {
  outTradeNo: string;
  at: string;
  outcome: TryOutcome;
}
export type TryOutcome = 'cancelled' | 'failed';

/** How a refund may end. */
export const REFUND_ENDS = ['SUCCESS', 'CLOSED', 'ABNORMAL'] as const;
export type RefundEnd = (typeof REFUND_ENDS)[number];

export interface Refund {
  refundId: string;
  outRefundNo: string;
  transactionId: string;
  outTradeNo: string;
  totalFee: number;
  refundFee: number;
  /** Through which interface it came, and so is told of; the portal goes by the order's. */
  gateway: GatewayName;
  source: 'API' | 'VENDOR_PLATFORM';
  notifyUrl?: string;
  acceptedAt: string;
  /** What becomes of it, from this moment on. */
  becomes: RefundEnd;
  endsAt: string;
}

/** What a v3 token gives for a while: the bill of a day. */
export interface BillTicket {
  token: string;
  day: string;
  type: BillType;
  packed: boolean;
  at: string;
}

export type BookEvent =
  | { kind: 'codeIssued'; code: string; name: string; at: string }
  | { kind: 'loggedIn'; name: string; openid: string; usedCode?: string }
  | { kind: 'strict'; on: boolean }
  | { kind: 'ordered'; order: Order; prepay: Prepay }
  | { kind: 'prepaid'; prepay: Prepay; signType: OrderSignType }
  | { kind: 'closed'; outTradeNo: string; at: string }
  | { kind: 'tried'; attempt: PaymentTry }
  | { kind: 'paid'; transaction: Transaction }
  | { kind: 'delivered'; delivery: Delivery }
  | { kind: 'refunded'; refund: Refund }
  | { kind: 'refundEnds'; outRefundNo: string; becomes: RefundEnd; endsAt: string }
  | { kind: 'billAsked'; ticket: BillTicket }
  | AccountEvent
  | MiniEvent;
