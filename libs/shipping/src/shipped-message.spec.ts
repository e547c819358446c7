import { describe, expect, it } from 'vitest';
import { shippedValues, type ShippedOrder } from './shipped-message';

const order: ShippedOrder = {
  snapName: '梨等',
  orderNo: '26K3V9C8Q5ZJ7W2M4XN1',
  logistics: 'express',
  carrierName: '中通快递',
  trackingNo: '7300001',
  shippedAt: new Date('2026-01-01T00:30:00Z'),
};

describe('the message of a shipment', () => {
  it('names goods, order, carrier, number and time', () => {
    expect(shippedValues(order)).toEqual({
      thing1: '梨等',
      character_string2: '26K3V9C8Q5ZJ7W2M4XN1',
      phrase3: '中通快递',
      character_string4: '7300001',
      time5: '2026-01-01 08:30:00',
    });
  });

  it.each<[string, Partial<ShippedOrder>, string]>([
    ['a long name', { carrierName: '邮政快递包裹' }, '邮政快递包'],
    ['a foreign name', { carrierName: 'EMS' }, '快递'],
    ['no carrier', { carrierName: undefined, logistics: 'same_city' }, '商家配送'],
    ['nothing to carry', { carrierName: undefined, logistics: 'virtual' }, '线上发货'],
    ['the shopper himself', { carrierName: undefined, logistics: 'pick_up' }, '到店自提'],
  ])('calls by five Chinese characters: %s', (_what, but, phrase) => {
    expect(shippedValues({ ...order, ...but }).phrase3).toBe(phrase);
  });

  it.each([undefined, '7'.repeat(33)])('has a dash where there is no such number: %s', (trackingNo) => {
    expect(shippedValues({ ...order, trackingNo }).character_string4).toBe('-');
  });
});
