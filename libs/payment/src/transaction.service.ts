import { Injectable } from '@nestjs/common';
import { EntityManager, LessThan } from 'typeorm';
import type { TransactionQuery } from './payment.dto';
import { MoneyTransaction } from './payment.entity';

/** What the merchant sees of the money. */
@Injectable()
export class TransactionService {
  constructor(private readonly db: EntityManager) {}

  list({ disposition, order_id, before, size }: TransactionQuery): Promise<MoneyTransaction[]> {
    return this.db.find(MoneyTransaction, {
      where: {
        ...(disposition && { disposition }),
        ...(order_id && { orderId: order_id }),
        ...(before && { id: LessThan(before) }),
      },
      order: { id: 'DESC' },
      take: size,
    });
  }

  /** The oldest first. */
  ofOrder(orderId: number): Promise<MoneyTransaction[]> {
    return this.db.find(MoneyTransaction, { where: { orderId }, order: { id: 'ASC' } });
  }
}
