import { DomainError } from '@app/common';
import { named, planned } from '@app/database';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { LIST_AFTER_SALES, OWNS_ORDER } from './after-sale-sql';
import type { AfterSaleListed, AfterSaleQuery } from './after-sale.dto';

/** Requests, newest first. */
@Injectable()
export class AfterSaleListService {
  constructor(private readonly db: EntityManager) {}

  /** Another's order is as unknown as one that does not exist. */
  async ofOrder(shopperId: number, orderId: number): Promise<AfterSaleListed[]> {
    const own = await named(this.db, 'after_sale.owns_order', OWNS_ORDER, [orderId, shopperId]);
    if (own.length === 0) throw new DomainError('orderNotFound');
    return this.ofAnyOrder(orderId);
  }

  ofAnyOrder(orderId: number): Promise<AfterSaleListed[]> {
    return this.rows([null, orderId, null, null]);
  }

  list({ state, order_id, before, size }: AfterSaleQuery): Promise<AfterSaleListed[]> {
    return this.rows([state, order_id, before, size]);
  }

  private rows(params: unknown[]): Promise<AfterSaleListed[]> {
    return planned(this.db, LIST_AFTER_SALES, params);
  }
}
