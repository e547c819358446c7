import type { RefundEnd } from './books';
import { nextDueAt } from './retry-ladder';

/** What a notice tells of: a payment, or the end of a refund. */
export interface NoticeSubject {
  transactionId: string;
  outTradeNo: string;
  refundId?: string;
  outRefundNo?: string;
  /** A refund that was ABNORMAL and then a SUCCESS is told of twice. */
  refundStatus?: RefundEnd;
}

/** One copy of a notice on its way to the merchant; status 0 where no answer came back. */
export interface Delivery extends NoticeSubject {
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
  key: string;
  refundStatus?: RefundEnd;
  made: number;
  dueAt: string;
}

/** The name of a notice in the books: WeChat's number of what it tells of. */
export function noticeKey({ transactionId, refundId }: NoticeSubject): string {
  return refundId ?? transactionId;
}

/** What the merchant has been told, and what he has still to be told, by the keys of the notices. */
export class NoticeBook {
  readonly deliveriesOf = new Map<string, Delivery[]>();
  readonly pending = new Map<string, PendingNotice>();

  begin(subject: NoticeSubject, dueAt: string): void {
    const key = noticeKey(subject);
    this.pending.set(key, { key, refundStatus: subject.refundStatus, made: 0, dueAt });
  }

  deliver(delivery: Delivery): void {
    const key = noticeKey(delivery);
    const deliveries = this.deliveriesOf.get(key) ?? [];
    deliveries.push(delivery);
    this.deliveriesOf.set(key, deliveries);
    const notice = this.pending.get(key);
    // While it was on its way, something else may have become of the refund.
    if (!notice || notice.refundStatus !== delivery.refundStatus) return;
    if (delivery.acknowledged) this.pending.delete(key);
    else if (delivery.planned) this.climb(notice);
  }

  private climb(notice: PendingNotice): void {
    const made = notice.made + 1;
    const dueAt = nextDueAt(notice.dueAt, made);
    if (dueAt) this.pending.set(notice.key, { ...notice, made, dueAt });
    else this.pending.delete(notice.key);
  }
}
