import { named, planned } from '@app/database';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { DISPOSITIONS, type TransactionQuery } from './payment.dto';
import { MoneyTransaction } from './payment.entity';
import { LIST_TRANSACTIONS, TRANSACTIONS_OF_ORDER } from './payment-sql';

/** What the merchant sees of the money. */
@Injectable()
export class TransactionService {
  constructor(private readonly db: EntityManager) {}

  list({ disposition, order_id, before, size }: TransactionQuery): Promise<MoneyTransaction[]> {
    const dispositions = disposition === undefined ? DISPOSITIONS : [disposition];
    const params = [dispositions, before, size];
    if (order_id === undefined) return planned(this.db, LIST_TRANSACTIONS, params);
    return named(this.db, 'transaction.of_order', TRANSACTIONS_OF_ORDER, [order_id, ...params]);
  }

  /** The oldest first. */
  ofOrder(orderId: number): Promise<MoneyTransaction[]> {
    return this.db.find(MoneyTransaction, { where: { orderId }, order: { id: 'ASC' } });
  }
}
