import type { V2SignType } from '@app/common';
import { MiniBooks, type MiniEvent } from './mini-books';
import { nextDueAt } from './retry-ladder';

/** How messages about an order are signed; RSA is v3's. */
export type OrderSignType = V2SignType | 'RSA';

/** Which of WeChat's keys signs v3 notices; `mixed` is a merchant who moves from certificates to the public key. */
export const NOTICE_SIGNERS = ['public_key', 'certificate', 'mixed'] as const;
export type NoticeSigner = (typeof NOTICE_SIGNERS)[number];

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

export interface Refund {
  refundId: string;
  outRefundNo: string;
  transactionId: string;
  outTradeNo: string;
  totalFee: number;
  refundFee: number;
  notifyUrl?: string;
  acceptedAt: string;
}

/** One copy of a notice on its way to the merchant; status 0 where no answer came back. */
export interface Delivery {
  transactionId: string;
  outTradeNo: string;
  at: string;
  status: number;
  body: string;
  error?: string;
  acknowledged: boolean;
  /** A step of the retry ladder; a copy sent by hand is none. */
  planned: boolean;
  /** Its signature was wrong on purpose; whoever takes it does not verify. */
  probe?: boolean;
}

/** A notice that the merchant has not acknowledged yet. */
export interface PendingNotice {
  transactionId: string;
  made: number;
  dueAt: string;
}

export type BookEvent =
  | { kind: 'codeIssued'; code: string; name: string; at: string }
  | { kind: 'loggedIn'; name: string; openid: string; usedCode?: string }
  | { kind: 'strict'; on: boolean }
  | { kind: 'noticeSigner'; signer: NoticeSigner }
  | { kind: 'ordered'; order: Order; prepay: Prepay }
  | { kind: 'prepaid'; prepay: Prepay; signType: OrderSignType }
  | { kind: 'closed'; outTradeNo: string; at: string }
  | { kind: 'paid'; transaction: Transaction }
  | { kind: 'delivered'; delivery: Delivery }
  | { kind: 'refunded'; refund: Refund }
  | MiniEvent;

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
  readonly deliveriesOf = new Map<string, Delivery[]>();
  readonly pending = new Map<string, PendingNotice>();
  readonly mini = new MiniBooks();
  strict = false;
  /** Nothing until somebody chooses: then it is the public key, where the merchant has it. */
  noticeSigner?: NoticeSigner;

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
        this.noticeSigner = event.signer;
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
        this.deliver(event.delivery);
        return;
      case 'refunded':
        this.refunds.set(event.refund.outRefundNo, event.refund);
        append(this.refundsOf, event.refund.transactionId, event.refund);
        return;
      default:
        this.mini.apply(event);
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
    this.pending.set(transactionId, { transactionId, made: 0, dueAt: paidAt });
    this.mini.watch(transaction);
  }

  private deliver(delivery: Delivery): void {
    append(this.deliveriesOf, delivery.transactionId, delivery);
    const notice = this.pending.get(delivery.transactionId);
    if (!notice) return;
    if (delivery.acknowledged) this.pending.delete(notice.transactionId);
    else if (delivery.planned) this.climb(notice);
  }

  private climb(notice: PendingNotice): void {
    const made = notice.made + 1;
    const dueAt = nextDueAt(notice.dueAt, made);
    if (dueAt) this.pending.set(notice.transactionId, { ...notice, made, dueAt });
    else this.pending.delete(notice.transactionId);
  }
}

function append<Row>(lists: Map<string, Row[]>, key: string, row: Row): void {
  const list = lists.get(key);
  if (list) list.push(row);
  else lists.set(key, [row]);
}
