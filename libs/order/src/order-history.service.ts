import { DomainError, type PageQuery } from '@app/common';
import { Injectable } from '@nestjs/common';
import { EntityManager, In } from 'typeorm';
import { CustomerOrder, OrderEvent } from './order.entity';
import { CMS_STATUSES } from './order-status';

/** What has been ordered, for the one who ordered it and for the merchant. */
@Injectable()
export class OrderHistoryService {
  constructor(private readonly db: EntityManager) {}

  ofShopper(shopperId: number, { skip, size }: PageQuery): Promise<CustomerOrder[]> {
    return this.db.find(CustomerOrder, { where: { shopperId }, order: { id: 'DESC' }, skip, take: size });
  }

  /** Of all shoppers; without a status those that the existing CMS can draw. */
  ofAll({ skip, size, status }: PageQuery & { status?: number }): Promise<CustomerOrder[]> {
    return this.db.find(CustomerOrder, {
      where: { status: In(status === undefined ? CMS_STATUSES : [status]) },
      order: { id: 'DESC' },
      skip,
      take: size,
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
