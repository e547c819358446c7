import { DomainError } from '@app/common';
import { inTransaction } from '@app/database';
import { OrderLifeService, OrderStatus, ReplacementService, type NewPrices } from '@app/order';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { ClosingService } from './closing.service';

/** 改价 of an order that is not paid: closed by the usual walk, and another in its place once it is closed. */
@Injectable()
export class ReplacingService {
  constructor(
    private readonly db: EntityManager,
    private readonly life: OrderLifeService,
    private readonly closing: ClosingService,
    private readonly replacements: ReplacementService,
  ) {}

  /** Answers the new order's id where WeChat has no say in it; else it comes when WeChat is sure that nobody pays. */
  async replace(orderId: number, wish: NewPrices & { actor: string }): Promise<number | null> {
    await inTransaction(this.db, async (tx) => {
      const order = await this.life.lock(tx, orderId);
      if (!order) throw new DomainError('orderNotFound');
      if (order.status !== OrderStatus.Unpaid || order.closingAt) throw new DomainError('wrongState');
      await this.replacements.wish(tx, order, wish);
      await this.life.beginClosing(tx, order, { reason: 'admin', actor: wish.actor });
    });
    await this.closing.releaseUnasked(orderId);
    return this.replacements.placedFor(this.db, orderId);
  }
}
