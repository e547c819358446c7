import type { GatewayName, V2SignType } from '@app/common';
import { AccountBook, type AccountEvent } from './account-book';
import type { BillType } from './bill';
import { type Delivery, NoticeBook } from './notice-book';

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
}

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
  | { kind: 'paid'; transaction: Transaction }
  | { kind: 'delivered'; delivery: Delivery }
  | { kind: 'refunded'; refund: Refund }
  | { kind: 'refundEnds'; outRefundNo: string; becomes: RefundEnd; endsAt: string }
  | { kind: 'billAsked'; ticket: BillTicket }
  | AccountEvent;

/** Everything that WeChat knows, made of nothing but the events in the journal. */
export class Books {
  readonly issuedCodes = new Map<string, { name: string; at: string }>();
  readonly usedCodes = new Set<string>();
  readonly shoppers = new Map<string, string>();
  readonly orders = new Map<string, Order>();
  readonly prepays = new Map<string, Prepay>();
  readonly latestPrepays = new Map<string, Prepay>();
  readonly transactions = new Map<string, Transaction>();
  readonly transactionsOf = new Map<string, Transaction[]>();
  readonly refunds = new Map<string, Refund>();
  readonly refundsOf = new Map<string, Refund[]>();
  /** By WeChat's own number. */
  readonly refundIds = new Map<string, Refund>();
  readonly notices = new NoticeBook();
  readonly account = new AccountBook();
  readonly billTickets = new Map<string, BillTicket>();
  strict = false;

  apply(event: BookEvent): void {
    switch (event.kind) {
      case 'codeIssued':
        this.issuedCodes.set(event.code, { name: event.name, at: event.at });
        return;
      case 'loggedIn':
        this.shoppers.set(event.openid, event.name);
        if (event.usedCode) this.usedCodes.add(event.usedCode);
        return;
      case 'strict':
        this.strict = event.on;
        return;
      case 'noticeSigner':
      case 'keyHeld':
      case 'refundsPlanned':
      case 'funds':
        this.account.apply(event);
        return;
      case 'ordered':
        this.orders.set(event.order.outTradeNo, { ...event.order });
        this.keepPrepay(event.prepay);
        return;
      case 'prepaid':
        this.order(event.prepay.outTradeNo).signType = event.signType;
        this.keepPrepay(event.prepay);
        return;
      case 'closed':
        this.order(event.outTradeNo).closedAt = event.at;
        return;
      case 'paid':
        this.pay(event.transaction);
        return;
      case 'delivered':
        this.notices.deliver(event.delivery);
        return;
      case 'refunded':
        this.refund({ ...event.refund });
        return;
      case 'refundEnds':
        this.endRefund(event);
        return;
      case 'billAsked':
        this.billTickets.set(event.ticket.token, event.ticket);
    }
  }

  order(outTradeNo: string): Order {
    const order = this.orders.get(outTradeNo);
    if (!order) throw new Error(`the books know no order ${outTradeNo}`);
    return order;
  }

  private keepPrepay(prepay: Prepay): void {
    this.prepays.set(prepay.prepayId, prepay);
    this.latestPrepays.set(prepay.outTradeNo, prepay);
  }

  private pay(transaction: Transaction): void {
    const { transactionId, outTradeNo, paidAt } = transaction;
    this.transactions.set(transactionId, transaction);
    append(this.transactionsOf, outTradeNo, transaction);
    this.notices.begin({ transactionId, outTradeNo }, paidAt);
  }

  private refund(refund: Refund): void {
    this.refunds.set(refund.outRefundNo, refund);
    this.refundIds.set(refund.refundId, refund);
    append(this.refundsOf, refund.transactionId, refund);
    this.account.useRefundPlan();
    this.endRefund(refund);
  }

  private endRefund({
    outRefundNo,
    becomes,
    endsAt,
  }: Pick<Refund, 'outRefundNo' | 'becomes' | 'endsAt'>): void {
    const refund = Object.assign(this.refunds.get(outRefundNo)!, { becomes, endsAt });
    this.notices.begin({ ...refund, refundStatus: becomes }, endsAt);
  }
}

function append<Row>(lists: Map<string, Row[]>, key: string, row: Row): void {
  const list = lists.get(key);
  if (list) list.push(row);
  else lists.set(key, [row]);
}
