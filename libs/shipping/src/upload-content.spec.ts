import type { ShippingOrder } from '@app/wechat';
import { describe, expect, it } from 'vitest';
import { heldByWeChat, shippingOf, type UploadContent } from './upload-content';

const parcel = { carrier: 'ZTO', trackingNo: '7300001', goods: null };
const second = { carrier: 'SF', trackingNo: 'SF0000002', goods: '梨*1' };
const one: UploadContent = {
  logistics: 'express',
  inParts: false,
  isComplete: true,
  goods: '梨*2；柿*1',
  receiverPhone: '13800138000',
  parcels: [parcel],
};
const sent = { trackingNo: '7300001', company: 'ZTO', goods: '梨*2；柿*1', receiverPhone: '13800138000' };

const held = (isShipped: boolean, ...trackingNos: (string | undefined)[]) =>
  ({ isShipped, parcels: trackingNos.map((trackingNo) => ({ trackingNo })) }) as ShippingOrder;

describe('what is uploaded', () => {
  it.each<[string, Partial<UploadContent>, object]>([
    ['one parcel', {}, { way: 'express', parcel: sent }],
    [
      'several',
      { inParts: true, isComplete: false, parcels: [parcel, second] },
      {
        way: 'expressInParts',
        parcels: [sent, { ...sent, trackingNo: 'SF0000002', company: 'SF', goods: '梨*1' }],
        isAll: false,
      },
    ],
    ['none', { logistics: 'same_city', parcels: [] }, { way: 'sameCity', goods: '梨*2；柿*1' }],
    ['a code', { logistics: 'virtual', parcels: [] }, { way: 'virtual', goods: '梨*2；柿*1' }],
    ['nothing', { logistics: 'pick_up', parcels: [] }, { way: 'pickUp', goods: '梨*2；柿*1' }],
  ])('of %s', (_what, but, shipping) => {
    expect(shippingOf({ ...one, ...but })).toEqual(shipping);
  });
});

describe('what WeChat holds of an order', () => {
  const parts = { ...one, inParts: true, parcels: [parcel, second] };
  const unfinished = { ...parts, isComplete: false };
  const byHand = { ...one, logistics: 'pick_up', parcels: [] } as UploadContent;

  it.each<[string, ShippingOrder, UploadContent, string]>([
    ['its parcel', held(true, '7300001'), one, 'this'],
    ['its parcels', held(true, '7300001', 'SF0000002'), parts, 'this'],
    ['its first parcels', held(false, '7300001', 'SF0000002'), unfinished, 'this'],
    ['no parcel, as it should', held(true, undefined), byHand, 'this'],
    ['its first parcels, and not that those were all', held(false, '7300001', 'SF0000002'), parts, 'less'],
    ['the first of two', held(false, '7300001'), parts, 'less'],
    ['nothing', held(false), one, 'less'],
    ['nothing of a pick-up', held(false), byHand, 'less'],
    ['another parcel', held(true, 'SF1'), one, 'another'],
    ['a parcel where there is none', held(true, 'SF1'), byHand, 'another'],
  ])('%s', (_what, order, content, verdict) => {
    expect(heldByWeChat(order, content)).toBe(verdict);
  });
});
