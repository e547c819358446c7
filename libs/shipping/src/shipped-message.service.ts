import { AppConfig } from '@app/common';
import { named } from '@app/database';
import { SubscribeMessageApi } from '@app/wechat';
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
    private readonly carriers: CarrierService,
    private readonly subscriptions: SubscriptionService,
    private readonly messages: SubscribeMessageApi,
  ) {}

  /** Throws where WeChat did not answer, so that it is tried again; what WeChat refuses is not. */
  async send(orderId: number): Promise<void> {
    const { WECHAT_TEMPLATE_SHIPPED: templateId } = this.config;
    const [order] = await named<Addressed>(this.db, 'message.shipped_order', SHIPPED_ORDER, [orderId]);
    if (!templateId || !order) return;
    if ((await this.subscriptions.remaining(order.shopperId, templateId)) === 0) return;

    const { openid, carrier, trackingNo } = order;
    const data = shippedValues({
      ...order,
      carrierName: carrier === null ? undefined : this.carriers.nameOf(carrier),
      trackingNo: trackingNo ?? undefined,
    });
    const outcome = await this.messages.sendSubscribeMessage({ openid, templateId, data });
    if (outcome.kind === 'unknown') throw new Error(`no message for order ${orderId}: ${outcome.cause}`);
    const code = outcome.kind === 'rejected' ? outcome.code : undefined;
    if (code !== undefined && code !== NOT_ALLOWED)
      return this.logger.error({ msg: 'WeChat refuses a message', orderId, code });
    await this.subscriptions.spend(order.shopperId, templateId, { all: code === NOT_ALLOWED });
  }
}
