import { Clock, DomainError, type CursorQuery } from '@app/common';
import { named, planned } from '@app/database';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { LIST_REFUNDS, REFUNDS_OF_ORDER, RETRY_REFUND } from './refund-sql';
import { REFUND_STATES, type RefundListed, type RefundQuery } from './refund.dto';

/** What the merchant sees of refunds, and can do about one that is stuck. */
@Injectable()
export class RefundListService {
  constructor(
    private readonly db: EntityManager,
    private readonly clock: Clock,
  ) {}

  list({ state, order_id, before, size }: RefundQuery): Promise<RefundListed[]> {
    const states = state === undefined ? REFUND_STATES : [state];
    if (order_id !== undefined) return this.rowsOfOrder(order_id, states, { before, size });
    return planned(this.db, LIST_REFUNDS, [states, before, size]);
  }

  /** All, newest first. */
  ofOrder(orderId: number): Promise<RefundListed[]> {
    return this.rowsOfOrder(orderId);
  }

  async retry(id: number): Promise<void> {
    const retried = await named(this.db, 'refund.retry', RETRY_REFUND, [id, this.clock.offset]);
    if (retried.length === 0) throw new DomainError('refundNotFound');
  }

  private rowsOfOrder(
    orderId: number,
    states = REFUND_STATES,
    { before, size }: Partial<CursorQuery> = {},
  ): Promise<RefundListed[]> {
    return named(this.db, 'refund.of_order', REFUNDS_OF_ORDER, [orderId, states, before, size]);
  }
}
