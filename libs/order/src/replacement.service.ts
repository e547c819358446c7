import { StockService } from '@app/catalog';
import { AppConfig, Clock, DomainError, MAX_ORDER_FEN, Random } from '@app/common';
import { named } from '@app/database';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { LockedOrder } from './order-life.service';
import { orderNo } from './order-no';
import { movesOf, type OpenPlacing } from './order-placing';
import { INSERT_ORDERS, insertParams } from './order-sql';
import { CustomerOrder } from './order.entity';
import { repriced, type NewPrices } from './replacement';

/** One wish for an order: it stands until the order is closed, and comes to nothing where it was paid after all. */
const WISH = `
  INSERT INTO order_replacement (order_id, wish, actor, asked_at)
  VALUES ($1, $2, $3, now() + $4::interval) ON CONFLICT (order_id) DO NOTHING RETURNING order_id`;

const WISHED = `SELECT wish, actor FROM order_replacement WHERE order_id = $1 AND placed_id IS NULL FOR NO KEY UPDATE`;

const PLACED = `UPDATE order_replacement SET placed_id = $2 WHERE order_id = $1`;

const PLACED_ID = `SELECT placed_id AS "placedId" FROM order_replacement WHERE order_id = $1`;

/** 改价: an order never changes its price, because WeChat may have been told it; another order takes its place. */
@Injectable()
export class ReplacementService {
  constructor(
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly stock: StockService,
  ) {}

  /** Remembers the prices for when the order is closed; refuses what could not be placed then. */
  async wish(
    tx: EntityManager,
    order: LockedOrder,
    { actor, ...wish }: NewPrices & { actor: string },
  ): Promise<void> {
    const old = await this.read(tx, order.id);
    const quote = repriced(old.lines, wish);
    if (quote.goodsFen + (wish.freightFen ?? old.freightFen) > MAX_ORDER_FEN)
      throw DomainError.field('freight', '订单金额过大');
    const params = [order.id, JSON.stringify(wish), actor, this.clock.offset];
    const wished = await named(tx, 'replacement.wish', WISH, params);
    if (wished.length === 0) throw new DomainError('wrongState');
  }

  /**
   * The goods of an order that has just been closed are held anew, in the transaction that released them: nobody
   * can take them in between.
   */
  async follow(tx: EntityManager, order: LockedOrder): Promise<void> {
    const [wished] = await named<{ wish: NewPrices; actor: string }>(tx, 'replacement.wished', WISHED, [
      order.id,
    ]);
    if (!wished) return;
    const placing = this.placingOf(await this.read(tx, order.id), wished);
    const params = insertParams([placing], this.clock.offset, this.config.ORDER_TTL_SECONDS);
    const [placed] = await named<{ id: number }>(tx, 'order.insert', INSERT_ORDERS, params);
    if (!placed) return;
    if (order.policy === 'reserve') await this.stock.hold(tx, movesOf(placing, placed.id));
    await named(tx, 'replacement.placed', PLACED, [order.id, placed.id]);
  }

  /** The order that took its place; nothing where none did, or not yet. */
  async placedFor(db: EntityManager, orderId: number): Promise<number | null> {
    const [row] = await named<{ placedId: number | null }>(db, 'replacement.placed_id', PLACED_ID, [orderId]);
    return row?.placedId ?? null;
  }

  private read(tx: EntityManager, id: number): Promise<CustomerOrder> {
    return tx.findOneOrFail(CustomerOrder, { where: { id }, relations: { lines: true } });
  }

  private placingOf(old: CustomerOrder, { wish, actor }: { wish: NewPrices; actor: string }): OpenPlacing {
    return {
      request: { shopperId: old.shopperId, lines: [], remark: old.remark ?? undefined, actor },
      draft: {
        orderNo: orderNo(this.clock.now(), this.random),
        policy: old.policy,
        quote: repriced(old.lines, wish),
        freightFen: wish.freightFen ?? old.freightFen,
        address: old.addressSnapshot,
      },
    };
  }
}
