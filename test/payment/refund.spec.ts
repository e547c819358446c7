import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../given/client';
import { eventually, nonce, Shop } from '../given/shop';

const OK = { code: 201, msg: 'ok', errorCode: 0 };

describe.each([
  ['v2, HMAC-SHA256', { WECHAT_PAY_GATEWAY: 'v2' }],
  ['v2, MD5', { WECHAT_PAY_GATEWAY: 'v2', WECHAT_PAY_V2_SIGN_TYPE: 'MD5' }],
  ['v3', { WECHAT_PAY_GATEWAY: 'v3' }],
])('a refund through %s', (_gateway, settings) => {
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

  it('gives the whole order back, with its goods, once WeChat says that it is done', async () => {
    const { id, pear } = await paid(shop, { count: 2 });

    const asked = await admin.post(`/admin/order/${id}/refund`, { reason: '七天无理由' });
    const accepted = await refundsOf(admin, id, ({ state }) => state === 'processing');
    const stillPaid = await statusOf(admin, id);
    await shop.later(4);
    const [refund] = await refundsOf(admin, id, ({ state }) => state === 'success');

    expect(asked).toMatchObject({ status: 201, body: { ...OK, refund_id: refund!.id } });
    expect(accepted).toHaveLength(1);
    expect(stillPaid).toBe(2);
    expect(refund).toMatchObject({ amount: '39.98', reason: '七天无理由', state: 'success', restock: true });
    expect(await statusOf(admin, id)).toBe(8);
    expect(await shop.stockOf(pear.skuIds[0])).toEqual({ stock: 10, reserved: 0, sold: 0 });
    expect(await reasonsOf(admin, id)).toEqual(['place', 'prepay', 'settle', 'refund', 'refund_success']);
    expect(await refundedAtWeChat(shop, id)).toEqual([3998]);
  });

  it('gives a line back, then an amount, then the rest, a minute apart, and the last one ends the order', async () => {
    const { id, pear } = await paid(shop, { count: 3, priceFen: 1001 });

    await admin.post(`/admin/order/${id}/refund`, { lines: [{ sku_id: pear.skuIds[0], count: 1 }] });
    await admin.post(`/admin/order/${id}/refund`, { amount: '5' });
    await admin.post(`/admin/order/${id}/refund`, { restock: false });
    for (const done of [1, 2, 3]) {
      await shop.later(62);
      await refundsOf(admin, id, ({ state }) => state === 'success', done);
    }
    const refunds = await refundsOf(admin, id, () => true);

    expect(refunds.map(({ amount }) => amount)).toEqual(['15.02', '5.00', '10.01']);
    expect(await statusOf(admin, id)).toBe(8);
    expect(await shop.stockOf(pear.skuIds[0])).toEqual({ stock: 8, reserved: 0, sold: 2 });
    expect(await refundedAtWeChat(shop, id)).toEqual([1001, 500, 1502]);
  });
});

interface Listed {
  id: number;
  amount: string;
  state: string;
  restock: boolean;
  reason: string;
}

/** Somebody's order of pears, paid. */
async function paid(shop: Shop, { count = 2, priceFen = 1999 }: { count?: number; priceFen?: number } = {}) {
  const pear = await shop.product({ stock: 10, priceFen });
  const shopper = await shop.shopper(`buyer-${nonce()}`);
  const { body: placed } = await shopper.post('/order', { products: [{ product_id: pear.id, count }] });
  const { body: prepay } = await shopper.post('/pay/pre_order', { id: placed.order_id });
  await shop.pay(prepay);
  return {
    id: placed.order_id as number,
    no: placed.order_no as string,
    pear,
    shopper,
    prepay,
  };
}

async function refundsOf(admin: Client, id: number, wanted: (row: Listed) => boolean, count = 1) {
  const look = async (): Promise<Listed[]> => (await admin.get(`/admin/refund?order_id=${id}`)).body.data;
  return eventually(look, (rows) => rows.filter(wanted).length >= count);
}

async function statusOf(admin: Client, id: number): Promise<number> {
  return (await admin.get(`/order/${id}`)).body.status;
}

async function reasonsOf(admin: Client, id: number): Promise<string[]> {
  const { body } = await admin.get(`/admin/order/${id}/timeline`);
  return body.map(({ reason }: { reason: string }) => reason);
}

/** Fen, oldest first, by WeChat's own books. */
async function refundedAtWeChat(shop: Shop, id: number): Promise<number[]> {
  const { rows } = await shop.db.query<{ order_no: string }>(
    'SELECT order_no FROM customer_order WHERE id = $1',
    [id],
  );
  const { body } = await shop.simulator.get('/sim/books');
  return body.refunds
    .filter((row: { out_trade_no: string }) => row.out_trade_no === rows[0]!.order_no)
    .map((row: { refund_fee: number }) => row.refund_fee);
}
