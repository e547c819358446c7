import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../given/client';
import { eventually, Shop } from '../given/shop';
import { atWeChat, becomes, OK, paid, shipped, timelineOf, uploadOf, YTO, ZTO } from './bench';

describe.each([
  ['v2', { WECHAT_PAY_GATEWAY: 'v2' }],
  ['v3', { WECHAT_PAY_GATEWAY: 'v3' }],
])('shipping information, paid through %s', (_gateway, settings) => {
  let shop: Shop;
  let admin: Client;
  beforeAll(async () => {
    shop = await Shop.open(settings);
    admin = await shop.admin();
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  it('tells WeChat of a parcel within a second, and takes the CMS’s bare id for the merchant’s own delivery', async () => {
    const [order, delivered] = [await paid(shop), await paid(shop)];

    const answers = [
      await admin.post(`/admin/order/${order.id}/ship`, {
        parcels: [{ carrier: 'SF', tracking_no: 'SF0000001' }],
      }),
      await admin.put('/order/delivery', { id: delivered.id }),
    ];
    for (const one of [order, delivered]) await uploadOf(shop, one, ({ state }) => state === 'done');

    expect(answers).toMatchObject([
      { status: 201, body: OK },
      { status: 200, body: OK },
    ]);
    expect(await atWeChat(shop, order)).toMatchObject({
      order_state: 2,
      shipping: {
        delivery_mode: 1,
        logistics_type: 1,
        finish_shipping_count: 1,
        shipping_list: [
          {
            tracking_no: 'SF0000001',
            express_company: 'SF',
            goods_desc: '梨*2',
            contact: { receiver_contact: '138****8000' },
          },
        ],
      },
    });
    expect((await atWeChat(shop, delivered)).shipping).toMatchObject({ delivery_mode: 1, logistics_type: 2 });
    expect(await timelineOf(admin, delivered)).toContain('ship admin:1');
  });
});

describe('the upload', () => {
  let shop: Shop;
  let admin: Client;
  beforeAll(async () => {
    shop = await Shop.open();
    admin = await shop.admin();
  });
  afterEach(async () => {
    await shop.simulator.post('/sim/fault', { endpoint: 'uploadShippingInfo', kind: 'none', times: 0 });
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  it.each([
    ['13800138000', '138****8000'],
    ['020-81167888-801', '020****7888'],
    ['0451-8234567', '045****4567'],
    ['+852 6123 4567', '+85****4567'],
    ['0912-345-678', '+88****5678'],
  ])('[F2] by SF to %s names the receiver as %s', async (mobile, contact) => {
    const order = await paid(shop, { address: { mobile, city: '东莞市', country: '' } });

    await admin.post(`/admin/order/${order.id}/ship`, { parcels: [{ carrier: 'SF', tracking_no: 'SF1' }] });
    const { code } = await uploadOf(shop, order, ({ state }) => state !== 'wanted');

    expect(code).toBeNull();
    const { shipping } = await atWeChat(shop, order);
    expect(shipping.shipping_list[0].contact).toEqual({ receiver_contact: contact });
  });

  it('waits a minute where WeChat does not know the payment yet, and asks again', async () => {
    const order = await paid(shop, { young: true });

    await admin.put('/order/delivery', { id: order.id });
    const first = await uploadOf(shop, order, ({ code }) => code !== null);
    await shop.later(61);
    await uploadOf(shop, order, ({ state }) => state === 'done');

    expect(first).toEqual({ state: 'wanted', code: '10060001', tries: 1 });
    expect((await atWeChat(shop, order)).order_state).toBe(2);
  });

  it.each(['lostAnswer', 'http500'])('arrives once when WeChat fails by %s', async (kind) => {
    await shop.simulator.post('/sim/fault', { endpoint: 'uploadShippingInfo', kind, times: 1 });
    const order = await paid(shop);

    await admin.post(`/admin/order/${order.id}/ship`, { parcels: [ZTO] });
    const upload = await eventually(
      async () => {
        await shop.later(20);
        return uploadOf(shop, order, () => true);
      },
      ({ state }) => state === 'done',
    );

    expect(upload).toMatchObject({ state: 'done', code: null });
    expect((await atWeChat(shop, order)).shipping).toMatchObject({
      finish_shipping_count: 1,
      shipping_list: [{ tracking_no: '7300001' }],
    });
  });

  it('of several parcels is one list, which grows until it is said to be all', async () => {
    const order = await paid(shop);

    await admin.post(`/admin/order/${order.id}/ship`, { parcels: [ZTO], is_last: false });
    await uploadOf(shop, order, ({ state }) => state === 'uploaded');
    const part = await atWeChat(shop, order);
    const last = await admin.post(`/admin/order/${order.id}/ship`, { parcels: [YTO] });
    await uploadOf(shop, order, ({ state }) => state === 'done');
    const whole = await atWeChat(shop, order);

    expect(last).toMatchObject({ status: 201, body: OK });
    expect(part).toMatchObject({ order_state: 1, shipping: { delivery_mode: 2, finish_shipping: false } });
    expect(whole).toMatchObject({ order_state: 2, shipping: { finish_shipping_count: 1 } });
    expect(
      whole.shipping.shipping_list.map(({ tracking_no }: { tracking_no: string }) => tracking_no),
    ).toEqual(['7300001', 'YT0000002']);
    expect((await order.shopper.get(`/order/${order.id}/parcel`)).body).toMatchObject([
      { carrier: 'ZTO', carrier_name: '中通快递', tracking_no: '7300001' },
      { carrier: 'YTO', tracking_no: 'YT0000002' },
    ]);
  });

  it('leaves alone what somebody shipped in WeChat’s portal while an answer was lost', async () => {
    const order = await paid(shop);
    await admin.post(`/admin/order/${order.id}/ship`, { parcels: [ZTO], is_last: false });
    await uploadOf(shop, order, ({ state }) => state === 'uploaded');
    await admin.post(`/admin/order/${order.id}/ship`, { is_last: true });
    await uploadOf(shop, order, ({ state }) => state === 'done');
    await shop.db.query(
      `UPDATE shipping_upload SET state = 'wanted', next_try_at = now(), is_unanswered = true WHERE order_id = $1`,
      [order.id],
    );
    await shop.db.query(`UPDATE parcel SET tracking_no = 'other' WHERE order_id = $1`, [order.id]);

    const upload = await uploadOf(shop, order, ({ state }) => state === 'done');

    expect(upload).toMatchObject({ state: 'done', code: '10060002' });
    expect((await atWeChat(shop, order)).shipping.finish_shipping_count).toBe(1);
  });

  it('uses the one chance to ship anew once, and no more', async () => {
    const order = await shipped(shop, admin);

    const first = await admin.post(`/admin/order/${order.id}/reship`, { parcels: [YTO] });
    await uploadOf(shop, order, ({ state }) => state === 'done');
    const known = (await atWeChat(shop, order)).shipping;
    const second = await admin.post(`/admin/order/${order.id}/reship`, { parcels: [ZTO] });

    expect(first).toMatchObject({ status: 201, body: OK });
    expect(known).toMatchObject({ finish_shipping_count: 2, shipping_list: [{ tracking_no: 'YT0000002' }] });
    expect(second).toMatchObject({ status: 409, body: { error_code: 90006, msg: '重新发货的机会已用完' } });
    expect(await timelineOf(admin, order)).toEqual(
      expect.arrayContaining(['ship admin:1', 'reship admin:1']),
    );
  });

  it('that WeChat refuses is put right without taking the chance', async () => {
    const order = await paid(shop);
    await shop.db.query(
      `UPDATE customer_order SET address_snapshot = address_snapshot - 'mobile' WHERE id = $1`,
      [order.id],
    );
    await admin.post(`/admin/order/${order.id}/ship`, { parcels: [{ carrier: 'SF', tracking_no: '1' }] });
    const refused = await uploadOf(shop, order, ({ state }) => state === 'person');

    await admin.post(`/admin/order/${order.id}/reship`, { parcels: [ZTO] });
    await uploadOf(shop, order, ({ state }) => state === 'done');

    expect(refused.code).toBe('10060014');
    expect((await atWeChat(shop, order)).shipping.finish_shipping_count).toBe(1);
    expect((await admin.post(`/admin/order/${order.id}/reship`, { parcels: [YTO] })).status).toBe(201);
    await uploadOf(shop, order, ({ state }) => state === 'done');
  });

  it('of an order that is refunded in full is refused, and nobody need mind', async () => {
    const order = await paid(shop, { young: true });
    await admin.put('/order/delivery', { id: order.id });
    await uploadOf(shop, order, ({ code }) => code !== null);
    await admin.post(`/admin/order/${order.id}/refund`, {});
    await eventually(
      () => admin.get(`/admin/refund?order_id=${order.id}`),
      ({ body }) => body.data[0].state === 'processing',
    );

    await shop.later(62);
    const upload = await uploadOf(shop, order, ({ state }) => state !== 'wanted');

    expect(upload).toMatchObject({ state: 'refused', code: '10060004' });
    expect(await becomes(order, 8)).toBe(8);
  });
});
