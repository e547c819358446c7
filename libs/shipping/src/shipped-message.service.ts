import { AppConfig, Clock } from '@app/common';
import { named } from '@app/database';
import { SubscribeMessageApi, type Outcome } from '@app/wechat';
import { Injectable, Logger } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { CarrierService } from './carrier.service';
import { shippedValues, type ShippedOrder } from './shipped-message';
import { SubscriptionService } from './subscription.service';

const SHIPPED_ORDER = `
  SELECT o.snap_name AS "snapName", o.order_no AS "orderNo", o.shopper_id AS "shopperId", s.openid, u.logistics,
         p.carrier, p.tracking_no AS "trackingNo",
         (SELECT min(at) FROM order_event WHERE order_id = o.id AND reason = 'ship') AS "shippedAt"
    FROM customer_order o JOIN shopper s ON s.id = o.shopper_id JOIN shipping_upload u ON u.order_id = o.id
    LEFT JOIN parcel p ON p.order_id = o.id AND p.shipment = u.shipment AND p.position = 1
   WHERE o.id = $1`;

/** `$2`: seconds between the tries. */
const CLAIM_MESSAGES = `
  WITH due AS (
    SELECT order_id FROM shipping_upload WHERE next_message_at <= now() + $1::interval
     ORDER BY next_message_at LIMIT $3 FOR NO KEY UPDATE SKIP LOCKED
  )
  UPDATE shipping_upload u
     SET message_tries = u.message_tries + 1,
         next_message_at = now() + $1::interval + make_interval(secs => ($2::int4[])[u.message_tries + 1])
    FROM due WHERE u.order_id = due.order_id RETURNING u.order_id AS id`;

const MESSAGE_IS_OVER = `UPDATE shipping_upload SET next_message_at = NULL WHERE order_id = $1`;

/** News grows old: after an hour nobody is told any more. */
const PAUSES = [60, 120, 600, 1800];

interface Addressed extends Omit<ShippedOrder, 'carrierName' | 'trackingNo'> {
  shopperId: number;
  openid: string;
  carrier: string | null;
  trackingNo: string | null;
}

/** "Not subscribed", which is everybody's right. */
const NOT_ALLOWED = '43101';

/** 发货通知: tells the shopper that his goods are on their way, if he allowed that. */
@Injectable()
export class ShippedMessageService {
  private readonly logger = new Logger(ShippedMessageService.name);

  constructor(
    private readonly db: EntityManager,
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly carriers: CarrierService,
    private readonly subscriptions: SubscriptionService,
    private readonly messages: SubscribeMessageApi,
  ) {}

  /** Messages that are due; each is claimed for its next try, and after the last one for none. */
  async claim(most: number): Promise<number[]> {
    const due = await named<{ id: number }>(this.db, 'message.claim', CLAIM_MESSAGES, [
      this.clock.offset,
      PAUSES,
      most,
    ]);
    return due.map(({ id }) => id);
  }

  /** What WeChat does not answer is tried again, what it refuses is not. */
  async send(orderId: number): Promise<void> {
    const { WECHAT_TEMPLATE_SHIPPED: templateId } = this.config;
    const [order] = await named<Addressed>(this.db, 'message.shipped_order', SHIPPED_ORDER, [orderId]);
    const isAllowed =
      templateId && order && (await this.subscriptions.remaining(order.shopperId, templateId));
    const outcome = isAllowed ? await this.ask(order, templateId) : undefined;
    if (outcome?.kind === 'unknown')
      return this.logger.warn({ msg: 'a message may not have arrived', orderId, cause: outcome.cause });
    if (outcome?.kind === 'rejected' && outcome.code !== NOT_ALLOWED)
      this.logger.error({ msg: 'WeChat refuses a message', orderId, code: outcome.code });
    else if (outcome)
      await this.subscriptions.spend(order!.shopperId, templateId!, { all: outcome.kind === 'rejected' });
    await named(this.db, 'message.over', MESSAGE_IS_OVER, [orderId]);
  }

  private ask(
    { carrier, trackingNo, openid, ...order }: Addressed,
    templateId: string,
  ): Promise<Outcome<void>> {
    const data = shippedValues({
      ...order,
      carrierName: carrier === null ? undefined : this.carriers.nameOf(carrier),
      trackingNo: trackingNo ?? undefined,
    });
    return this.messages.sendSubscribeMessage({ openid, templateId, data });
  }
}
