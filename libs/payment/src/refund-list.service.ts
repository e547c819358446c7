import { Clock, DomainError } from '@app/common';
import { named, planned } from '@app/database';
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

  list({ state, order_id, before, size }: RefundQuery): Promise<RefundListed[]> {
    return planned(this.db, LIST_REFUNDS, [state, order_id, before, size]);
  }

  /** All, newest first. */
  ofOrder(orderId: number): Promise<RefundListed[]> {
    return planned(this.db, LIST_REFUNDS, [null, orderId, null, null]);
  }

  async retry(id: number): Promise<void> {
    const retried = await named(this.db, 'refund.retry', RETRY_REFUND, [id, this.clock.offset]);
    if (retried.length === 0) throw new DomainError('refundNotFound');
  }
}
