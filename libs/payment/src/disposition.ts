import { OrderStatus, type OrderEventReason } from '@app/order';

/** What becomes of money that reached us. Held and disputed wait for a person, to_refund is given back. */
export type Disposition = 'fulfilled' | 'held' | 'to_refund' | 'disputed';

export interface Verdict {
  disposition: Disposition;
  reason: OrderEventReason;
}

/** Money as it came, beside the order as it stands under its lock. */
export interface Encounter {
  paid: { totalFen: number; currency: string };
  order: { status: OrderStatus; totalFen: number };
  /** Whether the goods are still there: held for it, or free under on_payment. */
  inStock: boolean;
}

/** The whole question of settling: full, short, late, second or wrong money. */
export function judge({ paid, order, inStock }: Encounter): Verdict {
  if (paid.totalFen !== order.totalFen || paid.currency !== 'CNY')
    return { disposition: 'disputed', reason: 'settle_disputed' };
  if (order.status === OrderStatus.Closed) return { disposition: 'to_refund', reason: 'settle_late' };
  if (order.status !== OrderStatus.Unpaid) return { disposition: 'to_refund', reason: 'settle_second' };
  if (!inStock) return { disposition: 'held', reason: 'settle_short' };
  return { disposition: 'fulfilled', reason: 'settle' };
}
