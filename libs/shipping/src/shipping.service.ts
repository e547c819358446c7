import { DomainError } from '@app/common';
import { inTransaction } from '@app/database';
import { OrderLifeService, OrderStatus } from '@app/order';
import { RefundService } from '@app/payment';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';

/** 发货. */
@Injectable()
export class ShippingService {
  constructor(
    private readonly db: EntityManager,
    private readonly life: OrderLifeService,
    private readonly refunds: RefundService,
  ) {}

  /** Only a paid order is shipped, and only once, however many admins press at the same time. */
  ship(adminId: number, orderId: number): Promise<void> {
    return inTransaction(this.db, async (tx) => {
      const order = await this.life.lock(tx, orderId);
      if (!order) throw new DomainError('orderNotFound');
      if (order.status !== OrderStatus.Paid) throw new DomainError('orderNotShippable');
      if (await this.refunds.isWholeRefundOpen(tx, orderId)) throw new DomainError('wrongState');
      await this.life.move(tx, order, OrderStatus.Shipped, { actor: `admin:${adminId}`, reason: 'ship' });
    });
  }
}
