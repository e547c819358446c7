import { Clock, DomainError, type PageQuery } from '@app/common';
import { named } from '@app/database';
import { CustomerOrder } from '@app/order';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { CarrierService } from './carrier.service';
import type { Logistics } from './shipment-plan';
import { LIST_SHIPPING, PARCELS_OF_ORDER } from './shipping-sql';
import type { UploadState } from './upload-step';

/** `unshipped`: paid, and not left. */
export type ShippingState = 'unshipped' | UploadState;

/** What is not yet as WeChat wants it. */
const OPEN: ShippingState[] = ['unshipped', 'wanted', 'uploaded', 'person'];

export interface ShippingListed {
  orderId: number;
  orderNo: string;
  state: ShippingState;
  deadline: Date;
  isOverdue: boolean;
  logistics: Logistics | null;
  isComplete: boolean | null;
  isReshipped: boolean;
  tries: number | null;
  code: string | null;
  uploadTime: Date | null;
  parcels: { carrier: string; trackingNo: string }[];
}

export interface ParcelListed {
  carrier: string;
  carrierName: string;
  trackingNo: string;
  at: Date;
}

/** What the merchant sees of shipments, and the shopper of his parcels. */
@Injectable()
export class ShippingListService {
  constructor(
    private readonly db: EntityManager,
    private readonly clock: Clock,
    private readonly carriers: CarrierService,
  ) {}

  list({ state, skip, size }: PageQuery & { state?: ShippingState }): Promise<ShippingListed[]> {
    const states = state === undefined ? OPEN : [state];
    return named(this.db, 'shipping.list', LIST_SHIPPING, [states, size, skip, this.clock.offset]);
  }

  /** Another shopper's order is as unknown as one that does not exist. */
  async parcels(orderId: number, shopperId?: number): Promise<ParcelListed[]> {
    const where = shopperId === undefined ? { id: orderId } : { id: orderId, shopperId };
    if (!(await this.db.existsBy(CustomerOrder, where))) throw new DomainError('orderNotFound');
    const rows = await named<ParcelListed>(this.db, 'shipping.parcels_of_order', PARCELS_OF_ORDER, [orderId]);
    return rows.map((row) => ({ ...row, carrierName: this.carriers.nameOf(row.carrier) }));
  }
}
