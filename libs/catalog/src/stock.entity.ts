import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

/** A sku's counters: `stock + reserved + sold = stocked`, moved by StockService alone. */
@Entity('sku_stock')
export class SkuStock {
  @PrimaryColumn('int4', { name: 'sku_id' })
  skuId: number;

  /** For sale. */
  @Column('int4')
  stock: number;

  /** Held by unpaid orders. */
  @Column('int4', { default: 0 })
  reserved: number;

  @Column('int4', { default: 0 })
  sold: number;

  /** All that ever came in, and is not written off. */
  @Column('int4')
  stocked: number;
}

/** Append-only: every move of goods and its cause. */
@Entity('stock_ledger')
export class StockLedger {
  @PrimaryGeneratedColumn('identity', { type: 'int8', generatedIdentity: 'ALWAYS' })
  id: number;

  @Column('int4', { name: 'sku_id' })
  skuId: number;

  @Column('text')
  kind: 'IN' | 'ADJUST' | 'HOLD' | 'RELEASE' | 'SELL' | 'RETURN';

  @Column('int4')
  count: number;

  @Column('int4', { name: 'order_id', nullable: true })
  orderId: number | null;

  @Column('int8', { name: 'cause_id', nullable: true })
  causeId: number | null;

  @Column('text')
  actor: string;

  /** Why a person changed the stock. */
  @Column('text', { nullable: true })
  reason: string | null;

  /** The merchant's paper; one paper moves a sku once. */
  @Column('text', { nullable: true })
  ref: string | null;

  @Column('timestamptz')
  at: Date;
}
