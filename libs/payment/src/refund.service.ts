import { IdempotencyKeys, type ClaimRequest } from '@app/auth';
import { AppConfig, Clock, DomainError, yuanOf } from '@app/common';
import { inTransaction, named } from '@app/database';
import { OrderLifeService, OrderStatus, type LockedOrder } from '@app/order';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { Disposition } from './disposition';
import { RefundCapService } from './refund-cap.service';
import {
  MAX_REFUNDS,
  planRefund,
  type Pieces,
  type Refundable,
  type RefundPlan,
  type RefundWish,
} from './refund-plan';
import {
  INSERT_REFUND,
  ORDER_OF_PAYMENT,
  PAYMENT_BY_ID,
  PAYMENT_OF_ORDER,
  REFUNDED_PIECES,
  WHOLE_REFUND_OPEN,
} from './refund-sql';

/** What the shopper is told of money that came too late or once more. */
export const OWED_REASON = '重复或超时支付，原路退回';

const MERCHANT_REASON = '商家退款';

export interface RefundOrder extends RefundWish {
  /** Shown to the shopper, 80 characters at most. */
  reason?: string;
  /** What the admin was shown: another amount by now is refused. */
  confirmedFen?: number;
  /** Whether the goods come back into stock; by itself where they were never shipped. */
  restock?: boolean;
  actor: string;
}

export interface RefundRequested extends RefundOrder {
  orderId: number;
  key?: ClaimRequest;
}

/** What a refund would be. */
export interface RefundPreview extends RefundPlan {
  restock: boolean;
}

interface Payment {
  id: number;
  fen: number;
  currency: string;
  disposition: Disposition;
  /** Paid longer ago than WeChat refunds. */
  overdue: boolean;
  refunds: number;
  ownedFen: number;
  isFreightOwned: boolean;
}

/** 退款: decides under the order's lock what goes back; the sweep then asks WeChat. */
@Injectable()
export class RefundService {
  constructor(
    private readonly db: EntityManager,
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly life: OrderLifeService,
    private readonly keys: IdempotencyKeys,
    private readonly cap: RefundCapService,
  ) {}

  /** Answers the refund's id; a request repeated under one key is one refund. */
  request(wish: RefundRequested): Promise<{ id: number }> {
    return inTransaction(this.db, (tx) => this.keys.once(tx, wish.key, () => this.lockAndRefund(tx, wish)));
  }

  /** What would go back now; refused as the refund would be. */
  preview(wish: Omit<RefundRequested, 'key'>): Promise<RefundPreview> {
    return inTransaction(this.db, async (tx) => {
      const order = await this.lock(tx, wish.orderId);
      const { plan } = await this.plan(tx, order, wish);
      await this.cap.refuseAbove(tx, wish.actor, plan.fen);
      return { ...plan, restock: restocks(order, wish) };
    });
  }

  /** Decides and begins inside the transaction that holds the order. */
  async refund(tx: EntityManager, order: LockedOrder, wish: RefundOrder): Promise<{ id: number }> {
    const { payment, plan } = await this.plan(tx, order, wish);
    return this.begin(tx, order, {
      payment,
      plan,
      reason: wish.reason ?? MERCHANT_REASON,
      restock: restocks(order, wish),
      actor: wish.actor,
    });
  }

  /** What can still go back of the payment that counts; refuses where none can. */
  async leftOf(tx: EntityManager, order: LockedOrder): Promise<Refundable & { payment: Payment }> {
    const [payment] = await this.paymentOf(tx, PAYMENT_OF_ORDER, order.id);
    if (!payment) throw new DomainError('wrongState');
    refuseUnrefundable(payment);
    return {
      payment,
      restFen: restOf(payment),
      freightFen: payment.isFreightOwned ? 0 : order.freightFen,
      lines: await this.linesOf(tx, order),
    };
  }

  /** What no refund owns of a payment that must go back. */
  refundPayment(payment: { id: number; orderId: number }, reason: string): Promise<void> {
    return inTransaction(this.db, async (tx) => {
      const order = await this.life.lock(tx, payment.orderId);
      if (order) await this.giveBack(tx, order, { paymentId: payment.id, reason });
    });
  }

  /** The same inside the transaction that holds the order. */
  async giveBack(
    tx: EntityManager,
    order: LockedOrder,
    { paymentId, reason }: { paymentId: number; reason: string },
  ): Promise<void> {
    const [payment] = await this.paymentOf(tx, PAYMENT_BY_ID, paymentId);
    // While this transaction waited for the lock, another may have refunded the payment or given the goods.
    if (!payment || payment.disposition === 'fulfilled' || restOf(payment) === 0) return;
    // Money is booked even where no further refund can be made of it: the case for a person says so.
    if (payment.refunds >= MAX_REFUNDS) return;
    const plan = { fen: restOf(payment), lines: [], hasFreight: false };
    await this.begin(tx, order, { payment, plan, reason, restock: false, actor: 'system' });
  }

  /** A person gives back what no refund owns of a payment for which the order keeps nothing. */
  refundRest(wish: { paymentId: number; reason?: string; actor: string }): Promise<{ id: number }> {
    return inTransaction(this.db, async (tx) => {
      const [found] = await named<{ orderId: number }>(tx, 'refund.order_of', ORDER_OF_PAYMENT, [
        wish.paymentId,
      ]);
      const order = found && (await this.life.lock(tx, found.orderId));
      if (!order) throw new DomainError('transactionNotFound');
      const payment = (await this.paymentOf(tx, PAYMENT_BY_ID, wish.paymentId))[0]!;
      // WeChat's refunds know yuan alone: as many yuan as there were dollars would be another amount.
      if (payment.disposition === 'fulfilled' || payment.currency !== 'CNY')
        throw new DomainError('wrongState');

      const plan = planRefund({}, { restFen: restOf(payment), freightFen: 0, lines: [] });
      const { reason = MERCHANT_REASON, actor } = wish;
      return this.begin(tx, order, { payment, plan, reason, restock: false, actor });
    });
  }

  /** While one is, the order is neither shipped nor given its goods. */
  async isWholeRefundOpen(tx: EntityManager, orderId: number): Promise<boolean> {
    const rows = await named(tx, 'refund.whole_open', WHOLE_REFUND_OPEN, [orderId]);
    return rows.length > 0;
  }

  private async lockAndRefund(tx: EntityManager, wish: RefundRequested): Promise<{ id: number }> {
    return this.refund(tx, await this.lock(tx, wish.orderId), wish);
  }

  private async lock(tx: EntityManager, orderId: number): Promise<LockedOrder> {
    const order = await this.life.lock(tx, orderId);
    if (!order) throw new DomainError('orderNotFound');
    return order;
  }

  private async plan(tx: EntityManager, order: LockedOrder, wish: RefundOrder) {
    const { payment, ...left } = await this.leftOf(tx, order);
    const plan = planRefund(wish, left);
    // Goods that are not there are refunded whole: status 4 knows no half.
    if (payment.disposition === 'held' && plan.fen < left.restFen) throw new DomainError('wrongState');
    if (wish.confirmedFen !== undefined && wish.confirmedFen !== plan.fen)
      throw new DomainError('refundDiffers', { msg: `应退${yuanOf(plan.fen)}元，与确认的金额不符` });
    return { payment, plan };
  }

  private paymentOf(tx: EntityManager, sql: string, id: number): Promise<Payment[]> {
    const name = sql === PAYMENT_OF_ORDER ? 'refund.payment_of_order' : 'refund.payment_by_id';
    return named<Payment>(tx, name, sql, [id, this.clock.offset]);
  }

  private async linesOf(tx: EntityManager, order: LockedOrder) {
    const owned = await named<Pieces>(tx, 'refund.pieces', REFUNDED_PIECES, [order.id]);
    const ownedOf = new Map(owned.map(({ skuId, count }) => [skuId, count]));
    return order.lines.map((line) => ({ ...line, refunded: ownedOf.get(line.skuId) ?? 0 }));
  }

  private async begin(
    tx: EntityManager,
    order: LockedOrder,
    refund: { payment: Payment; plan: RefundPlan; reason: string; restock: boolean; actor: string },
  ): Promise<{ id: number }> {
    const { payment, plan, reason, restock, actor } = refund;
    await this.cap.refuseAbove(tx, actor, plan.fen);
    const [begun] = await named<{ id: number }>(tx, 'refund.insert', INSERT_REFUND, [
      order.id,
      payment.id,
      plan.fen,
      reason,
      restock,
      actor,
      `${this.config.notifyBase}/api/v1/pay/refund-notify`,
      plan.lines.map(({ skuId }) => skuId),
      plan.lines.map(({ count }) => count),
      this.clock.offset,
      plan.hasFreight,
    ]);
    await this.life.note(tx, order, { actor, reason: 'refund', causeId: begun!.id });
    return begun!;
  }
}

function restOf({ fen, ownedFen }: Payment): number {
  return fen - ownedFen;
}

function refuseUnrefundable({ overdue, refunds }: Payment): void {
  if (overdue) throw new DomainError('refundTooLate');
  if (refunds >= MAX_REFUNDS) throw new DomainError('tooManyRefunds');
}

/** What was never sold cannot come back. */
function restocks({ status }: LockedOrder, { restock }: RefundOrder): boolean {
  return status !== OrderStatus.PaidShort && (restock ?? status === OrderStatus.Paid);
}
