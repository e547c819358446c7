import { Clock, DomainError } from '@app/common';
import { named } from '@app/database';
import { OrderLifeService, type LockedOrder, type OrderEventReason } from '@app/order';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AFTER_SALE, AFTER_SALE_OF_REFUND, ORDER_OF_AFTER_SALE, TURN_AFTER_SALE } from './after-sale-sql';
import { mayStep, type AfterSaleKind, type AfterSaleState } from './after-sale-step';
import type { Pieces } from './refund-plan';

/** A request whose order this transaction has locked: nobody else changes it meanwhile. */
export interface AfterSale {
  id: number;
  kind: AfterSaleKind;
  state: AfterSaleState;
  carrier: string | null;
  trackingNo: string | null;
  restock: boolean | null;
  lines: Pieces[];
}

export interface LockedAfterSale {
  order: LockedOrder;
  sale: AfterSale;
}

/** What a step writes beside the state; whatever is left out stays. */
interface AfterSaleChange {
  refusal?: string;
  carrier?: string;
  trackingNo?: string;
  restock?: boolean;
  refundId?: number;
}

/** The only writer of a request's state: lock the order first, decide, then turn. */
@Injectable()
export class AfterSaleLifeService {
  constructor(
    private readonly clock: Clock,
    private readonly orders: OrderLifeService,
  ) {}

  /** For a shopper, another's request is as unknown as one that does not exist. */
  async lock(tx: EntityManager, id: number, shopperId?: number): Promise<LockedAfterSale> {
    const [found] = await named<{ orderId: number }>(tx, 'after_sale.order', ORDER_OF_AFTER_SALE, [
      id,
      shopperId,
    ]);
    const order = found && (await this.orders.lock(tx, found.orderId));
    if (!order) throw new DomainError('afterSaleNotFound');
    const [sale] = await named<AfterSale>(tx, 'after_sale.one', AFTER_SALE, [id]);
    return { order, sale: sale! };
  }

  /** To the same state again, what is beside it may still change. */
  async turn(
    tx: EntityManager,
    { id, state }: Pick<AfterSale, 'id' | 'state'>,
    to: AfterSaleState,
    change: AfterSaleChange = {},
  ): Promise<void> {
    if (to !== state && !mayStep(state, to)) throw new Error(`after-sale ${id} cannot go ${state} → ${to}`);
    const { refusal, carrier, trackingNo, restock, refundId } = change;
    await named(tx, 'after_sale.turn', TURN_AFTER_SALE, [
      id,
      to,
      refusal,
      carrier,
      trackingNo,
      restock,
      refundId,
      this.clock.offset,
    ]);
  }

  async note(
    tx: EntityManager,
    { order, sale }: LockedAfterSale,
    cause: { actor: string; reason: OrderEventReason },
  ): Promise<void> {
    await this.orders.note(tx, order, { ...cause, causeId: sale.id });
  }

  /** Its refund is over, in the transaction that holds the order. */
  async refundEnded(tx: EntityManager, refundId: number, to: 'done' | 'refund_closed'): Promise<void> {
    const [sale] = await named<Pick<AfterSale, 'id' | 'state'>>(
      tx,
      'after_sale.of_refund',
      AFTER_SALE_OF_REFUND,
      [refundId],
    );
    if (sale) await this.turn(tx, sale, to);
  }
}
