import type { PageQuery } from '@app/common';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { Disposition } from './disposition';
import { MoneyTransaction } from './payment.entity';

/** What the merchant sees of the money. */
@Injectable()
export class TransactionService {
  constructor(private readonly db: EntityManager) {}

  list({ skip, size, disposition }: PageQuery & { disposition?: Disposition }): Promise<MoneyTransaction[]> {
    return this.db.find(MoneyTransaction, {
      where: disposition === undefined ? {} : { disposition },
      order: { id: 'DESC' },
      skip,
      take: size,
    });
  }

  /** The oldest first. */
  ofOrder(orderId: number): Promise<MoneyTransaction[]> {
    return this.db.find(MoneyTransaction, { where: { orderId }, order: { id: 'ASC' } });
  }
}
