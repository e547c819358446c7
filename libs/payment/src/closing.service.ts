import { StockService } from '@app/catalog';
import { Clock, DomainError } from '@app/common';
import { inTransaction, named } from '@app/database';
import { OrderLifeService, OrderStatus, ReplacementService, type CloseReason } from '@app/order';
import { WeChatPayService } from '@app/wechat';
import { Injectable, Logger } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { AttemptService, type Attempt } from './attempt.service';
import { firstStep, stepAfterClose, stepAfterQuery, type ClosingStep } from './closing-step';
import { LOOK_AGAIN } from './payment-sql';
import { TradeQueryService } from './trade-query.service';

/** 关单: query, close, and only when WeChat is sure give the goods back. */
@Injectable()
export class ClosingService {
  private readonly logger = new Logger(ClosingService.name);

  constructor(
    private readonly db: EntityManager,
    private readonly clock: Clock,
    private readonly life: OrderLifeService,
    private readonly stock: StockService,
    private readonly attempts: AttemptService,
    private readonly query: TradeQueryService,
    private readonly wechatPay: WeChatPayService,
    private readonly replacements: ReplacementService,
  ) {}

  cancel(shopperId: number, orderId: number): Promise<void> {
    return this.close(orderId, { reason: 'shopper', actor: `shopper:${shopperId}` }, shopperId);
  }

  /**
   * Nobody wants it any more; to repeat it is harmless. Where WeChat was asked for the order it has a say, and the
   * sweep hears it: nobody need wait for that. `ownerId`: whose order it must be.
   */
  async close(
    orderId: number,
    close: { reason: CloseReason; actor: string },
    ownerId?: number,
  ): Promise<void> {
    await inTransaction(this.db, async (tx) => {
      const order = await this.life.lock(tx, orderId);
      if (!order || order.shopperId !== (ownerId ?? order.shopperId)) throw new DomainError('orderNotFound');
      if (order.status === OrderStatus.Closed || (order.status === OrderStatus.Unpaid && order.closingAt))
        return;
      if (order.status !== OrderStatus.Unpaid) throw new DomainError('wrongState');
      await this.life.beginClosing(tx, order, close);
    });
    await this.releaseUnasked(orderId);
  }

  /** WeChat was never asked for it, so nobody can pay it. */
  async releaseUnasked(orderId: number): Promise<void> {
    if (!(await this.attempts.of(orderId))) await this.take(orderId, 'release');
  }

  /** WeChat says that the number is dead, so nobody can ever pay this order. */
  async closedByWeChat(orderId: number): Promise<void> {
    await inTransaction(this.db, async (tx) => {
      const order = await this.life.lock(tx, orderId);
      if (order?.status === OrderStatus.Unpaid && !order.closingAt)
        await this.life.beginClosing(tx, order, { reason: 'timeout', actor: 'wechat' });
    });
  }

  /** Goes as far as can be gone now with an order that is closing; the sweep comes back for the rest. */
  async advance(orderId: number): Promise<void> {
    const { offset } = this.clock;
    const attempt = await this.attempts.of(orderId);
    let step = firstStep(attempt);
    if (attempt && step === 'query') step = stepAfterQuery(await this.query.ask(attempt), attempt);
    if (attempt && step === 'close') step = await this.closeAtWeChat(attempt);
    await this.take(orderId, step, offset);
  }

  private async closeAtWeChat(attempt: Attempt): Promise<ClosingStep> {
    const outcome = await this.wechatPay.close(attempt);
    if (outcome.kind !== 'ok')
      this.logger.warn({ msg: 'WeChat did not close an order', orderNo: attempt.orderNo, outcome });
    return stepAfterClose(outcome.kind === 'rejected' ? outcome.code : outcome.kind);
  }

  /** `offset`: the clock when the step was begun; moving it meanwhile must not put the next look off. */
  private async take(orderId: number, step: ClosingStep, offset = this.clock.offset): Promise<void> {
    if (step === 'release') await inTransaction(this.db, (tx) => this.release(tx, orderId));
    else if (typeof step === 'object')
      await named(this.db, 'closing.look_again', LOOK_AGAIN, [orderId, step.waitSeconds, offset]);
  }

  /** Closed for ever; an order that was paid meanwhile stays as it is. */
  private async release(tx: EntityManager, orderId: number): Promise<void> {
    const order = await this.life.lock(tx, orderId);
    if (order?.status !== OrderStatus.Unpaid) return;
    const moves = order.lines.map((line) => ({ ...line, orderId, causeId: orderId, actor: 'system' }));
    if (order.policy === 'reserve') await this.stock.release(tx, moves);
    await this.life.move(tx, order, OrderStatus.Closed, { actor: 'system', reason: 'close' });
    await this.replacements.follow(tx, order);
  }
}
