import type { GatewayName } from '@app/wechat';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Disposition } from './disposition';

/** Money that WeChat told us of, whatever became of it. */
@Entity('money_transaction')
export class MoneyTransaction {
  @PrimaryColumn('int8')
  id: number;

  /** WeChat's. */
  @Column('text', { name: 'transaction_id' })
  transactionId: string;

  @Column('int4', { name: 'order_id' })
  orderId: number;

  @Column('text')
  gateway: GatewayName;

  @Column('int8')
  fen: number;

  @Column('text')
  currency: string;

  @Column('timestamptz', { name: 'paid_at' })
  paidAt: Date;

  @Column('text')
  source: 'notice' | 'query';

  @Column('text')
  disposition: Disposition;
}

export const paymentEntities = [MoneyTransaction];
