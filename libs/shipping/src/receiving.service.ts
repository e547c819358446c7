import { AppConfig, Clock, DomainError } from '@app/common';
import { inTransaction, named } from '@app/database';
import { OrderLifeService, OrderStatus } from '@app/order';
import { Injectable, Logger } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { LOCK_LONG_SHIPPED, ORDER_OF_TRANSACTION } from './receiving-sql';

/** 收货. The shopper says so, or WeChat, or time. */
@Injectable()
export class ReceivingService {
  private readonly logger = new Logger(ReceivingService.name);

  constructor(
    private readonly db: EntityManager,
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly life: OrderLifeService,
  ) {}

  /** To repeat it is harmless. */
  byShopper(shopperId: number, orderId: number): Promise<void> {
    return inTransaction(this.db, async (tx) => {
      const order = await this.life.lock(tx, orderId);
      if (order?.shopperId !== shopperId) throw new DomainError('orderNotFound');
      if (order.status === OrderStatus.Received) return;
      if (order.status !== OrderStatus.Shipped) throw new DomainError('wrongState');
      await this.life.move(tx, order, OrderStatus.Received, {
        actor: `shopper:${shopperId}`,
        reason: 'receive',
      });
    });
  }

  /** Whether the payment is one of ours; what is no longer, or not yet, on its way stays as it is. */
  async byWeChat(tx: EntityManager, transactionId: string): Promise<boolean> {
    const [paid] = await named<{ orderId: number }>(tx, 'receiving.of_transaction', ORDER_OF_TRANSACTION, [
      transactionId,
    ]);
    const order = paid && (await this.life.lock(tx, paid.orderId));
    if (!order) return false;
    if (order.status === OrderStatus.Shipped)
      await this.life.move(tx, order, OrderStatus.Received, { actor: 'wechat', reason: 'receive' });
    else if (order.status === OrderStatus.Paid)
      this.logger.warn({ msg: 'WeChat says received what was never shipped', orderId: order.id });
    return true;
  }

  /** So many orders at most that were shipped AUTO_RECEIVE_DAYS ago; how many it were. */
  byItself(most: number): Promise<number> {
    return inTransaction(this.db, async (tx) => {
      const due = await named<{ id: number }>(tx, 'receiving.lock_due', LOCK_LONG_SHIPPED, [
        this.clock.offset,
        this.config.AUTO_RECEIVE_DAYS,
        most,
      ]);
      for (const { id } of due.toSorted((a, b) => a.id - b.id)) {
        const order = await this.life.lock(tx, id);
        await this.life.move(tx, order!, OrderStatus.Received, { actor: 'system', reason: 'receive' });
      }
      return due.length;
    });
  }
}
