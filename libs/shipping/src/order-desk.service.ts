import {
  OrderSearchService,
  OrderStatus,
  type OrderFound,
  type OrderSearch,
  type OrderToShip,
} from '@app/order';
import { ClaimService, type Claim } from '@app/payment';
import { Injectable } from '@nestjs/common';
import { stillToSend } from './packing';

/** An order, and what is claimed back of it. */
export interface Claimed<Order> {
  order: Order;
  claim: Claim;
}

/** 查单: gathered here, where it is known too what goes back and what is to be sent. */
@Injectable()
export class OrderDeskService {
  constructor(
    private readonly search: OrderSearchService,
    private readonly claims: ClaimService,
  ) {}

  async page(search: OrderSearch, size: number): Promise<{ rows: Claimed<OrderFound>[]; hasMore: boolean }> {
    const { orders, hasMore } = await this.search.page(search, size);
    return { rows: await this.claimed(orders), hasMore };
  }

  /** All that is found; of those that are to ship the ones alone of which something is left. */
  async *toShip(search: OrderSearch): AsyncGenerator<Claimed<OrderToShip>> {
    for await (const orders of this.search.toShip(search))
      for (const row of await this.claimed(orders))
        if (
          row.order.status !== OrderStatus.Paid ||
          stillToSend(row.order.lines, row.claim.refunded).length > 0
        )
          yield row;
  }

  private async claimed<Order extends { id: number }>(orders: Order[]): Promise<Claimed<Order>[]> {
    const claims = await this.claims.of(orders.map(({ id }) => id));
    return orders.map((order) => ({ order, claim: claims.get(order.id)! }));
  }
}
