import type { Decision, Desk } from './bookkeeper';
import type { Books, Refund, RefundEnd } from './books';
import { amountFault, newRefund, refundedFee, refundStatus } from './refund-book';
import { later } from './retry-ladder';
import { isV3 } from './order-life';
import { transactionIn } from './trade';

/** What cannot be done, in words for whoever wrote the story. */
export class PortalRefused extends Error {}

export interface RefundEnding {
  outRefundNo: string;
  becomes: RefundEnd;
  afterSeconds: number;
}

/** A refund under way ends so, or one that was ABNORMAL is put right, as the merchant does it in the portal. */
export function endRefund(
  desk: Desk,
  { outRefundNo, becomes, afterSeconds }: RefundEnding,
): Decision<Refund> {
  const refund = desk.books.refunds.get(outRefundNo);
  if (!refund) throw new PortalRefused('no such refund');
  const status = refundStatus(refund, desk.now);
  if (status !== 'PROCESSING' && status !== 'ABNORMAL')
    throw new PortalRefused(`it is ${status}, which is for ever`);
  const endsAt = later(desk.now.toISOString(), afterSeconds);
  return { event: { kind: 'refundEnds', outRefundNo, becomes, endsAt }, answer: refund };
}

export interface PortalRefund {
  transaction_id?: string;
  out_trade_no?: string;
  /** Without it, all that is left. */
  refund_fee?: number;
}

/** A refund that the merchant's backend has not asked for; WeChat makes its number. */
export function portalRefund(desk: Desk, wish: PortalRefund): Decision<Refund> {
  const transaction = transactionIn(desk.books, wish);
  if (!transaction) throw new PortalRefused('no such payment');
  const { totalFee, outTradeNo } = transaction;
  const refundFee = wish.refund_fee ?? totalFee - refundedFee(desk, transaction);
  const fault = amountFault(desk, transaction, { totalFee, refundFee });
  if (fault) throw new PortalRefused('more than what is left of this payment');

  const gateway = isV3(desk.books.order(outTradeNo)) ? 'v3' : 'v2';
  const made = newRefund(desk, transaction, { outRefundNo: numberMade(desk.books), refundFee, gateway });
  const refund: Refund = { ...made, source: 'VENDOR_PLATFORM' };
  return { event: { kind: 'refunded', refund }, answer: refund };
}

function numberMade({ refunds }: Books): string {
  return `5000000000${String(refunds.size + 1).padStart(18, '0')}`;
}
