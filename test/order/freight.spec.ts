import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../given/client';
import { ADDRESS, Shop } from '../given/shop';
import { refundedAtWeChat, refundsOf, statusOf } from '../payment/paid';

const RULE = {
  base: '8.00',
  free_from: '99.00',
  provinces: [
    { province: '新疆', surcharge: '15.00', served: true },
    { province: '西藏', surcharge: '0.00', served: false },
  ],
};

describe('freight', () => {
  let shop: Shop;
  let admin: Client;
  beforeAll(async () => {
    shop = await Shop.open();
    admin = await shop.admin();
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  async function livingIn(province: string): Promise<Client> {
    const shopper = await shop.shopper(`of-${province}`);
    await shopper.post('/address', { ...ADDRESS, province });
    return shopper;
  }

  function refundPreview(id: number, body: object) {
    return admin.post(`/admin/order/${id}/refund/preview`, body);
  }

  it('is nothing until the merchant sets it', async () => {
    const pear = await shop.product({ priceFen: 1999 });
    const ann = await shop.shopper('ann');

    const rule = await admin.get('/admin/freight');
    const quoted = await ann.post('/order/quote', { products: [{ product_id: pear.id, count: 2 }] });

    expect(rule).toMatchObject({ status: 200, body: { base: '0.00', free_from: null, provinces: [] } });
    expect(quoted.body).toMatchObject({ orderPrice: '39.98', freight: '0.00', totalPrice: '39.98' });
  });

  it.each<[string, object, string]>([
    ['no base', {}, 'base'],
    ['a base of three decimals', { base: '1.234' }, 'base'],
    ['a base beyond any parcel', { base: '10000.01' }, 'base'],
    ['free from nothing', { base: '8', free_from: '0' }, 'free_from'],
    ['a province that is none', { base: '8', provinces: [{ province: '远方' }] }, 'provinces'],
    [
      'a province twice',
      { base: '8', provinces: [{ province: '浙江' }, { province: '浙江省' }] },
      'provinces',
    ],
    [
      'a surcharge where nothing is sent to',
      { base: '8', provinces: [{ province: '浙江', surcharge: '1', served: false }] },
      'provinces',
    ],
  ])('cannot be set to %s', async (_what, body, field) => {
    const answer = await admin.put('/admin/freight', body);

    expect(answer).toMatchObject({
      status: 400,
      body: { error_code: 10000, msg: { [field]: expect.any(String) } },
    });
  });

  describe('once it is set', () => {
    beforeAll(async () => {
      const provinces = [
        { province: '新疆维吾尔自治区', surcharge: '15' },
        { province: '西藏', served: false },
      ];
      const { body } = await admin.put('/admin/freight', { base: '8', free_from: '99', provinces });
      expect(body).toEqual(RULE);
      expect((await admin.get('/admin/freight')).body).toEqual(RULE);
    });

    it.each([
      ['浙江省', 1, '8.00', '27.99'],
      ['浙江省', 5, '0.00', '99.95'],
      ['新疆维吾尔自治区', 1, '23.00', '42.99'],
      ['新疆', 5, '15.00', '114.95'],
    ])('to %s for %i pieces is shown before, and charged', async (province, count, freight, total) => {
      const pear = await shop.product({ priceFen: 1999, stock: 10 });
      const shopper = await livingIn(province);
      const body = { products: [{ product_id: pear.id, count }] };

      const quoted = await shopper.post('/order/quote', body);
      const before = await shop.stockOf(pear.skuIds[0]);
      const { body: placed } = await shopper.post('/order', body);
      const { body: order } = await shopper.get(`/order/${placed.order_id}`);
      const { body: prepay } = await shopper.post('/pay/pre_order', { id: placed.order_id });
      await shop.pay(prepay);

      expect(quoted).toMatchObject({ status: 200, body: { pass: true, freight, totalPrice: total } });
      expect(before).toEqual({ stock: 10, reserved: 0, sold: 0 });
      expect(order.total_price).toBe(total);
      expect(await statusOf(admin, placed.order_id)).toBe(2);
    });

    it('is quoted together with what is short, and nothing is placed', async () => {
      const scarce = await shop.product({ priceFen: 1999, stock: 1 });
      const shopper = await livingIn('浙江省');

      const quoted = await shopper.post('/order/quote', { products: [{ product_id: scarce.id, count: 2 }] });

      expect(quoted.body).toMatchObject({
        pass: false,
        orderPrice: '39.98',
        freight: '8.00',
        pStatusArray: [{ id: scarce.id, haveStock: false, counts: 2 }],
      });
      expect(await shop.stockOf(scarce.skuIds[0])).toEqual({ stock: 1, reserved: 0, sold: 0 });
    });

    it('is refused where nothing is sent to, and holds nothing', async () => {
      const pear = await shop.product({ stock: 3 });
      const shopper = await livingIn('西藏自治区');
      const body = { products: [{ product_id: pear.id, count: 1 }] };

      const answers = [await shopper.post('/order/quote', body), await shopper.post('/order', body)];

      for (const answer of answers)
        expect(answer).toMatchObject({
          status: 409,
          body: { error_code: 80010, msg: '暂不发货到西藏自治区' },
        });
      expect(await shop.stockOf(pear.skuIds[0])).toEqual({ stock: 3, reserved: 0, sold: 0 });
      expect((await shopper.get('/order/by_user')).body.data).toEqual([]);
    });

    it.each([
      ['臺灣省', 409, 80010, '暂不发货到臺灣省'],
      ['中国台湾', 409, 80010, '暂不发货到中国台湾'],
      ['Hong Kong', 200, undefined, '38.00'],
      ['中國香港特別行政區', 200, undefined, '38.00'],
      ['新疆維吾爾自治區', 200, undefined, '23.00'],
      ['Xinjiang', 200, undefined, '23.00'],
      ['廣東省', 200, undefined, '8.00'],
      ['加利福尼亚', 409, 60002, '无法识别省份“加利福尼亚”，请修改收货地址'],
      ['浙江省杭州市', 409, 60002, '无法识别省份“浙江省杭州市”，请修改收货地址'],
    ])('[F19] to %s is answered %i, %s, %s', async (province, status, error_code, said) => {
      const provinces = [
        { province: '香港', surcharge: '30.00' },
        { province: '臺灣省', served: false },
        { province: 'Xinjiang', surcharge: '15' },
      ];
      const { body: rule } = await admin.put('/admin/freight', { base: '8.00', provinces });
      const pear = await shop.product({ stock: 3 });
      const shopper = await livingIn(province);
      const body = { products: [{ product_id: pear.id, count: 1 }] };

      const quoted = await shopper.post('/order/quote', body);
      const placed = await shopper.post('/order', body);

      expect(rule.provinces.map((one: { province: string }) => one.province).toSorted()).toEqual(
        ['香港', '台湾', '新疆'].toSorted(),
      );
      expect([quoted.status, placed.status]).toEqual([status, status]);
      expect([quoted.body.freight ?? quoted.body.msg, quoted.body.error_code]).toEqual([said, error_code]);
      expect(placed.body.error_code).toBe(error_code);
      expect((await shop.stockOf(pear.skuIds[0])).reserved).toBe(status === 200 ? 1 : 0);
    });

    it('[F19] without rules by province is the same anywhere', async () => {
      await admin.put('/admin/freight', { base: '8.00' });
      const pear = await shop.product({ stock: 3 });
      const shopper = await livingIn('远方');

      const quoted = await shopper.post('/order/quote', { products: [{ product_id: pear.id, count: 1 }] });
      const { body: rule } = await admin.put('/admin/freight', RULE);

      expect(quoted).toMatchObject({ status: 200, body: { freight: '8.00' } });
      expect(rule).toEqual(RULE);
    });

    it('goes back by itself, once, and with the lines one by one gives exactly the total back', async () => {
      const [pear, plum] = [
        await shop.product({ priceFen: 333, stock: 9 }),
        await shop.product({ priceFen: 101, stock: 9 }),
      ];
      const shopper = await livingIn('新疆');
      const products = [
        { product_id: pear.id, count: 3 },
        { product_id: plum.id, count: 1 },
      ];
      const { body: placed } = await shopper.post('/order', { products });
      await shop.pay((await shopper.post('/pay/pre_order', { id: placed.order_id })).body);
      const refund = (body: object) => admin.post(`/admin/order/${placed.order_id}/refund`, body);

      const shown = [
        await refundPreview(placed.order_id, {}),
        await refundPreview(placed.order_id, { freight: true }),
      ];
      const unconfirmed = await refund({ freight: true, confirm: '22.99' });
      const freight = await refund({ freight: true, confirm: '23.00' });
      const twice = await refund({ freight: true });
      const lines = [
        await refund({ lines: [{ sku_id: pear.skuIds[0], count: 3 }] }),
        await refund({ lines: [{ sku_id: plum.skuIds[0], count: 1 }] }),
      ];
      for (const done of [1, 2, 3]) {
        await shop.later(62);
        await refundsOf(admin, placed.order_id, ({ state }) => state !== 'requested', done);
        await shop.later(4);
        await refundsOf(admin, placed.order_id, ({ state }) => state === 'success', done);
      }

      expect(shown.map(({ body }) => [body.amount, body.freight, body.lines.length])).toEqual([
        ['34.00', true, 2],
        ['23.00', true, 0],
      ]);
      expect(unconfirmed).toMatchObject({
        status: 409,
        body: { error_code: 90015, msg: expect.stringContaining('23.00') },
      });
      expect([freight, ...lines].map(({ status }) => status)).toEqual([201, 201, 201]);
      expect(twice).toMatchObject({ status: 400, body: { msg: { freight: '没有可退的运费' } } });
      expect(await refundedAtWeChat(shop, placed.order_no)).toEqual([2300, 999, 101]);
      expect(await statusOf(admin, placed.order_id)).toBe(8);
    });
  });
});
