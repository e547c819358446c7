import { Clock, DomainError } from '@app/common';
import { named } from '@app/database';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { LIST_REFUNDS, RETRY_REFUND } from './refund-sql';
import type { RefundListed, RefundQuery } from './refund.dto';

/** What the merchant sees of refunds, and can do about one that is stuck. */
@Injectable()
export class RefundListService {
  constructor(
    private readonly db: EntityManager,
    private readonly clock: Clock,
  ) {}

  list({ state, order_id, skip, size }: RefundQuery): Promise<RefundListed[]> {
    return named(this.db, 'refund.list', LIST_REFUNDS, [state, order_id, size, skip]);
  }

  /** All, newest first. */
  ofOrder(orderId: number): Promise<RefundListed[]> {
    return named(this.db, 'refund.list', LIST_REFUNDS, [null, orderId, null, 0]);
  }

  async retry(id: number): Promise<void> {
    const retried = await named(this.db, 'refund.retry', RETRY_REFUND, [id, this.clock.offset]);
    if (retried.length === 0) throw new DomainError('refundNotFound');
  }
}
