import { ShopperService } from '@app/auth';
import { DomainError } from '@app/common';
import { inTransaction } from '@app/database';
import {
  OrderLifeService,
  OrderRecheckService,
  OrderStatus,
  type LockedOrder,
  type RefusedOrder,
} from '@app/order';
import { WeChatPayService, type Outcome } from '@app/wechat';
import { Injectable, Logger } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { AttemptService, type FreshPrepay, type StoredRequest } from './attempt.service';
import { ClosingService } from './closing.service';
import type { PaymentParameters } from './payment.dto';
import { TradeQueryService } from './trade-query.service';

interface PrepayWish {
  shopperId: number;
  orderId: number;
  payerIp: string;
}

/** 预支付: short transaction, WeChat with no connection held, short write. */
@Injectable()
export class PrepayService {
  private readonly logger = new Logger(PrepayService.name);

  constructor(
    private readonly db: EntityManager,
    private readonly life: OrderLifeService,
    private readonly recheck: OrderRecheckService,
    private readonly attempts: AttemptService,
    private readonly shoppers: ShopperService,
    private readonly wechatPay: WeChatPayService,
    private readonly query: TradeQueryService,
    private readonly closing: ClosingService,
  ) {}

  /** What the shopper's phone pays with, signed anew at every tap; or the lines that are short. */
  async prepay(wish: PrepayWish): Promise<PaymentParameters | RefusedOrder> {
    const short = await this.recheck.of(wish.shopperId, wish.orderId);
    if (short) return short;

    return this.attempts.sign(await this.prepayId(wish));
  }

  private async prepayId({ shopperId, orderId, payerIp }: PrepayWish): Promise<FreshPrepay> {
    const asked = await inTransaction(this.db, async (tx) => {
      const order = payable(await this.life.lock(tx, orderId), shopperId);
      return (await this.attempts.fresh(tx, orderId)) ?? this.ask(tx, order);
    });
    if ('prepayId' in asked) return asked;

    const openid = await this.shoppers.openidOf(shopperId);
    const outcome = await this.wechatPay.prepay({ ...asked, openid, payerIp });
    return this.conclude(orderId, asked, outcome);
  }

  private async ask(tx: EntityManager, order: LockedOrder): Promise<StoredRequest> {
    const asked = await this.attempts.ask(tx, order);
    if (asked.isFirst)
      await this.life.note(tx, order, { actor: `shopper:${order.shopperId}`, reason: 'prepay' });
    return asked;
  }

  private async conclude(
    orderId: number,
    asked: StoredRequest,
    outcome: Outcome<{ prepayId: string }>,
  ): Promise<FreshPrepay> {
    // Without an answer the attempt stays open: the next tap, or the closing, asks again.
    if (outcome.kind === 'unknown') throw new DomainError('wechatUnavailable', { cause: outcome.cause });
    if (outcome.kind === 'rejected') {
      await this.attempts.answered(orderId);
      return this.refused(orderId, asked, outcome.code);
    }
    const { prepayId } = outcome.value;
    const status = await this.attempts.answered(orderId, prepayId);
    if (status !== OrderStatus.Unpaid) throw refusalFor(status);
    return { gateway: asked.gateway, signType: asked.signType, prepayId };
  }

  /** The number is paid, dead or used; anything else is a fault of ours or of the settings. */
  private async refused(orderId: number, asked: StoredRequest, code: string): Promise<never> {
    if (code === 'ORDERPAID' || code === 'OUTTRADENOUSED') {
      if ((await this.query.ask(asked)) === 'paid') throw new DomainError('orderAlreadyPaid');
    }
    if (code === 'ORDERCLOSED') {
      await this.closing.closedByWeChat(orderId);
      throw new DomainError('wrongState');
    }
    this.logger.error({ msg: 'WeChat refuses to take money', orderId, code });
    throw new DomainError('wechatUnavailable', { cause: code });
  }
}

/** Mine, open, not closing, still in its time: such an order holds its goods. */
function payable(order: LockedOrder | undefined, shopperId: number): LockedOrder {
  if (order?.shopperId !== shopperId) throw new DomainError('orderNotFound');
  if (order.status !== OrderStatus.Unpaid) throw refusalFor(order.status);
  if (order.closingAt || order.expired) throw new DomainError('wrongState');
  return order;
}

function refusalFor(status: OrderStatus): DomainError {
  return new DomainError(status === OrderStatus.Closed ? 'wrongState' : 'orderAlreadyPaid');
}
