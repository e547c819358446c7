import { describe, expect, it } from 'vitest';
import {
  nextUploadTime,
  uploadBody,
  uploadFault,
  type Shipping,
  type ShippingUpload,
} from './shipping-upload';

const parcel = { trackingNo: 'ZT1234567890123', company: 'ZTO', goods: '云南普洱茶饼357克*1' };
const sf = { ...parcel, trackingNo: 'SF1234567890123', company: 'SF', receiverPhone: '13812345678' };
const at = new Date('2026-01-02T05:29:35.120Z');

function upload(shipping: Shipping, but: Partial<ShippingUpload> = {}): ShippingUpload {
  const order = { transactionId: '4200002345202601016789012345' };
  return { order, shipping, payerOpenid: 'oTEST0aBcDeFgHiJkLmNoPqRsTu1', at, ...but };
}

/** As it goes over the wire. */
function sent(shipping: Shipping, but: Partial<ShippingUpload> = {}) {
  return JSON.parse(JSON.stringify(uploadBody(upload(shipping, but))));
}

describe('what is uploaded of a shipping', () => {
  it('is WeChat’s example, for one parcel of SF', () => {
    expect(sent({ way: 'express', parcel: sf })).toEqual({
      order_key: { order_number_type: 2, transaction_id: '4200002345202601016789012345' },
      logistics_type: 1,
      delivery_mode: 1,
      shipping_list: [
        {
          tracking_no: 'SF1234567890123',
          express_company: 'SF',
          item_desc: '云南普洱茶饼357克*1',
          contact: { receiver_contact: '138****5678' },
        },
      ],
      upload_time: '2026-01-02T13:29:35.120+08:00',
      payer: { openid: 'oTEST0aBcDeFgHiJkLmNoPqRsTu1' },
    });
  });

  it('names the order by our number where WeChat’s is not known', () => {
    const order = { mchId: '1900007001', orderNo: '26010108AB12CD34EF56' };

    expect(sent({ way: 'express', parcel }, { order }).order_key).toEqual({
      order_number_type: 1,
      mchid: '1900007001',
      out_trade_no: '26010108AB12CD34EF56',
    });
  });

  it.each([true, false])('in parts says whether that is all: %s', (isAll) => {
    const body = sent({ way: 'expressInParts', parcels: [parcel, sf], isAll });

    expect(body).toMatchObject({ logistics_type: 1, delivery_mode: 2, is_all_delivered: isAll });
    expect(body.shipping_list).toHaveLength(2);
  });

  it.each([
    ['sameCity', 2],
    ['virtual', 3],
    ['pickUp', 4],
  ] as const)('by %s has neither number nor company, and no null', (way, logistics_type) => {
    const body = sent({ way, goods: '普洱茶*1' });

    expect(body).toMatchObject({
      logistics_type,
      delivery_mode: 1,
      shipping_list: [{ item_desc: '普洱茶*1' }],
    });
    expect(Object.keys(body.shipping_list[0])).toEqual(['item_desc']);
    expect(body).not.toHaveProperty('is_all_delivered');
    expect(JSON.stringify(body)).not.toContain('null');
  });

  it('describes the goods in one line of at most 120 characters', () => {
    const body = sent({ way: 'virtual', goods: `茶\n叶 ${'饼'.repeat(200)}` });

    expect(body.shipping_list[0].item_desc).toBe(`茶 叶 ${'饼'.repeat(116)}`);
  });

  it('masks both phones', () => {
    const phones = { senderPhone: '18912341234', receiverPhone: '+85261234567' };

    expect(sent({ way: 'express', parcel: { ...parcel, ...phones } }).shipping_list[0].contact).toEqual({
      consignor_contact: '189****1234',
      receiver_contact: '+85****4567',
    });
  });

  it('says nothing of a phone that is not known', () => {
    const [known] = sent({ way: 'express', parcel: { ...sf, senderPhone: '' } }).shipping_list;
    const [unknown] = sent({ way: 'express', parcel }).shipping_list;

    expect(known.contact).toEqual({ receiver_contact: '138****5678' });
    expect(unknown).not.toHaveProperty('contact');
  });
});

describe('what WeChat would refuse of a shipping', () => {
  const parcels = (count: number) => Array.from({ length: count }, () => parcel);

  it.each<[string, Shipping]>([
    ['one parcel', { way: 'express', parcel }],
    ['SF with a phone', { way: 'express', parcel: sf }],
    [
      'SF with the sender’s phone',
      { way: 'express', parcel: { ...sf, receiverPhone: '', senderPhone: '1' } },
    ],
    ['one of several parcels', { way: 'expressInParts', parcels: [parcel], isAll: false }],
    ['fifteen parcels', { way: 'expressInParts', parcels: parcels(15), isAll: true }],
    ['a pick-up', { way: 'pickUp', goods: '茶' }],
  ])('is nothing of %s', (_what, shipping) => {
    expect(uploadFault(upload(shipping))).toBeUndefined();
  });

  it.each<[string, string, Shipping]>([
    ['10060024', 'sixteen parcels', { way: 'expressInParts', parcels: parcels(16), isAll: true }],
    ['10060014', 'no parcel', { way: 'expressInParts', parcels: [], isAll: true }],
    ['268485226', 'no number', { way: 'express', parcel: { ...parcel, trackingNo: '' } }],
    ['268485227', 'no company', { way: 'express', parcel: { ...parcel, company: '' } }],
    ['10060025', 'an endless company', { way: 'express', parcel: { ...parcel, company: 'x'.repeat(129) } }],
    ['10060026', 'an endless number', { way: 'express', parcel: { ...parcel, trackingNo: 'x'.repeat(129) } }],
    ['10060014', 'SF without a phone', { way: 'express', parcel: { ...sf, receiverPhone: undefined } }],
    ['10060008', 'a parcel of nothing', { way: 'express', parcel: { ...parcel, goods: ' \n' } }],
    ['10060008', 'nothing picked up', { way: 'pickUp', goods: '' }],
    [
      '10060008',
      'a second parcel of nothing',
      { way: 'expressInParts', parcels: [parcel, { ...parcel, goods: '' }], isAll: true },
    ],
  ])('is %s for %s', (code, _what, shipping) => {
    expect(uploadFault(upload(shipping))).toBe(code);
  });

  it.each([
    ['268485195', { transactionId: '' }],
    ['268485196', { mchId: '', orderNo: '26010108AB12CD34EF56' }],
    ['268485197', { mchId: '1900007001', orderNo: '' }],
  ])('is %s for an order that is named by %j', (code, order) => {
    expect(uploadFault(upload({ way: 'express', parcel }, { order }))).toBe(code);
  });
});

describe('the time of an upload', () => {
  it.each([
    ['now, at first', undefined, at],
    ['now, when the last one was earlier', new Date(at.getTime() - 1), at],
    ['a millisecond after one of the same moment', at, new Date(at.getTime() + 1)],
    [
      'a millisecond after one that a faster clock made',
      new Date(at.getTime() + 50),
      new Date(at.getTime() + 51),
    ],
  ])('is %s', (_what, last, next) => {
    expect(nextUploadTime(at, last)).toEqual(next);
  });
});
