import { Clock } from '@app/common';
import { named } from '@app/database';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { OFFERS, type Offer } from './catalog-sql';
import { moveParams, moveSql, StockShort, type StockMove } from './stock-move';

const HOLD = moveSql('HOLD', 'stock', 'reserved');
const RELEASE = moveSql('RELEASE', 'reserved', 'stock');
const SELL_RESERVED = moveSql('SELL', 'reserved', 'sold');
const SELL_FREE = moveSql('SELL', 'stock', 'sold');
const RETURN = moveSql('RETURN', 'sold', 'stock');

const LOCK = `
  select sku_id as "skuId", stock from sku_stock
  where sku_id = any($1::int4[]) order by sku_id for no key update`;

const STOCK_IN = `
  with stocked as (
    insert into sku_stock (sku_id, stock, stocked) values ($1, $2, $2)
    on conflict (sku_id) do update
      set stock = sku_stock.stock + excluded.stock, stocked = sku_stock.stocked + excluded.stocked
  )
  insert into stock_ledger (sku_id, kind, count, actor, at)
  values ($1, 'IN', $2, $3, now() + $4::interval)`;

/** What a shopper asks for: a product, and the sku of it where the default one is not meant. */
export interface ProductLine {
  productId: number;
  skuId?: number;
}

/**
 * What can be sold, and every move of it. A move is one conditional UPDATE with its ledger rows in the same
 * statement, inside the caller's transaction. A sku that is short throws StockShort, so all moves of that transaction roll back;
 * a move repeated for the same cause meets the ledger's unique key and throws too.
 */
@Injectable()
export class StockService {
  constructor(
    private readonly db: EntityManager,
    private readonly clock: Clock,
  ) {}

  /**
   * The skus behind the lines, in one read: the named one, or all skus of the product where none is named.
   * What does not exist, or is not a sku of that product, is missing from the answer.
   */
  offers(lines: ProductLine[]): Promise<Offer[]> {
    const productIds = lines.map((line) => line.productId);
    const skuIds = lines.map((line) => line.skuId ?? null);
    return named(this.db, 'stock.offers', OFFERS, [productIds, skuIds]);
  }

  /** Free stock of the skus, which nobody else can move until the transaction ends. */
  async lock(tx: EntityManager, skuIds: number[]): Promise<Map<number, number>> {
    const rows = await named<{ skuId: number; stock: number }>(tx, 'stock.lock', LOCK, [skuIds]);
    return new Map(rows.map(({ skuId, stock }) => [skuId, stock]));
  }

  /** stock → reserved, when an order is placed. */
  hold(tx: EntityManager, moves: StockMove[]): Promise<void> {
    return this.move(tx, 'stock.hold', HOLD, moves);
  }

  /** reserved → stock, when an order is closed. */
  release(tx: EntityManager, moves: StockMove[]): Promise<void> {
    return this.move(tx, 'stock.release', RELEASE, moves);
  }

  /** reserved → sold, when an order that held its goods is paid. */
  sellReserved(tx: EntityManager, moves: StockMove[]): Promise<void> {
    return this.move(tx, 'stock.sellReserved', SELL_RESERVED, moves);
  }

  /** stock → sold, when an order that held nothing is paid. */
  sellFree(tx: EntityManager, moves: StockMove[]): Promise<void> {
    return this.move(tx, 'stock.sellFree', SELL_FREE, moves);
  }

  /** sold → stock, when a refund brings goods back. */
  takeBack(tx: EntityManager, moves: StockMove[]): Promise<void> {
    return this.move(tx, 'stock.takeBack', RETURN, moves);
  }

  /** New goods arrive; the first ones of a sku open its counters. */
  async stockIn(tx: EntityManager, skuId: number, count: number, actor: string): Promise<void> {
    await named(tx, 'stock.in', STOCK_IN, [skuId, count, actor, this.clock.offset]);
  }

  private async move(tx: EntityManager, name: string, sql: string, moves: StockMove[]): Promise<void> {
    if (moves.length === 0) return;
    const moved = await named<{ skuId: number }>(tx, name, sql, moveParams(moves, this.clock.offset));

    const enough = new Set(moved.map(({ skuId }) => skuId));
    const short = moves.map(({ skuId }) => skuId).filter((skuId) => !enough.has(skuId));
    if (short.length > 0) throw new StockShort([...new Set(short)]);
  }
}
