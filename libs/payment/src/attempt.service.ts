import { AppConfig, Clock } from '@app/common';
import { named } from '@app/database';
import type { LockedOrder, OrderStatus } from '@app/order';
import { WeChatPayService, type GatewayName, type MerchantOrder, type PrepayRequest } from '@app/wechat';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { PaymentParameters } from './payment.dto';
import { PENDING_PAUSES } from './pending-pauses';
import { ATTEMPT, FRESH_PREPAY, PROLONG, RECORD_ANSWER, UPSERT_ATTEMPT } from './payment-sql';

/** What WeChat was asked for an order, and how long ago. */
export interface Attempt extends MerchantOrder {
  /** Seconds since it was asked and has not answered; null where it has. */
  unansweredSeconds: number | null;
  /** Seconds since it was asked for the first time. */
  ageSeconds: number;
}

/** The stored request without the shopper's openid and address, which live elsewhere. */
export interface StoredRequest extends Omit<PrepayRequest, 'openid' | 'payerIp'> {
  /** WeChat was never asked for this order before. */
  isFirst: boolean;
}

export type FreshPrepay = Pick<MerchantOrder, 'gateway' | 'signType'> & { prepayId: string };

/** A notice comes in the form of the gateway that took the money. */
const NOTICE_ROUTE: Record<GatewayName, string> = { v2: '/pay/notify', v3: '/pay/notify/v3' };

/** One attempt an order, under one number for its whole life: what was asked first is asked again. */
@Injectable()
export class AttemptService {
  constructor(
    private readonly db: EntityManager,
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly wechatPay: WeChatPayService,
  ) {}

  async of(orderId: number): Promise<Attempt | undefined> {
    const [attempt] = await named<Attempt>(this.db, 'attempt.of', ATTEMPT, [orderId, this.clock.offset]);
    return attempt;
  }

  /** A prepay_id that is still good: signing it again costs no call. */
  async fresh(tx: EntityManager, orderId: number): Promise<FreshPrepay | undefined> {
    const [prepay] = await named<FreshPrepay>(tx, 'attempt.fresh', FRESH_PREPAY, [
      orderId,
      this.clock.offset,
    ]);
    return prepay;
  }

  /** What the phone takes, signed anew at every tap; in the sandbox with the page to pay on. */
  sign({ gateway, signType, prepayId }: FreshPrepay): PaymentParameters {
    const params = this.wechatPay.clientParams(gateway, signType, prepayId);
    const { cashierUrl } = this.config;
    return cashierUrl ? { ...params, cashier_url: `${cashierUrl}/${prepayId}` } : params;
  }

  /** Writes down that WeChat is about to be asked, before it is asked. */
  async ask(tx: EntityManager, order: LockedOrder): Promise<StoredRequest> {
    const { gateway, signType, appId, mchId } = this.wechatPay.current;
    await named(tx, 'attempt.prolong', PROLONG, [order.id, this.clock.offset]);
    const [stored] = await named<Omit<StoredRequest, 'orderNo' | 'totalFen'>>(
      tx,
      'attempt.upsert',
      UPSERT_ATTEMPT,
      [
        order.id,
        gateway,
        signType,
        appId,
        mchId,
        `${this.config.SHOP_NAME}-${order.snapName}`,
        `${this.config.notifyBase}/api/v1${NOTICE_ROUTE[gateway]}`,
        this.clock.offset,
      ],
    );
    return { ...stored!, orderNo: order.orderNo, totalFen: order.totalFen };
  }

  /** The answer has come; tells the order's status now, since a notice may have been faster. */
  async answered(orderId: number, prepayId?: string): Promise<OrderStatus> {
    const [order] = await named<{ status: OrderStatus }>(this.db, 'attempt.answered', RECORD_ANSWER, [
      orderId,
      prepayId,
      this.clock.offset,
      PENDING_PAUSES[0],
    ]);
    return order!.status;
  }
}
