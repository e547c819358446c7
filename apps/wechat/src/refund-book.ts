import { beijingStamp } from '@app/common';
import type { Desk } from './bookkeeper';
import type { Refund, Transaction } from './books';
import { later } from './retry-ladder';

const MAX_REFUNDS = 50;
const PAUSE_SECONDS = 60;
const OVERDUE_SECONDS = 365 * 24 * 3600;
/** A refund is accepted first and done a little later, so nobody takes the one for the other. */
const PROCESSING_SECONDS = 3;

/** What a merchant asks for; money is fen. */
export interface RefundWish {
  outRefundNo: string;
  totalFee: number;
  refundFee: number;
  notifyUrl?: string;
}

/** Why a payment is not refunded; v2 and v3 have their own codes for it. */
export type RefundFault = 'otherTotal' | 'refundedInFull' | 'tooMuch' | 'tooMany' | 'overdue' | 'tooSoon';

export function refundFault(desk: Desk, transaction: Transaction, wish: RefundWish): RefundFault | undefined {
  const at = desk.now.toISOString();
  const earlier = desk.books.refundsOf.get(transaction.transactionId) ?? [];
  const refunded = earlier.reduce((sum, { refundFee }) => sum + refundFee, 0);
  const last = earlier.at(-1);

  if (wish.totalFee !== transaction.totalFee) return 'otherTotal';
  if (refunded === transaction.totalFee) return 'refundedInFull';
  if (refunded + wish.refundFee > transaction.totalFee) return 'tooMuch';
  if (earlier.length >= MAX_REFUNDS) return 'tooMany';
  if (later(transaction.paidAt, OVERDUE_SECONDS) < at) return 'overdue';
  if (last && later(last.acceptedAt, PAUSE_SECONDS) > at) return 'tooSoon';
  return undefined;
}

/** The same number is the same refund, for ever: with other amounts it is refused. */
export function isSameRefund(known: Refund, { transactionId }: Transaction, wish: RefundWish): boolean {
  return (
    known.transactionId === transactionId &&
    known.totalFee === wish.totalFee &&
    known.refundFee === wish.refundFee
  );
}

export function newRefund(
  { books, now, random }: Desk,
  { transactionId, outTradeNo, totalFee }: Transaction,
  { outRefundNo, refundFee, notifyUrl }: RefundWish,
): Refund {
  const day = beijingStamp(now).slice(0, 8);
  const chance = String(random.below(1_000_000)).padStart(6, '0');
  const sequence = String(books.refunds.size + 1).padStart(10, '0');
  return {
    refundId: `50300${chance}${day}${sequence}`,
    outRefundNo,
    transactionId,
    outTradeNo,
    totalFee,
    refundFee,
    notifyUrl,
    acceptedAt: now.toISOString(),
  };
}

export type RefundStatus = 'PROCESSING' | 'SUCCESS';

export function refundStatus(refund: Refund, now: Date): RefundStatus {
  return doneAt(refund) > now ? 'PROCESSING' : 'SUCCESS';
}

/** When the money arrives. */
export function doneAt({ acceptedAt }: Refund): Date {
  return new Date(later(acceptedAt, PROCESSING_SECONDS));
}
