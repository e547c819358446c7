import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../given/client';
import { eventually, nonce, Shop, type Product } from '../given/shop';
import { statusOf } from './paid';

describe('an unpaid order at another price', () => {
  let shop: Shop;
  let admin: Client;
  beforeAll(async () => {
    shop = await Shop.open({ TOKEN_TTL_SECONDS: '1000000', ORDER_TTL_SECONDS: '7200' });
    admin = await shop.admin();
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  /** All there is of a thing, ordered. */
  async function ordered(): Promise<{ id: number; no: string; pear: Product; shopper: Client }> {
    const pear = await shop.product({ stock: 2, priceFen: 1999 });
    const shopper = await shop.shopper(`buyer-${nonce()}`);
    const products = [{ product_id: pear.id, count: 2 }];
    const { body } = await shopper.post('/order', { products, remark: '轻放' });
    return { id: body.order_id, no: body.order_no, pear, shopper };
  }

  function replace(id: number, pear: Product, more: object = {}) {
    const lines = [{ sku_id: pear.skuIds[0], price: '18.00' }];
    return admin.post(`/admin/order/${id}/replace`, { lines, ...more });
  }

  it('is another order in its place, of the same goods, and is paid at that price', async () => {
    const { id, pear, shopper } = await ordered();

    const answer = await replace(id, pear, { freight: '2.50' });
    const { body: now } = await shopper.get(`/order/${answer.body.order_id}`);
    const held = await shop.stockOf(pear.skuIds[0]);
    await shop.pay((await shopper.post('/pay/pre_order', { id: now.id })).body);
    const file = await admin.get(`/admin/order/${id}`);

    expect(answer).toMatchObject({ status: 201, body: { code: 201, order_id: expect.any(Number) } });
    expect(now).toMatchObject({ status: 1, total_price: '38.50', remark: '轻放' });
    expect(now.snap_items).toMatchObject([{ id: pear.id, counts: 2, price: '18.00' }]);
    expect(held).toEqual({ stock: 0, reserved: 2, sold: 0 });
    expect(await statusOf(admin, now.id)).toBe(2);
    expect(file.body).toMatchObject({ status: 7, close_reason: 'admin', replaced_by: now.id });
  });

  it('waits until WeChat is sure that nobody pays the old one', async () => {
    const { id, pear, shopper } = await ordered();
    await shopper.post('/pay/pre_order', { id });

    const answer = await replace(id, pear);
    const twice = await replace(id, pear);
    const { body: before } = await shopper.get('/order/by_user');
    await shop.later(301);
    const placed = await eventually(
      async () => (await admin.get(`/admin/order/${id}`)).body.replaced_by,
      (found) => found !== null,
    );

    expect(answer).toMatchObject({ status: 201, body: { order_id: null } });
    expect(twice).toMatchObject({ status: 409, body: { error_code: 90006 } });
    expect(before.data).toHaveLength(1);
    expect((await shopper.get(`/order/${placed}`)).body).toMatchObject({ status: 1, total_price: '36.00' });
    expect(await statusOf(admin, id)).toBe(7);
    expect(await shop.stockOf(pear.skuIds[0])).toEqual({ stock: 0, reserved: 2, sold: 0 });
  });

  it('is none where the old one was paid after all', async () => {
    const { id, pear, shopper } = await ordered();
    const { body: prepay } = await shopper.post('/pay/pre_order', { id });

    const answer = await replace(id, pear);
    await shop.pay(prepay);
    await shop.later(301);
    const status = await eventually(
      () => statusOf(admin, id),
      (seen) => seen === 2,
    );

    expect(answer.body.order_id).toBeNull();
    expect(status).toBe(2);
    expect((await shopper.get('/order/by_user')).body.data).toHaveLength(1);
    expect((await admin.get(`/admin/order/${id}`)).body.replaced_by).toBeNull();
    expect(await shop.stockOf(pear.skuIds[0])).toEqual({ stock: 0, reserved: 0, sold: 2 });
  });

  it.each<[string, (pear: Product) => object, number, number]>([
    ['nothing', () => ({}), 400, 10000],
    ['a price of nothing', ({ skuIds }) => ({ lines: [{ sku_id: skuIds[0], price: '0' }] }), 400, 10000],
    ['a line that it has not', () => ({ lines: [{ sku_id: 2_000_000_000, price: '1' }] }), 400, 10000],
    [
      'one line twice',
      ({ skuIds }) => ({ lines: ['1', '2'].map((price) => ({ sku_id: skuIds[0], price })) }),
      400,
      10000,
    ],
  ])('is not had by %s, and the order stays as it is', async (_what, body, status, error_code) => {
    const { id, pear } = await ordered();

    const answer = await admin.post(`/admin/order/${id}/replace`, body(pear));

    expect(answer).toMatchObject({ status, body: { error_code } });
    expect(await statusOf(admin, id)).toBe(1);
    expect(await shop.stockOf(pear.skuIds[0])).toEqual({ stock: 0, reserved: 2, sold: 0 });
  });

  it('is not had for an order that is unknown, paid or closed', async () => {
    const [paid, closed] = [await ordered(), await ordered()];
    await shop.pay((await paid.shopper.post('/pay/pre_order', { id: paid.id })).body);
    await closed.shopper.post(`/order/${closed.id}/cancel`);

    const answers = [
      await replace(2_000_000_000, paid.pear),
      await replace(paid.id, paid.pear),
      await replace(closed.id, closed.pear),
    ];

    expect(answers.map(({ status, body }) => [status, body.error_code])).toEqual([
      [404, 80000],
      [409, 90006],
      [409, 90006],
    ]);
  });
});
