import { Alerts } from '@app/alert';
import { IdempotencyKeys, type ClaimRequest } from '@app/auth';
import { Clock, DomainError } from '@app/common';
import { inTransaction, named } from '@app/database';
import { OrderLifeService, type LockedOrder } from '@app/order';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { AfterSaleLifeService } from './after-sale-life.service';
import { INSERT_AFTER_SALE, OPEN_LINES, PAST_AFTER_SALES } from './after-sale-sql';
import { mayAsk, stateAfter, type AfterSaleKind } from './after-sale-step';
import { planRefund, type Pieces } from './refund-plan';
import { RefundService } from './refund.service';

/** An order takes so many requests that are withdrawn or refused: each one costs the merchant a look. */
const VAIN_REQUESTS = 10;
/** Of one order the merchant is told once in this time, however often its shopper asks and withdraws. */
const QUIET_SECONDS = 3600;

export interface AfterSaleWish {
  shopperId: number;
  orderId: number;
  kind: AfterSaleKind;
  /** Left out: every piece that no refund owns. */
  lines?: Pieces[];
  reason: string;
  key?: ClaimRequest;
}

/** 售后, the shopper's side: asks, withdraws, sends goods back. No money moves by it. */
@Injectable()
export class AfterSaleService {
  constructor(
    private readonly db: EntityManager,
    private readonly clock: Clock,
    private readonly orders: OrderLifeService,
    private readonly life: AfterSaleLifeService,
    private readonly refunds: RefundService,
    private readonly keys: IdempotencyKeys,
    private readonly alerts: Alerts,
  ) {}

  ask(wish: AfterSaleWish): Promise<{ id: number }> {
    return inTransaction(this.db, (tx) =>
      this.keys.once(tx, wish.key, async () => {
        const order = await this.orders.lock(tx, wish.orderId);
        if (order?.shopperId !== wish.shopperId) throw new DomainError('orderNotFound');
        if (!mayAsk(wish.kind, order.status)) throw new DomainError('wrongState');
        const lines = await this.linesOf(tx, order, wish);
        await this.refuseOpen(tx, order, lines);
        const past = await this.pastOf(tx, order);
        const asked = await this.insert(tx, order, { ...wish, lines });
        await this.alert(tx, order, asked.id, past);
        return asked;
      }),
    );
  }

  /** Once the goods are on their way there is no going back: the merchant may have them already. */
  withdraw(shopperId: number, id: number): Promise<void> {
    return inTransaction(this.db, async (tx) => {
      const locked = await this.life.lock(tx, id, shopperId);
      const to = stateAfter('withdraw', locked.sale);
      if (!to) throw new DomainError('afterSaleState');
      if (to === locked.sale.state) return;
      await this.life.turn(tx, locked.sale, to);
      await this.life.note(tx, locked, { actor: shopper(shopperId), reason: 'after_sale_withdraw' });
    });
  }

  /** A number may be given again where the first one was wrong. */
  send(shopperId: number, id: number, parcel: { carrier?: string; trackingNo: string }): Promise<void> {
    return inTransaction(this.db, async (tx) => {
      const locked = await this.life.lock(tx, id, shopperId);
      const { sale } = locked;
      const to = stateAfter('send', sale);
      if (!to) throw new DomainError('afterSaleState');
      if (sale.trackingNo === parcel.trackingNo && sale.carrier === (parcel.carrier ?? null)) return;
      await this.life.turn(tx, sale, to, parcel);
      await this.life.note(tx, locked, { actor: shopper(shopperId), reason: 'after_sale_return' });
    });
  }

  /** Only what could be refunded now may be asked for. */
  private async linesOf(tx: EntityManager, order: LockedOrder, wish: AfterSaleWish): Promise<Pieces[]> {
    const left = await this.refunds.leftOf(tx, order);
    const lines = wish.lines ?? planRefund({}, left).lines;
    if (lines.length === 0) throw new DomainError('nothingToRefund');
    return planRefund({ lines }, left).lines;
  }

  private async refuseOpen(tx: EntityManager, order: LockedOrder, lines: Pieces[]): Promise<void> {
    const skuIds = lines.map(({ skuId }) => skuId);
    const open = await named(tx, 'after_sale.open_lines', OPEN_LINES, [order.id, skuIds]);
    if (open.length > 0) throw new DomainError('afterSaleOpen');
  }

  /** The ids of its earlier requests, as long as they leave room for another. */
  private async pastOf(tx: EntityManager, order: LockedOrder): Promise<number[]> {
    const past = await named<{ id: number; isVain: boolean }>(tx, 'after_sale.past', PAST_AFTER_SALES, [
      order.id,
    ]);
    if (past.filter(({ isVain }) => isVain).length >= VAIN_REQUESTS)
      throw new DomainError('tooManyAfterSales');
    return past.map(({ id }) => id);
  }

  private async insert(
    tx: EntityManager,
    order: LockedOrder,
    { kind, reason, lines }: AfterSaleWish & { lines: Pieces[] },
  ): Promise<{ id: number }> {
    const [asked] = await named<{ id: number }>(tx, 'after_sale.insert', INSERT_AFTER_SALE, [
      order.id,
      order.shopperId,
      kind,
      reason,
      lines.map(({ skuId }) => skuId),
      lines.map(({ count }) => count),
      this.clock.offset,
    ]);
    const actor = shopper(order.shopperId);
    await this.orders.note(tx, order, { actor, reason: 'after_sale', causeId: asked!.id });
    return { id: asked!.id };
  }

  private alert(tx: EntityManager, { orderNo }: LockedOrder, id: number, past: number[]): Promise<void> {
    const quiet = { after: past.map(String), seconds: QUIET_SECONDS };
    return this.alerts.raise(tx, { kind: 'after_sale', about: String(id), id, orderNo }, quiet);
  }
}

function shopper(id: number): string {
  return `shopper:${id}`;
}
