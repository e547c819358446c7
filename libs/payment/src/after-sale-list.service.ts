import { DomainError, type CursorQuery } from '@app/common';
import { named, planned } from '@app/database';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { AFTER_SALES_OF_ORDER, LIST_AFTER_SALES, OWNS_ORDER } from './after-sale-sql';
import { AFTER_SALE_STATES, type AfterSaleListed, type AfterSaleQuery } from './after-sale.dto';

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
    return this.rowsOfOrder(orderId);
  }

  list({ state, order_id, before, size }: AfterSaleQuery): Promise<AfterSaleListed[]> {
    const states = state === undefined ? AFTER_SALE_STATES : [state];
    if (order_id !== undefined) return this.rowsOfOrder(order_id, states, { before, size });
    return planned(this.db, LIST_AFTER_SALES, [states, before, size]);
  }

  private rowsOfOrder(
    orderId: number,
    states = AFTER_SALE_STATES,
    { before, size }: Partial<CursorQuery> = {},
  ): Promise<AfterSaleListed[]> {
    return named(this.db, 'after_sale.of_order', AFTER_SALES_OF_ORDER, [orderId, states, before, size]);
  }
}
