import { AccountBook, isAccountEvent } from './account-book';
import type { BillTicket, BookEvent, Order, PaymentTry, Prepay, Refund, Transaction } from './book-rows';
import { MiniBooks } from './mini-books';
import { NoticeBook } from './notice-book';
import { later } from './retry-ladder';

export * from './book-rows';

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
  readonly account = new AccountBook();
  readonly mini = new MiniBooks();
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
      case 'refundEnds':
        this.endRefund(event);
        return;
      case 'billAsked':
        this.billTickets.set(event.ticket.token, event.ticket);
        return;
      default:
        if (isAccountEvent(event)) this.account.apply(event);
        else this.mini.apply(event);
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
    this.mini.watch(transaction);
    if (noticeLost) return;
    this.notices.begin({ transactionId, outTradeNo }, later(paidAt, noticeDelaySeconds));
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
