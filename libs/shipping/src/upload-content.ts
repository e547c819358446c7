import type { SentParcel, Shipping, ShippingOrder } from '@app/wechat';
import type { Logistics } from './shipment-plan';

/** What left the house, as far as WeChat wants to know. */
export interface UploadContent {
  logistics: Logistics;
  inParts: boolean;
  isComplete: boolean;
  /** By the order's lines, for parcels that do not say what is in them. */
  goods: string;
  receiverPhone: string | null;
  parcels: { carrier: string; trackingNo: string; goods: string | null }[];
}

const WAYS = { same_city: 'sameCity', virtual: 'virtual', pick_up: 'pickUp' } as const;

/** The same rows always make the same upload: WeChat takes a changed one for a second shipment. */
export function shippingOf(content: UploadContent): Shipping {
  const { logistics, inParts, isComplete: isAll, goods } = content;
  if (logistics !== 'express') return { way: WAYS[logistics], goods };
  const parcels = content.parcels.map((parcel) => sentParcel(parcel, content));
  return inParts ? { way: 'expressInParts', parcels, isAll } : { way: 'express', parcel: parcels[0]! };
}

function sentParcel(
  { carrier, trackingNo, goods }: UploadContent['parcels'][number],
  content: UploadContent,
): SentParcel {
  return {
    trackingNo,
    company: carrier,
    goods: goods ?? content.goods,
    receiverPhone: content.receiverPhone ?? undefined,
  };
}

/** What WeChat holds of the order: just this, another whole shipment, or nothing that this would not replace. */
export function heldByWeChat(order: ShippingOrder, content: UploadContent): 'this' | 'another' | 'less' {
  const [theirs, ours] = [order.parcels.map(({ trackingNo }) => trackingNo), trackingNosOf(content)];
  if (order.isShipped === content.isComplete && theirs.length > 0 && String(theirs) === String(ours))
    return 'this';
  return order.isShipped ? 'another' : 'less';
}

function trackingNosOf({ logistics, parcels }: UploadContent): (string | undefined)[] {
  return logistics === 'express' ? parcels.map(({ trackingNo }) => trackingNo) : [undefined];
}
