import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../given/client';
import { Shop } from '../given/shop';
import { OK, paid, type Paid, shipped, statusOf, timelineOf, uploadOf, YTO, ZTO } from './bench';

describe('shipping an order', () => {
  let shop: Shop;
  let admin: Client;
  /** Which nothing has shipped so far. */
  let unshipped: Paid | undefined;
  beforeAll(async () => {
    shop = await Shop.open();
    admin = await shop.admin();
    await admin.get('/admin/carrier');
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  it.each<[string, object, string, RegExp]>([
    ['no list', { parcels: 'ZTO' }, 'parcels', /包裹/],
    ['an empty list', { parcels: [] }, 'parcels', /包裹不能为空/],
    ['no parcel', { parcels: ['ZTO'] }, 'parcels', /包裹参数错误/],
    ['no number', { parcels: [{ carrier: 'ZTO' }] }, 'parcels', /快递单号错误/],
    ['no carrier', { parcels: [{ tracking_no: '1' }] }, 'parcels', /快递公司编码错误/],
    [
      'a carrier nobody knows',
      { parcels: [{ carrier: 'X', tracking_no: '1' }] },
      'parcels',
      /X不存在.*admin\/carrier/,
    ],
    [
      'a carrier of no such name',
      { parcels: [{ carrier: '驼队', tracking_no: '1' }] },
      'parcels',
      /驼队不存在.*admin\/carrier/,
    ],
    ['a Chinese number', { parcels: [{ ...ZTO, tracking_no: '一二三' }] }, 'parcels', /快递单号错误/],
    ['an endless number', { parcels: [{ ...ZTO, tracking_no: '1'.repeat(129) }] }, 'parcels', /快递单号错误/],
    ['endless goods', { parcels: [{ ...ZTO, goods: '梨'.repeat(121) }] }, 'parcels', /120/],
    ['one parcel twice', { parcels: [ZTO, ZTO] }, 'parcels', /重复/],
    [
      'sixteen',
      { parcels: Array.from({ length: 16 }, (_, i) => ({ ...ZTO, tracking_no: `${i}` })) },
      'parcels',
      /15/,
    ],
    ['express of nothing', { logistics: 'express' }, 'parcels', /必须填写包裹/],
    ['a parcel that is fetched', { parcels: [ZTO], logistics: 'pick_up' }, 'logistics', /快递/],
    ['by balloon', { logistics: 'balloon' }, 'logistics', /logistics必须是/],
    ['nothing, in parts', { is_last: false }, 'is_last', /分批/],
    ['perhaps the last', { is_last: 'perhaps' }, 'is_last', /布尔值/],
  ])('refuses %s', async (_what, body, field, message) => {
    unshipped ??= await paid(shop, { young: true });

    const answers = [
      await admin.post(`/admin/order/${unshipped.id}/ship`, body),
      await admin.put('/order/delivery', { id: unshipped.id, ...body }),
    ];

    for (const answer of answers)
      expect(answer).toMatchObject({
        status: 400,
        body: { error_code: 10000, msg: { [field]: expect.stringMatching(message) } },
      });
    expect(await statusOf(unshipped)).toBe(2);
  });

  it('[G7] knows carriers by short names, and numbers with blanks and invisible characters', async () => {
    const [order, another] = [await paid(shop, { young: true }), await paid(shop, { young: true })];
    const parcels = [{ carrier: ' 顺丰快递 ', tracking_no: '\u200bSF 0000\u00a0001' }];

    const answers = [
      await admin.post(`/admin/order/${order.id}/ship`, { parcels }),
      await admin.put('/order/delivery', { id: another.id, parcels: [{ ...ZTO, carrier: '极兔' }] }),
    ];
    const again = await admin.post(`/admin/order/${another.id}/reship`, {
      parcels: [{ ...ZTO, carrier: '邮政' }],
    });

    expect([...answers, again].map(({ status }) => status)).toEqual([201, 200, 409]);
    expect((await admin.get(`/order/${order.id}/parcel`)).body).toMatchObject([
      { carrier: 'SF', carrier_name: '顺丰速运', tracking_no: 'SF0000001' },
    ]);
    expect((await admin.get(`/order/${another.id}/parcel`)).body).toMatchObject([{ carrier: 'JTSD' }]);
  });

  it.each(['same_city', 'virtual', 'pick_up'])('knows ways without a parcel: %s', async (logistics) => {
    const order = await paid(shop, { young: true });

    const answer = await admin.put('/order/delivery', { id: order.id, logistics });

    expect(answer).toMatchObject({ status: 200, body: OK });
    expect((await order.shopper.get(`/order/${order.id}/parcel`)).body).toEqual([]);
  });

  it('goes on parcel by parcel, and ends when it is said to', async () => {
    const order = await paid(shop, { young: true });
    const ship = (body: object) => admin.post(`/admin/order/${order.id}/ship`, body);

    const first = await ship({ parcels: [ZTO], is_last: false });
    const [twice, otherwise, bare, cms, reshipped] = [
      await ship({ parcels: [ZTO] }),
      await ship({ parcels: [YTO], logistics: 'virtual' }),
      await ship({}),
      await admin.put('/order/delivery', { id: order.id }),
      await admin.post(`/admin/order/${order.id}/reship`, { parcels: [YTO] }),
    ];
    const second = await ship({ parcels: [YTO], is_last: false });
    const end = await ship({ is_last: true });
    const more = await ship({ parcels: [{ ...ZTO, tracking_no: '3' }] });

    expect([first.status, second.status, end.status]).toEqual([201, 201, 201]);
    expect(twice).toMatchObject({ status: 400, body: { msg: { parcels: '快递单号重复' } } });
    expect(otherwise.status).toBe(400);
    expect([bare.body.error_code, cms.body.error_code, more.body.error_code]).toEqual([80002, 80002, 80002]);
    expect(reshipped).toMatchObject({ status: 409, body: { error_code: 90006 } });
    expect(await timelineOf(admin, order)).toEqual([
      'place shopper:' + (await shopperOf(order.id)),
      'prepay shopper:' + (await shopperOf(order.id)),
      'settle wechat',
      'ship admin:1',
      'ship admin:1',
      'ship admin:1',
    ]);
  });

  async function shopperOf(id: number): Promise<number> {
    const { rows } = await shop.db.query('SELECT shopper_id FROM customer_order WHERE id = $1', [id]);
    return rows[0].shopper_id;
  }

  it('happens once when two admins press at the same moment', async () => {
    const order = await paid(shop, { young: true });
    const bodies = [{ parcels: [ZTO] }, { parcels: [YTO] }, { parcels: [YTO, ZTO] }, {}];

    const answers = await Promise.all(
      bodies.map((body) => admin.post(`/admin/order/${order.id}/ship`, body)),
    );

    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 403, 403, 403]);
    expect(await statusOf(order)).toBe(3);
  });

  it('and a refund of all of it exclude each other', async () => {
    const orders = [await paid(shop, { young: true }), await paid(shop, { young: true })];

    for (const order of orders) {
      const [refund, ship] = await Promise.all([
        admin.post(`/admin/order/${order.id}/refund`, {}),
        admin.post(`/admin/order/${order.id}/ship`, { parcels: [ZTO] }),
      ]);
      expect(refund.status).toBe(201);
      expect([201, 409]).toContain(ship.status);
      const more = await admin.post(`/admin/order/${order.id}/ship`, { parcels: [YTO] });
      const again = await admin.post(`/admin/order/${order.id}/reship`, { parcels: [YTO] });
      expect([403, 409]).toContain(more.status);
      expect(again.status).toBe(409);
    }
  });

  it('is refused for orders that are unknown, unpaid or gone', async () => {
    const order = await paid(shop, { young: true });
    const { body } = await order.shopper.post('/order', {
      products: [{ product_id: order.pear.id, count: 1 }],
    });
    await admin.put('/order/delivery', { id: order.id });

    const answers = await Promise.all([
      admin.post('/admin/order/2000000000/ship', {}),
      admin.post(`/admin/order/${body.order_id}/ship`, {}),
      admin.post(`/admin/order/${order.id}/ship`, {}),
      admin.post('/admin/order/2000000000/reship', {}),
      admin.post(`/admin/order/${body.order_id}/reship`, {}),
    ]);

    expect(answers.map(({ status, body: said }) => [status, said.error_code])).toEqual([
      [404, 80000],
      [403, 80002],
      [403, 80002],
      [404, 80000],
      [409, 90006],
    ]);
  });
});

describe('the merchant', () => {
  let shop: Shop;
  let admin: Client;
  beforeAll(async () => {
    shop = await Shop.open();
    admin = await shop.admin();
  });
  afterAll(() => shop.stop());

  it('is told the carriers while WeChat is down, and more when it is back', async () => {
    await shop.simulator.post('/sim/fault', { endpoint: 'shippingOther', kind: 'http503', times: -1 });
    const down = await admin.get('/admin/carrier');
    await shop.simulator.post('/sim/fault', { endpoint: 'shippingOther', kind: 'none', times: 0 });
    const soon = await admin.get('/admin/carrier');
    await shop.later(61);

    const back = await admin.get('/admin/carrier');
    await shop.simulator.post('/sim/fault', { endpoint: 'shippingOther', kind: 'http503', times: -1 });
    await shop.later(86_401);
    const known = await (await shop.admin()).get('/admin/carrier');
    await shop.simulator.post('/sim/fault', { endpoint: 'shippingOther', kind: 'none', times: 0 });

    expect(down).toMatchObject({
      status: 200,
      body: expect.arrayContaining([{ code: 'SF', name: '顺丰速运' }]),
    });
    expect(soon.body).toEqual(down.body);
    expect(back.body.length).toBeGreaterThan(down.body.length);
    expect(known.body).toEqual(back.body);
  });

  it('sees what must leave, the nearest deadline first', async () => {
    admin = await shop.admin();
    const first = await paid(shop);
    const second = await paid(shop);
    const third = await shipped(shop, admin);
    await admin.post(`/admin/order/${second.id}/ship`, { parcels: [ZTO], is_last: false });
    await uploadOf(shop, second, ({ state }) => state === 'uploaded');
    await shop.later(48 * 3600 - 600);
    admin = await shop.admin();
    const [open, done, none] = [
      await admin.get('/admin/shipping'),
      await admin.get('/admin/shipping?state=done&size=5'),
      await admin.get('/admin/shipping?state=person'),
    ];
    await shop.later(3600);
    const late = await admin.get('/admin/shipping?state=unshipped');

    expect(open.body.data).toMatchObject([
      {
        order_id: first.id,
        order_no: first.no,
        state: 'unshipped',
        overdue: false,
        parcels: [],
        logistics: null,
      },
      { order_id: second.id, state: 'uploaded', complete: false, parcels: [ZTO], reshipped: false },
    ]);
    expect(done.body).toMatchObject({ next: null, data: [{ order_id: third.id, state: 'done' }] });
    expect(none.body.data).toEqual([]);
    expect(late.body.data).toMatchObject([{ order_id: first.id, overdue: true }]);
    expect((await admin.get('/admin/shipping?state=lost')).status).toBe(400);
  });
});
