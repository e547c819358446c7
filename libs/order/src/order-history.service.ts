import { DomainError, type PageQuery } from '@app/common';
import { named } from '@app/database';
import { Injectable } from '@nestjs/common';
import { EntityManager, In } from 'typeorm';
import { CustomerOrder, OrderEvent } from './order.entity';

/**
 * A page by its number: what is before it is passed over in an index, without a look at its orders. The existing CMS
 * breaks on other statuses than these.
 */
const PAGE_OF_CMS = `
  SELECT id FROM customer_order WHERE status BETWEEN 1 AND 4 ORDER BY id DESC LIMIT $1 OFFSET $2`;

const PAGE_OF_STATUS = `
  SELECT id FROM customer_order WHERE status = $3 ORDER BY created_at DESC, id DESC LIMIT $1 OFFSET $2`;

/** What has been ordered, for the one who ordered it and for the merchant. */
@Injectable()
export class OrderHistoryService {
  constructor(private readonly db: EntityManager) {}

  ofShopper(shopperId: number, { skip, size }: PageQuery): Promise<CustomerOrder[]> {
    return this.db.find(CustomerOrder, { where: { shopperId }, order: { id: 'DESC' }, skip, take: size });
  }

  /** Of all shoppers; without a status those that the existing CMS can draw. */
  async ofAll({ skip, size, status }: PageQuery & { status?: number }): Promise<CustomerOrder[]> {
    const rows =
      status === undefined
        ? await named<{ id: number }>(this.db, 'order.page_of_cms', PAGE_OF_CMS, [size, skip])
        : await named<{ id: number }>(this.db, 'order.page_of_status', PAGE_OF_STATUS, [size, skip, status]);
    return this.db.find(CustomerOrder, {
      where: { id: In(rows.map(({ id }) => id)) },
      order: { id: 'DESC' },
    });
  }

  /** Another shopper's order is as unknown as one that does not exist. */
  async one(id: number, shopperId?: number): Promise<CustomerOrder> {
    const order = await this.db.findOne(CustomerOrder, {
      where: shopperId === undefined ? { id } : { id, shopperId },
      relations: { lines: true },
      order: { lines: { position: 'ASC' } },
    });
    if (!order) throw new DomainError('orderNotFound');
    return order;
  }

  async timeline(orderId: number): Promise<OrderEvent[]> {
    const events = await this.db.find(OrderEvent, { where: { orderId }, order: { id: 'ASC' } });
    if (events.length === 0) throw new DomainError('orderNotFound');
    return events;
  }
}
