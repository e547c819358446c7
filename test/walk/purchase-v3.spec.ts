import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { eventually, Shop } from '../given/shop';

const keyFile = (name: string) => path.join(inject('keysDir'), name);
const V3 = { WECHAT_PAY_GATEWAY: 'v3' } as const;
const PUBLIC_KEY = {
  WECHAT_PAY_PUBLIC_KEY_ID: 'PUB_KEY_ID_0119000000012026000000000001',
  WECHAT_PAY_PUBLIC_KEY_FILE: keyFile('wechatpay-public-key.pem'),
};
const CERTIFICATES = { WECHAT_PAY_PLATFORM_CERT_FILES: keyFile('wechatpay-platform-cert.pem') };
const ACKNOWLEDGED = { status: 200, body: '{"code":"SUCCESS","message":"成功"}' };

describe.each<[string, Record<string, string>]>([
  ['the public key alone', PUBLIC_KEY],
  ['certificates alone', CERTIFICATES],
  ['public key and certificates', { ...PUBLIC_KEY, ...CERTIFICATES }],
])('a purchase through v3, verified by %s', (_what, verifying) => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open({ ...V3, ...verifying });
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  it('goes from login to a paid order with its goods sold', async () => {
    const pear = await shop.product({ stock: 10, priceFen: 1999 });
    const ann = await shop.shopper('ann');

    const order = await ann.post('/order', { products: [{ product_id: pear.id, count: 2 }] });
    const prepay = await ann.post('/pay/pre_order', { id: order.body.order_id });
    const paid = await shop.pay(prepay.body);
    const detail = await ann.get(`/order/${order.body.order_id}`);

    expect(prepay).toMatchObject({ status: 200, body: { signType: 'RSA' } });
    expect(paid.body.notified).toEqual([ACKNOWLEDGED]);
    expect(detail.body).toMatchObject({ status: 2, total_price: '39.98', total_count: 2 });
    expect(await shop.stockOf(pear.skuIds[0])).toEqual({ stock: 8, reserved: 0, sold: 2 });
  });

  it('pays once, however often the notice comes', async () => {
    const { id, no, prepay } = await begun(shop);
    await shop.pay(prepay);

    const again = await shop.simulator.post('/sim/notify', { out_trade_no: no, copies: 5 });

    expect(again.body.notified).toEqual(Array.from({ length: 5 }, () => ACKNOWLEDGED));
    expect(await moneyOf(shop, id)).toEqual([{ gateway: 'v3', source: 'notice', disposition: 'fulfilled' }]);
  });
});

describe('an order through v3', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open(V3);
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  it('is closed at WeChat before its goods come back', async () => {
    const { id, pear } = await begun(shop);

    await shop.later(1900);
    const detail = await eventually(
      () => statusOf(shop, id),
      (status) => status === 7,
    );

    expect(detail).toBe(7);
    expect(await shop.stockOf(pear.skuIds[0])).toEqual({ stock: 10, reserved: 0, sold: 0 });
  });

  it('[D1-29] whose notices are lost is found paid by a query when its time is over', async () => {
    const { id, prepay } = await begun(shop);
    await shop.simulator.post('/sim/fault', { endpoint: 'notify', kind: 'drop', times: 99 });
    await shop.pay(prepay);

    await shop.later(1900);
    const status = await eventually(
      () => statusOf(shop, id),
      (seen) => seen === 2,
    );
    await shop.simulator.post('/sim/fault', { endpoint: 'notify', kind: 'none', times: 1 });

    expect(status).toBe(2);
    expect(await moneyOf(shop, id)).toEqual([{ gateway: 'v3', source: 'query', disposition: 'fulfilled' }]);
  });
});

describe('an order begun under v2', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open({ WECHAT_PAY_GATEWAY: 'v2' });
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  it('is paid under v2 after the shop went over to v3, whose new orders are v3’s', async () => {
    const old = await begun(shop);

    await shop.reopen(V3);
    const prepay = await old.shopper.post('/pay/pre_order', { id: old.id });
    const paid = await shop.pay(prepay.body);
    const young = await begun(shop);
    const paidYoung = await shop.pay(young.prepay);

    expect(prepay).toMatchObject({ status: 200, body: { signType: 'HMAC-SHA256' } });
    expect(paid.body.notified).toMatchObject([{ status: 200, body: expect.stringContaining('<xml>') }]);
    expect(young.prepay).toMatchObject({ signType: 'RSA' });
    expect(paidYoung.body.notified).toEqual([ACKNOWLEDGED]);
    expect([await statusOf(shop, old.id), await statusOf(shop, young.id)]).toEqual([2, 2]);
    expect(await moneyOf(shop, old.id)).toMatchObject([{ gateway: 'v2' }]);
    expect(await moneyOf(shop, young.id)).toMatchObject([{ gateway: 'v3' }]);
  });
});

let shoppers = 0;

/** An order of somebody new, for which WeChat was asked. */
async function begun(shop: Shop) {
  const pear = await shop.product({ stock: 10 });
  shoppers += 1;
  const shopper = await shop.shopper(`v3-buyer-${shoppers}`);
  const { body: placed } = await shopper.post('/order', { products: [{ product_id: pear.id, count: 2 }] });
  const { body: prepay } = await shopper.post('/pay/pre_order', { id: placed.order_id });
  return { id: placed.order_id as number, no: placed.order_no as string, pear, shopper, prepay };
}

async function statusOf(shop: Shop, id: number): Promise<number> {
  const { rows } = await shop.db.query('SELECT status FROM customer_order WHERE id = $1', [id]);
  return rows[0]?.status as number;
}

async function moneyOf(shop: Shop, id: number): Promise<object[]> {
  const { rows } = await shop.db.query<object>(
    'SELECT gateway, source, disposition FROM money_transaction WHERE order_id = $1 ORDER BY id',
    [id],
  );
  return rows;
}
