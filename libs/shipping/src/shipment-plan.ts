import { DomainError } from '@app/common';

/** How goods leave the house. */
export const LOGISTICS = ['express', 'same_city', 'virtual', 'pick_up'] as const;
export type Logistics = (typeof LOGISTICS)[number];

export interface ParcelWish {
  /** WeChat's code: `SF`, `ZTO`. */
  carrier: string;
  trackingNo: string;
  /** Without it, all that was ordered. */
  goods?: string;
}

export interface ShipWish {
  parcels: ParcelWish[];
  logistics?: Logistics;
  /** False: more parcels are to come. */
  isLast?: boolean;
}

export interface ShipmentPlan {
  logistics: Logistics;
  /** Several parcels, now or later. */
  inParts: boolean;
  isComplete: boolean;
  parcels: ParcelWish[];
}

/** WeChat takes no more of one order. */
export const MAX_PARCELS = 15;

/**
 * What leaves now. The CMS says no more than that it was delivered: without a parcel no carrier has it, so the
 * merchant brings it himself, which WeChat calls delivery within the city.
 */
export function planShipment({ parcels, logistics, isLast = true }: ShipWish): ShipmentPlan {
  const way = logistics ?? (parcels.length > 0 ? 'express' : 'same_city');
  if (way === 'express' && parcels.length === 0) throw DomainError.field('parcels', '快递发货必须填写包裹');
  if (way !== 'express' && parcels.length > 0)
    throw DomainError.field('logistics', '只有快递发货才能填写包裹');
  if (way !== 'express' && !isLast) throw DomainError.field('is_last', '只有快递发货才能分批');
  refuseDoubles(parcels);
  return { logistics: way, inParts: parcels.length > 1 || !isLast, isComplete: isLast, parcels };
}

/** The parcels that follow those that have left. */
export function planParts(
  { parcels, logistics = 'express' }: ShipWish,
  sent: readonly ParcelWish[],
): ParcelWish[] {
  if (logistics !== 'express') throw DomainError.field('logistics', '该订单正在分批快递发货');
  if (sent.length + parcels.length > MAX_PARCELS)
    throw DomainError.field('parcels', `包裹最多${MAX_PARCELS}个`);
  refuseDoubles([...sent, ...parcels]);
  return parcels;
}

function refuseDoubles(parcels: readonly ParcelWish[]): void {
  const names = parcels.map(({ carrier, trackingNo }) => `${carrier} ${trackingNo}`);
  if (new Set(names).size < names.length) throw DomainError.field('parcels', '快递单号重复');
}
