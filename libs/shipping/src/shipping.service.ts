import { AppConfig, Clock, DomainError } from '@app/common';
import { inTransaction, named } from '@app/database';
import { OrderLifeService, OrderStatus, type LockedOrder } from '@app/order';
import { RefundService } from '@app/payment';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { CARRIERS_ARE } from './carrier-names';
import { CarrierService } from './carrier.service';
import { planParts, planShipment, type ParcelWish, type ShipmentPlan, type ShipWish } from './shipment-plan';
import {
  BEGIN_SHIPMENT,
  CONTINUE_SHIPMENT,
  INSERT_PARCELS,
  LOCK_SHIPMENT,
  REPLACE_SHIPMENT,
} from './shipping-sql';
import type { UploadState } from './upload-step';

/** Which order, and who says so. */
export interface ShipOrder {
  orderId: number;
  actor: string;
}

/** What has left of an order. */
interface Standing {
  state: UploadState;
  inParts: boolean;
  isComplete: boolean;
  shipment: number;
  completedAt: Date | null;
  reshippedAt: Date | null;
  parcels: ParcelWish[];
}

/** 发货. */
@Injectable()
export class ShippingService {
  constructor(
    private readonly db: EntityManager,
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly life: OrderLifeService,
    private readonly refunds: RefundService,
    private readonly carriers: CarrierService,
  ) {}

  /** A paid order leaves, once, however many admins press at the same time; one that leaves in parts goes on. */
  async ship(which: ShipOrder, wish: ShipWish): Promise<void> {
    const coded = this.withCarrierCodes(wish);
    await inTransaction(this.db, (tx) => this.shipIn(tx, which, coded));
  }

  /** The same among others in one transaction, by carriers that are known. */
  async shipIn(tx: EntityManager, { orderId, actor }: ShipOrder, wish: ShipWish): Promise<void> {
    const order = await this.lock(tx, orderId);
    if (order.status === OrderStatus.Shipped) return this.shipMore(tx, order, { actor, wish });
    if (order.status !== OrderStatus.Paid) throw new DomainError('orderNotShippable');
    await this.refuseRefunded(tx, orderId);

    const plan = planShipment(wish);
    await this.life.move(tx, order, OrderStatus.Shipped, { actor, reason: 'ship' });
    await this.begin(tx, orderId, plan);
  }

  /** 重新发货 WeChat allows it once; what WeChat never took may be put right as often as it must be. */
  async reship({ orderId, actor }: ShipOrder, wish: ShipWish): Promise<void> {
    const plan = planShipment(this.withCarrierCodes(wish));
    await inTransaction(this.db, async (tx) => {
      const order = await this.lock(tx, orderId);
      const standing = await this.standing(tx, orderId);
      if (order.status !== OrderStatus.Shipped || !standing) throw new DomainError('wrongState');
      refuseReship(standing);
      await this.refuseRefunded(tx, orderId);

      const { logistics, inParts, parcels } = plan;
      const params = [orderId, logistics, this.clock.offset, inParts];
      await named(tx, 'shipping.replace', REPLACE_SHIPMENT, params);
      await this.keepParcels(tx, orderId, { shipment: standing.shipment + 1, after: 0, parcels });
      await this.life.note(tx, order, { actor, reason: 'reship' });
    });
  }

  private async lock(tx: EntityManager, orderId: number): Promise<LockedOrder> {
    const order = await this.life.lock(tx, orderId);
    if (!order) throw new DomainError('orderNotFound');
    return order;
  }

  private async standing(tx: EntityManager, orderId: number): Promise<Standing | undefined> {
    const [standing] = await named<Standing>(tx, 'shipping.lock', LOCK_SHIPMENT, [orderId]);
    return standing;
  }

  /** What WeChat and the shopper are told stands in the row: a shipment never waits for either. */
  private async begin(tx: EntityManager, orderId: number, plan: ShipmentPlan): Promise<void> {
    await named(tx, 'shipping.begin', BEGIN_SHIPMENT, [
      orderId,
      plan.logistics,
      plan.inParts,
      plan.isComplete,
      this.clock.offset,
      this.config.WECHAT_TEMPLATE_SHIPPED !== undefined,
    ]);
    await this.keepParcels(tx, orderId, { shipment: 1, after: 0, parcels: plan.parcels });
  }

  /** More parcels, or the word that those were all; what has left whole leaves no second time. */
  private async shipMore(
    tx: EntityManager,
    order: LockedOrder,
    { actor, wish }: { actor: string; wish: ShipWish },
  ): Promise<void> {
    const standing = await this.standing(tx, order.id);
    const saysMore = wish.parcels.length > 0 || wish.isLast === true;
    if (!standing || standing.isComplete || !saysMore) throw new DomainError('orderNotShippable');
    await this.refuseRefunded(tx, order.id);

    const parcels = planParts(wish, standing.parcels);
    const params = [order.id, wish.isLast ?? true, this.clock.offset];
    await named(tx, 'shipping.continue', CONTINUE_SHIPMENT, params);
    await this.keepParcels(tx, order.id, {
      shipment: standing.shipment,
      after: standing.parcels.length,
      parcels,
    });
    await this.life.note(tx, order, { actor, reason: 'ship' });
  }

  private async keepParcels(
    tx: EntityManager,
    orderId: number,
    { shipment, after, parcels }: { shipment: number; after: number; parcels: ParcelWish[] },
  ): Promise<void> {
    if (parcels.length === 0) return;
    await named(tx, 'shipping.parcels', INSERT_PARCELS, [
      orderId,
      shipment,
      after,
      parcels.map(({ carrier }) => carrier),
      parcels.map(({ trackingNo }) => trackingNo),
      parcels.map(({ goods }) => goods ?? null),
      this.clock.offset,
    ]);
  }

  private async refuseRefunded(tx: EntityManager, orderId: number): Promise<void> {
    if (await this.refunds.isWholeRefundOpen(tx, orderId)) throw new DomainError('wrongState');
  }

  private withCarrierCodes(wish: ShipWish): ShipWish {
    const parcels = wish.parcels.map((parcel) => {
      const carrier = this.carriers.codeOf(parcel.carrier);
      if (carrier === undefined)
        throw DomainError.field('parcels', `快递公司编码${parcel.carrier}不存在，${CARRIERS_ARE}`);
      return { ...parcel, carrier };
    });
    return { ...wish, parcels };
  }
}

function refuseReship({ state, inParts, isComplete, reshippedAt }: Standing): void {
  if (state === 'wanted') throw new DomainError('wrongState', { msg: '发货信息正在上传，请稍后再试' });
  if (inParts && !isComplete) throw new DomainError('wrongState', { msg: '该订单正在分批发货' });
  if (reshippedAt) throw new DomainError('wrongState', { msg: '重新发货的机会已用完' });
}
