import { describe, expect, it } from 'vitest';
import { readUpload } from './shipping-upload';
import type { Json } from './v3-call';

const PARCEL = { tracking_no: '7300001', express_company: 'ZTO', item_desc: '云南普洱茶饼357克*1' };
const SECOND = { tracking_no: '7300002', express_company: 'YTO', item_desc: '茶杯*2' };

/** A good upload, but for what is said; as it comes out of JSON. */
function upload(other: Json = {}): Json {
  const said = {
    order_key: { order_number_type: 2, transaction_id: '4200002345202601016789012345' },
    logistics_type: 1,
    delivery_mode: 1,
    shipping_list: [PARCEL],
    upload_time: '2026-01-02T13:29:35.120+08:00',
    payer: { openid: 'oTEST0aBcDeFgHiJkLmNoPqRsTu1' },
    ...other,
  };
  return JSON.parse(JSON.stringify(said)) as Json;
}

describe('an upload', () => {
  it('is read', () => {
    expect(readUpload(upload())).toEqual({
      order: { transaction_id: '4200002345202601016789012345' },
      logisticsType: 1,
      deliveryMode: 1,
      complete: true,
      parcels: [{ trackingNo: '7300001', expressCompany: 'ZTO', itemDesc: '云南普洱茶饼357克*1' }],
      uploadedAt: '2026-01-02T05:29:35.120Z',
      openid: 'oTEST0aBcDeFgHiJkLmNoPqRsTu1',
    });
  });

  it.each([
    { shipping_list: [{ ...PARCEL, express_company: 'SF', contact: { receiver_contact: '138****5678' } }] },
    { shipping_list: [{ ...PARCEL, contact: { consignor_contact: '021-****-1234', receiver_contact: '' } }] },
    { logistics_type: 3, shipping_list: [{ item_desc: '会员卡' }] },
    { upload_time: '2026-01-02T05:29:35.120Z' },
    { delivery_mode: 2, is_all_delivered: false, shipping_list: Array.from({ length: 15 }, () => PARCEL) },
  ])('may be like this: %j', (other) => {
    expect(() => readUpload(upload(other))).not.toThrow();
  });

  it.each([
    ['no payer', { payer: {} }, 10060014],
    ['no order_key', { order_key: undefined }, 268485194],
    ['order_number_type 3', { order_key: { order_number_type: 3 } }, 268485194],
    ['no transaction_id', { order_key: { order_number_type: 2 } }, 268485195],
    ['no mchid', { order_key: { order_number_type: 1, out_trade_no: 'M' } }, 268485196],
    ['no out_trade_no', { order_key: { order_number_type: 1, mchid: '1900000001' } }, 268485197],
    ['no logistics_type', { logistics_type: undefined }, 10060005],
    ['logistics_type 5', { logistics_type: 5 }, 10060005],
    ['delivery_mode 3', { delivery_mode: 3 }, 268485224],
    ['parts of what is no parcel', { logistics_type: 3, delivery_mode: 2, is_all_delivered: true }, 10060006],
    ['parts without is_all_delivered', { delivery_mode: 2 }, 10060007],
    ['is_all_delivered without parts', { is_all_delivered: true }, 10060014],
    ['no parcel', { shipping_list: [] }, 268485228],
    ['two parcels at once', { shipping_list: [PARCEL, SECOND] }, 268485228],
    [
      'sixteen parts',
      { delivery_mode: 2, is_all_delivered: true, shipping_list: Array.from({ length: 16 }, () => PARCEL) },
      10060024,
    ],
    ['no part', { delivery_mode: 2, is_all_delivered: false, shipping_list: [] }, 10060014],
    ['no item_desc', { shipping_list: [{ ...PARCEL, item_desc: undefined }] }, 10060020],
    ['an empty item_desc', { shipping_list: [{ ...PARCEL, item_desc: ' ' }] }, 10060008],
    ['a long item_desc', { shipping_list: [{ ...PARCEL, item_desc: '茶'.repeat(121) }] }, 10060009],
    ['no tracking_no', { shipping_list: [{ ...PARCEL, tracking_no: '' }] }, 268485226],
    ['no express_company', { shipping_list: [{ ...PARCEL, express_company: undefined }] }, 268485227],
    ['a long company', { shipping_list: [{ ...PARCEL, express_company: 'Z'.repeat(129) }] }, 10060025],
    ['a long number', { shipping_list: [{ ...PARCEL, tracking_no: '7'.repeat(129) }] }, 10060026],
    ['a company nobody knows', { shipping_list: [{ ...PARCEL, express_company: 'constructor' }] }, 10060014],
    ['SF without a number', { shipping_list: [{ ...PARCEL, express_company: 'SF' }] }, 10060014],
    [
      'a bare number',
      { shipping_list: [{ ...PARCEL, contact: { receiver_contact: '13800138000' } }] },
      10060014,
    ],
    ['a number of a virtual good', { logistics_type: 3 }, 10060014],
    ['no upload_time', { upload_time: undefined }, 268485216],
    ['upload_time without zone', { upload_time: '2026-01-02T13:29:35.120' }, 268485216],
    ['upload_time without ms', { upload_time: '2026-01-02T13:29:35+08:00' }, 268485216],
    ['upload_time on no day', { upload_time: '2026-02-30T13:29:35.120+08:00' }, 268485216],
    ['null', { is_all_delivered: null }, 47001],
    ['a text for a number', { logistics_type: '1' }, 47001],
    ['a field of another call', { merchant_id: '1900000001' }, 47001],
  ])('is refused for %s', (_what, other, errcode) => {
    expect(() => readUpload(upload(other))).toThrow(expect.objectContaining({ errcode }));
  });
});
