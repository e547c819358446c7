import { StockService } from '@app/catalog';
import { Clock, DomainError } from '@app/common';
import { inTransaction, named } from '@app/database';
import { OrderLifeService, OrderStatus, type LockedOrder } from '@app/order';
import type { VerifiedPayment } from '@app/wechat';
import { Injectable, Logger } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { judge, type Disposition, type Verdict } from './disposition';
import { FULFIL_HELD, INSERT_TRANSACTION, KNOWN_TRANSACTION, MERCHANT_OF_ORDER } from './payment-sql';
import { OWED_REASON, RefundService } from './refund.service';

/** `conflict`: the transaction is booked for another order, or paid to another merchant than was asked. */
export type Settled =
  | { kind: 'booked'; disposition: Disposition; orderId: number }
  | { kind: 'repeated'; orderId: number }
  | { kind: 'unknownOrder' | 'conflict' };

/** 入账: the one door through which money turns an order paid. */
@Injectable()
export class SettlementService {
  private readonly logger = new Logger(SettlementService.name);

  constructor(
    private readonly db: EntityManager,
    private readonly clock: Clock,
    private readonly life: OrderLifeService,
    private readonly stock: StockService,
    private readonly refunds: RefundService,
  ) {}

  /** In a transaction of its own, for the answer of a query. */
  settleNow(payment: VerifiedPayment): Promise<Settled> {
    return inTransaction(this.db, (tx) => this.settle(tx, payment));
  }

  /**
   * Lock the order, judge, book the transaction with its ledger row, sell the goods, step the order.
   * Safe to repeat: a transaction_id is booked once, and a repeat finds it without a lock.
   */
  async settle(tx: EntityManager, payment: VerifiedPayment): Promise<Settled> {
    const repeated = await this.known(tx, payment);
    if (repeated) return repeated;

    const order = await this.life.lockByNo(tx, payment.orderNo);
    if (!order) return { kind: 'unknownOrder' };
    // Whoever waited for the lock may have waited for this very payment.
    const meanwhile = await this.known(tx, payment);
    if (meanwhile) return meanwhile;
    if (!(await this.isAskedMerchant(tx, order, payment))) return { kind: 'conflict' };

    const verdict = judge({ paid: payment, order, inStock: await this.inStock(tx, order) });
    const transaction = await this.book(tx, order, { payment, verdict });
    await this.follow(tx, order, { payment, verdict, transaction });
    return { kind: 'booked', disposition: verdict.disposition, orderId: order.id };
  }

  /** 补货: an order that was paid and out of stock gets its goods after all, unless its money is on the way back. */
  giveStock(orderId: number, actor: string): Promise<void> {
    return inTransaction(this.db, async (tx) => {
      const order = await this.life.lock(tx, orderId);
      if (!order) throw new DomainError('orderNotFound');
      if (order.status !== OrderStatus.PaidShort || (await this.refunds.isWholeRefundOpen(tx, orderId)))
        throw new DomainError('wrongState');
      if (!(await this.inStock(tx, order))) throw new DomainError('stillOutOfStock');

      const [held] = await named<{ id: number }>(tx, 'payment.fulfil_held', FULFIL_HELD, [orderId]);
      await this.stock.sellFree(tx, this.movesOf(order, { transaction: held!.id, actor }));
      await this.life.move(tx, order, OrderStatus.Paid, { actor, reason: 'give_stock', causeId: held!.id });
    });
  }

  private async known(tx: EntityManager, payment: VerifiedPayment): Promise<Settled | undefined> {
    const [known] = await named<{ orderId: number; orderNo: string }>(
      tx,
      'payment.known_transaction',
      KNOWN_TRANSACTION,
      [payment.transactionId],
    );
    if (!known) return undefined;
    return known.orderNo === payment.orderNo
      ? { kind: 'repeated', orderId: known.orderId }
      : { kind: 'conflict' };
  }

  /**
   * The order keeps the merchant that was asked for its money, whatever the settings say today. Where the
   * asking is not on record, as after a restored backup, the gateway's own check of appid and mch_id stands.
   */
  private async isAskedMerchant(tx: EntityManager, order: LockedOrder, payment: VerifiedPayment) {
    const [asked] = await named<{ appId: string; mchId: string }>(
      tx,
      'payment.merchant_of_order',
      MERCHANT_OF_ORDER,
      [order.id],
    );
    return !asked || (asked.appId === payment.appId && asked.mchId === payment.mchId);
  }

  private async inStock(tx: EntityManager, { policy, lines }: LockedOrder): Promise<boolean> {
    if (policy === 'reserve') return true;
    const free = await this.stock.lock(
      tx,
      lines.map((line) => line.skuId),
    );
    return lines.every((line) => (free.get(line.skuId) ?? 0) >= line.count);
  }

  private async book(
    tx: EntityManager,
    order: LockedOrder,
    { payment, verdict }: { payment: VerifiedPayment; verdict: Verdict },
  ): Promise<number> {
    const [row] = await named<{ id: number }>(tx, 'payment.insert_transaction', INSERT_TRANSACTION, [
      payment.transactionId,
      order.id,
      payment.gateway,
      payment.appId,
      payment.mchId,
      payment.totalFen,
      payment.currency,
      payment.openid,
      order.shopperId,
      payment.paidAt,
      payment.source,
      verdict.disposition,
      this.clock.offset,
    ]);
    return row!.id;
  }

  /** What the verdict does to the goods and the order. */
  private async follow(
    tx: EntityManager,
    order: LockedOrder,
    booked: { payment: VerifiedPayment; verdict: Verdict; transaction: number },
  ): Promise<void> {
    const { disposition, reason } = booked.verdict;
    const cause = { actor: 'wechat', reason, causeId: booked.transaction };
    const { paidAt } = booked.payment;
    if (disposition === 'fulfilled') {
      await this.sell(tx, order, booked.transaction);
      return this.life.move(tx, order, OrderStatus.Paid, { ...cause, paidAt });
    }
    if (disposition === 'held') return this.life.move(tx, order, OrderStatus.PaidShort, { ...cause, paidAt });

    this.logger.error({ msg: `money is ${disposition}`, orderId: order.id, transaction: booked.transaction });
    await this.life.note(tx, order, cause);
    if (disposition === 'to_refund')
      await this.refunds.giveBack(tx, order, { paymentId: booked.transaction, reason: OWED_REASON });
  }

  private sell(tx: EntityManager, order: LockedOrder, transaction: number): Promise<void> {
    const moves = this.movesOf(order, { transaction, actor: 'wechat' });
    return order.policy === 'reserve' ? this.stock.sellReserved(tx, moves) : this.stock.sellFree(tx, moves);
  }

  private movesOf(
    { id, lines }: LockedOrder,
    { transaction, actor }: { transaction: number; actor: string },
  ) {
    return lines.map(({ skuId, count }) => ({ skuId, count, orderId: id, causeId: transaction, actor }));
  }
}
