import { beijingStamp, type GatewayName } from '@app/common';
import type { Desk } from './bookkeeper';
import type { Refund, RefundEnd, Transaction } from './books';
import { later } from './retry-ladder';

const MAX_REFUNDS = 50;
const PAUSE_SECONDS = 60;
const OVERDUE_SECONDS = 365 * 24 * 3600;
/** A refund is accepted first and done a little later, so nobody takes the one for the other. */
export const USUAL_END = { becomes: 'SUCCESS', afterSeconds: 3 } as const;

/** Where the money goes, in WeChat's words. */
export const PAID_BACK_TO = '支付用户零钱';

/** What a merchant asks for; money is fen. */
export interface RefundWish {
  outRefundNo: string;
  totalFee: number;
  refundFee: number;
  notifyUrl?: string;
  gateway: GatewayName;
}

/** Why a payment is not refunded; v2 and v3 have their own codes for it. */
export type RefundFault =
  'otherTotal' | 'refundedInFull' | 'tooMuch' | 'tooMany' | 'overdue' | 'tooSoon' | 'notEnough';

export function refundFault(desk: Desk, transaction: Transaction, wish: RefundWish): RefundFault | undefined {
  const at = desk.now.toISOString();
  const earlier = desk.books.refundsOf.get(transaction.transactionId) ?? [];
  const last = earlier.at(-1);

  const fault = amountFault(desk, transaction, wish);
  if (fault) return fault;
  if (earlier.length >= MAX_REFUNDS) return 'tooMany';
  if (later(transaction.paidAt, OVERDUE_SECONDS) < at) return 'overdue';
  if (last && later(last.acceptedAt, PAUSE_SECONDS) > at) return 'tooSoon';
  return desk.books.account.fundsEnough ? undefined : 'notEnough';
}

export function amountFault(
  desk: Desk,
  transaction: Transaction,
  wish: Pick<RefundWish, 'totalFee' | 'refundFee'>,
): RefundFault | undefined {
  const { totalFee } = transaction;
  const refunded = refundedFee(desk, transaction);
  if (wish.totalFee !== totalFee) return 'otherTotal';
  if (refunded === totalFee) return 'refundedInFull';
  return refunded + wish.refundFee > totalFee ? 'tooMuch' : undefined;
}

/** What a refund that was closed wanted to give back may be given back again, under another number. */
export function refundedFee({ books, now }: Desk, { transactionId }: Transaction): number {
  const rows = books.refundsOf.get(transactionId) ?? [];
  const owned = rows.filter((row) => refundStatus(row, now) !== 'CLOSED');
  return owned.reduce((sum, { refundFee }) => sum + refundFee, 0);
}

/** The same number is the same refund, for ever: with other amounts it is refused. */
export function isSameRefund(known: Refund, { transactionId }: Transaction, wish: RefundWish): boolean {
  return (
    known.transactionId === transactionId &&
    known.totalFee === wish.totalFee &&
    known.refundFee === wish.refundFee
  );
}

/** Accepted; what becomes of it is known here and to nobody else. */
export function newRefund(
  { books, now, random }: Desk,
  { transactionId, outTradeNo, totalFee }: Transaction,
  { outRefundNo, refundFee, notifyUrl, gateway }: Omit<RefundWish, 'totalFee'>,
): Refund {
  const day = beijingStamp(now).slice(0, 8);
  const chance = String(random.below(1_000_000)).padStart(6, '0');
  const sequence = String(books.refunds.size + 1).padStart(10, '0');
  const acceptedAt = now.toISOString();
  const { becomes, afterSeconds } = books.account.refundPlan ?? USUAL_END;
  return {
    refundId: `50300${chance}${day}${sequence}`,
    outRefundNo,
    transactionId,
    outTradeNo,
    totalFee,
    refundFee,
    gateway,
    source: 'API',
    notifyUrl,
    acceptedAt,
    becomes,
    endsAt: later(acceptedAt, afterSeconds),
  };
}

export type RefundStatus = 'PROCESSING' | RefundEnd;

export function refundStatus({ becomes, endsAt }: Refund, now: Date): RefundStatus {
  return endsAt > now.toISOString() ? 'PROCESSING' : becomes;
}

/** When the money arrived, if it did. */
export function arrivedAt(refund: Refund, now: Date): Date | undefined {
  return refundStatus(refund, now) === 'SUCCESS' ? new Date(refund.endsAt) : undefined;
}
