import type { GatewayName, V2SignType } from '@app/common';
import type { BillType } from './bill';
import { type Delivery, NoticeBook } from './notice-book';
import { later } from './retry-ladder';

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
  /** The first delivery is due that much later. */
  noticeDelaySeconds?: number;
  /** No notice ever sets out: the merchant has to ask. */
  noticeLost?: boolean;
}

/** How a refund may end. */
export const REFUND_ENDS = ['SUCCESS', 'CLOSED', 'ABNORMAL'] as const;
export type RefundEnd = (typeof REFUND_ENDS)[number];

/** A try that moved no money: the order stays as it is and can still be paid. */
export interface PaymentTry {
  outTradeNo: string;
  at: string;
  outcome: TryOutcome;
}
export type TryOutcome = 'cancelled' | 'failed';

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

/** What becomes of the next refunds; a negative number of times never ends. */
export interface RefundPlan {
  becomes: RefundEnd;
  afterSeconds: number;
  times: number;
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
  | { kind: 'noticeSigner'; signer: NoticeSigner }
  | { kind: 'keyHeld'; version: GatewayName; index: number }
  | { kind: 'ordered'; order: Order; prepay: Prepay }
  | { kind: 'prepaid'; prepay: Prepay; signType: OrderSignType }
  | { kind: 'closed'; outTradeNo: string; at: string }
  | { kind: 'tried'; attempt: PaymentTry }
  | { kind: 'paid'; transaction: Transaction }
  | { kind: 'delivered'; delivery: Delivery }
  | { kind: 'refunded'; refund: Refund }
  | { kind: 'refundsPlanned'; plan: RefundPlan }
  | { kind: 'refundEnds'; outRefundNo: string; becomes: RefundEnd; endsAt: string }
  | { kind: 'funds'; enough: boolean }
  | { kind: 'billAsked'; ticket: BillTicket };

/** Everything that WeChat knows, made of nothing but the events in the journal. */
export class Books {
  readonly issuedCodes = new Map<string, { name: string; at: string }>();
  readonly usedCodes = new Set<string>();
  readonly shoppers = new Map<string, string>();
  readonly orders = new Map<string, Order>();
  readonly prepays = new Map<string, Prepay>();
  readonly latestPrepays = new Map<string, Prepay>();
  readonly triesOf = new Map<string, PaymentTry[]>();
  readonly transactions = new Map<string, Transaction>();
  readonly transactionsOf = new Map<string, Transaction[]>();
  readonly refunds = new Map<string, Refund>();
  readonly refundsOf = new Map<string, Refund[]>();
  /** By WeChat's own number. */
  readonly refundIds = new Map<string, Refund>();
  readonly notices = new NoticeBook();
  refundPlan?: RefundPlan;
  fundsEnough = true;
  readonly billTickets = new Map<string, BillTicket>();
  strict = false;
  /** Nothing until somebody chooses: then it is the public key, where the merchant has it. */
  noticeSigner?: NoticeSigner;

  /** Which of the merchant's keys WeChat holds, by its place in his setting. */
  readonly heldKeys: Record<GatewayName, number> = { v2: 0, v3: 0 };

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
      case 'keyHeld':
        this.heldKeys[event.version] = event.index;
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
      case 'tried':
        append(this.triesOf, event.attempt.outTradeNo, event.attempt);
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
      case 'refundsPlanned':
        this.refundPlan = event.plan.times === 0 ? undefined : { ...event.plan };
        return;
      case 'refundEnds':
        this.endRefund(event);
        return;
      case 'funds':
        this.fundsEnough = event.enough;
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
    const { transactionId, outTradeNo, paidAt, noticeDelaySeconds = 0, noticeLost } = transaction;
    this.transactions.set(transactionId, transaction);
    append(this.transactionsOf, outTradeNo, transaction);
    if (noticeLost) return;
    this.notices.begin({ transactionId, outTradeNo }, later(paidAt, noticeDelaySeconds));
  }

  private refund(refund: Refund): void {
    this.refunds.set(refund.outRefundNo, refund);
    this.refundIds.set(refund.refundId, refund);
    append(this.refundsOf, refund.transactionId, refund);
    if (this.refundPlan && this.refundPlan.times > 0) this.refundPlan.times -= 1;
    if (this.refundPlan?.times === 0) this.refundPlan = undefined;
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
