import { Clock, type StockPolicy } from '@app/common';
import { named } from '@app/database';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { CloseReason } from './order.entity';
import { mayBecome, OrderStatus } from './order-status';

/** An order whose row this transaction has locked, and the skus it holds. */
export interface LockedOrder {
  id: number;
  orderNo: string;
  shopperId: number;
  status: OrderStatus;
  policy: StockPolicy;
  totalFen: number;
  freightFen: number;
  snapName: string;
  closingAt: Date | null;
  /** Its time to pay is over, whether or not the sweep has seen it. */
  expired: boolean;
  lines: LockedLine[];
}

export interface LockedLine {
  skuId: number;
  count: number;
  /** What the whole line cost, its share of the discount taken off; the freight is the order's. */
  fen: number;
}

/** Who did it, in one word why, and the row that caused it. */
export interface EventCause {
  actor: string;
  reason: OrderEventReason;
  causeId?: number;
}

/** Every reason that a timeline may give. */
export const ORDER_EVENT_REASONS = [
  'place',
  'prepay',
  'settle',
  'settle_short',
  'settle_late',
  'settle_second',
  'settle_disputed',
  'give_stock',
  'closing',
  'close',
  'ship',
  'reship',
  'receive',
  'refund',
  'refund_success',
  'refund_closed',
  'refund_abnormal',
  'after_sale',
  'after_sale_withdraw',
  'after_sale_agree',
  'after_sale_refuse',
  'after_sale_return',
  'after_sale_received',
] as const;
export type OrderEventReason = (typeof ORDER_EVENT_REASONS)[number];

/** The only writer of an order's status: lock first, decide, then move. */
@Injectable()
export class OrderLifeService {
  constructor(private readonly clock: Clock) {}

  lock(tx: EntityManager, orderId: number): Promise<LockedOrder | undefined> {
    return this.lockWhere(tx, 'id', orderId);
  }

  lockByNo(tx: EntityManager, orderNo: string): Promise<LockedOrder | undefined> {
    return this.lockWhere(tx, 'order_no', orderNo);
  }

  private async lockWhere(tx: EntityManager, column: 'id' | 'order_no', value: number | string) {
    // What the lines say of it never changes, so reading them beside the lock is safe.
    const [order] = await named<LockedOrder>(
      tx,
      `order.lock.${column}`,
      `SELECT o.id, o.order_no AS "orderNo", o.shopper_id AS "shopperId", o.status, o.policy,
              o.total_fen AS "totalFen", o.freight_fen AS "freightFen", o.snap_name AS "snapName", o.closing_at AS "closingAt",
              o.expires_at <= now() + $2::interval AS expired,
              (SELECT json_agg(json_build_object('skuId', l.sku_id, 'count', l.count, 'fen',
                                                 l.price_fen * l.count - l.discount_fen)
                               ORDER BY l.sku_id)
                 FROM order_line l WHERE l.order_id = o.id) AS lines
         FROM customer_order o WHERE o.${column} = $1 FOR NO KEY UPDATE OF o`,
      [value, this.clock.offset],
    );
    return order;
  }

  /** Takes one legal step and writes it on the timeline; an illegal one is a bug and throws. */
  async move(
    tx: EntityManager,
    order: LockedOrder,
    to: OrderStatus,
    { actor, reason, causeId, paidAt }: EventCause & { paidAt?: Date },
  ): Promise<void> {
    if (!mayBecome(order.status, to)) throw new Error(`order ${order.id} cannot go ${order.status} → ${to}`);
    const moved = await named(
      tx,
      'order.move',
      `WITH moved AS (
         UPDATE customer_order SET status = $3, paid_at = COALESCE($8, paid_at), next_query_at = NULL
          WHERE id = $1 AND status = $2 RETURNING id)
       INSERT INTO order_event (order_id, from_status, to_status, actor, reason, cause_id, at)
       SELECT id, $2, $3, $4, $5, $6, now() + $7::interval FROM moved RETURNING id`,
      [order.id, order.status, to, actor, reason, causeId, this.clock.offset, paidAt],
    );
    if (moved.length !== 1) throw new Error(`order ${order.id} was moved without its lock`);
  }

  /** Something happened to the order that leaves its status as it is. */
  async note(tx: EntityManager, order: LockedOrder, cause: EventCause): Promise<void> {
    await named(
      tx,
      'order.note',
      `INSERT INTO order_event (order_id, from_status, to_status, actor, reason, cause_id, at)
       VALUES ($1, $2, $2, $3, $4, $5, now() + $6::interval)`,
      [order.id, order.status, cause.actor, cause.reason, cause.causeId, this.clock.offset],
    );
  }

  /** So many pieces of each line came back into stock. */
  async returnLines(tx: EntityManager, orderId: number, lines: { skuId: number; count: number }[]) {
    await named(
      tx,
      'order.return_lines',
      `UPDATE order_line l SET returned = l.returned + back.count
         FROM unnest($2::int4[], $3::int4[]) AS back (sku_id, count)
        WHERE l.order_id = $1 AND l.sku_id = back.sku_id`,
      [orderId, lines.map(({ skuId }) => skuId), lines.map(({ count }) => count)],
    );
  }

  /** From now on prepay refuses the order, and the sweep walks it on until it is closed or was paid after all. */
  async beginClosing(
    tx: EntityManager,
    order: LockedOrder,
    close: { reason: CloseReason; actor: string },
  ): Promise<void> {
    await named(
      tx,
      'order.begin_closing',
      `UPDATE customer_order
          SET closing_at = now() + $3::interval, close_reason = $2,
              next_query_at = now() + $3::interval
        WHERE id = $1`,
      [order.id, close.reason, this.clock.offset],
    );
    await this.note(tx, order, { actor: close.actor, reason: 'closing' });
  }
}
