import { describe, expect, it } from 'vitest';
import { planParts, planShipment, type ParcelWish, type ShipWish } from './shipment-plan';

const first: ParcelWish = { carrier: 'ZTO', trackingNo: '7300001' };
const second: ParcelWish = { carrier: 'SF', trackingNo: 'SF0000002' };
const many = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ carrier: 'ZTO', trackingNo: `${i}` }));

describe('the plan of a shipment', () => {
  it.each<[string, ShipWish, object]>([
    ['nothing said', { parcels: [] }, { logistics: 'same_city', inParts: false, isComplete: true }],
    ['a parcel', { parcels: [first] }, { logistics: 'express', inParts: false, isComplete: true }],
    ['two parcels', { parcels: [first, second] }, { logistics: 'express', inParts: true, isComplete: true }],
    [
      'a parcel of more',
      { parcels: [first], isLast: false },
      { logistics: 'express', inParts: true, isComplete: false },
    ],
    [
      'a pick-up',
      { parcels: [], logistics: 'pick_up' },
      { logistics: 'pick_up', inParts: false, isComplete: true },
    ],
  ])('of %s', (_what, wish, plan) => {
    expect(planShipment(wish)).toEqual({ ...plan, parcels: wish.parcels });
  });

  it.each<[string, string, ShipWish]>([
    ['express without a parcel', 'parcels', { parcels: [], logistics: 'express' }],
    ['a parcel that is picked up', 'logistics', { parcels: [first], logistics: 'pick_up' }],
    ['nothing in parts', 'is_last', { parcels: [], isLast: false }],
    ['one parcel twice', 'parcels', { parcels: [first, first] }],
  ])('refuses %s', (_what, field, wish) => {
    expect(() => planShipment(wish)).toThrow(
      expect.objectContaining({ msg: { [field]: expect.anything() } }),
    );
  });
});

describe('the parcels that follow', () => {
  it('are those that were named, and may be none', () => {
    expect(planParts({ parcels: [second] }, [first])).toEqual([second]);
    expect(planParts({ parcels: [] }, [first])).toEqual([]);
    expect(planParts({ parcels: many(1) }, many(15).slice(1))).toHaveLength(1);
  });

  it.each<[string, string, ShipWish, ParcelWish[]]>([
    ['one that has left', 'parcels', { parcels: [first] }, [first]],
    ['the sixteenth', 'parcels', { parcels: [first] }, many(15)],
    ['one by another way', 'logistics', { parcels: [second], logistics: 'virtual' }, [first]],
  ])('refuse %s', (_what, field, wish, sent) => {
    expect(() => planParts(wish, sent)).toThrow(
      expect.objectContaining({ msg: { [field]: expect.anything() } }),
    );
  });
});
