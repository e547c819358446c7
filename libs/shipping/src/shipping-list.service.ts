import { Clock, DomainError, type Place } from '@app/common';
import { named, planned } from '@app/database';
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

/** By its order's id and its deadline. */
export interface ShippingListed extends Place {
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

export interface ShippingFilter {
  state?: ShippingState;
  after?: Place;
  size: number;
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

  async list({ state, after, size }: ShippingFilter): Promise<{ rows: ShippingListed[]; hasMore: boolean }> {
    const states = state === undefined ? OPEN : [state];
    const params = [states, size + 1, after?.micros, after?.id, this.clock.offset];
    const rows = await planned<ShippingListed>(this.db, LIST_SHIPPING, params);
    return { rows: rows.slice(0, size), hasMore: rows.length > size };
  }

  /** Another shopper's order is as unknown as one that does not exist. */
  async parcels(orderId: number, shopperId?: number): Promise<ParcelListed[]> {
    const where = shopperId === undefined ? { id: orderId } : { id: orderId, shopperId };
    if (!(await this.db.existsBy(CustomerOrder, where))) throw new DomainError('orderNotFound');
    const rows = await named<ParcelListed>(this.db, 'shipping.parcels_of_order', PARCELS_OF_ORDER, [orderId]);
    return rows.map((row) => ({ ...row, carrierName: this.carriers.nameOf(row.carrier) }));
  }
}
