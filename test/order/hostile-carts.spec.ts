import { CustomerOrder } from '@app/order';
import { EntityManager } from 'typeorm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../given/client';
import { Shop } from '../given/shop';

let shop: Shop;
let ann: Client;
beforeAll(async () => {
  shop = await Shop.open({ MAX_OPEN_ORDERS: '0' });
  ann = await shop.shopper('ann');
});
afterEach(async () => {
  expect(await shop.breaches()).toEqual([]);
});
afterAll(() => shop.stop());

const ordersNow = async () => (await shop.db.query('SELECT FROM customer_order')).rowCount;

describe('a cart', () => {
  it.each([
    [101, 400],
    [10_000, 413],
  ])('[F49] of %i lines is refused', async (count, status) => {
    const pear = await shop.product({ stock: 100_000 });
    const before = await ordersNow();

    const answer = await ann.post('/order', {
      products: Array.from({ length: count }, () => ({ product_id: pear.id, count: 1 })),
    });

    expect(answer).toMatchObject({ status, body: { error_code: 10000 } });
    expect(await ordersNow()).toBe(before);
  });

  it('[F48] that costs more than ten million yuan is refused, one that costs as much is taken', async () => {
    const pear = await shop.product({ stock: 1000, priceFen: 2_000_000 });
    const [before, most] = [await ordersNow(), 500];

    const over = await ann.post('/order', { products: [{ product_id: pear.id, count: most + 1 }] });
    const full = await ann.post('/order', { products: [{ product_id: pear.id, count: most }] });

    expect(over).toMatchObject({ status: 400, body: { error_code: 10000 } });
    expect(full).toMatchObject({ status: 200, body: { pass: true } });
    expect(await ordersNow()).toBe(before! + 1);
  });

  it.each([
    ['U+0000', 'a\0b'],
    ['a lone surrogate', '\ud83d'],
    ['200 letters under a heap of accents', 'e\u0301\u0302\u0303\u0304'.repeat(200)],
  ])('[F50] [F51] whose remark has %s is refused', async (_what, remark) => {
    const pear = await shop.product();
    const before = await ordersNow();

    const answer = await ann.post('/order', { products: [{ product_id: pear.id, count: 1 }], remark });

    expect(answer).toMatchObject({ status: 400, body: { error_code: 10000 } });
    expect(await ordersNow()).toBe(before);
  });

  it.each(['🐻‍❄️ 送给 👨‍👩‍👧', '𠮷野家 㐀 𪚥', 'cafe\u0301', '{"a":"\\u0000"}', "';--"])(
    '[F51] keeps the remark %j to the letter',
    async (remark) => {
      const pear = await shop.product();

      const { body } = await ann.post('/order', { products: [{ product_id: pear.id, count: 1 }], remark });
      const order = await ann.get(`/order/${body.order_id}`);

      expect(order.body.remark).toBe(remark);
    },
  );
});

it('[F43] two taps without a key are two orders that can both be seen, and both hold their goods', async () => {
  const pear = await shop.product({ stock: 10 });
  const bob = await shop.shopper('bob');
  const tap = () => bob.post('/order', { products: [{ product_id: pear.id, count: 1 }] });

  await Promise.all([tap(), tap()]);
  const { body } = await bob.get('/order/by_user');

  expect(body.data).toHaveLength(2);
  expect(await shop.stockOf(pear.skuIds[0])).toEqual({ stock: 8, reserved: 2, sold: 0 });
});

it('[F44] what was ordered is paid at the price it was ordered at, renamed, repriced or off sale', async () => {
  const pear = await shop.product({ name: '秋月梨', priceFen: 1999, stock: 5 });
  const { body } = await ann.post('/order', { products: [{ product_id: pear.id, count: 2 }] });
  await shop.db.query(`UPDATE product SET name = '改名', on_sale = false WHERE id = $1`, [pear.id]);
  await shop.db.query('UPDATE sku SET price_fen = 1 WHERE product_id = $1', [pear.id]);

  const prepay = await ann.post('/pay/pre_order', { id: body.order_id });
  await shop.pay(prepay.body);
  const order = await ann.get(`/order/${body.order_id}`);
  const books = await shop.simulator.get('/sim/books');

  expect(order.body).toMatchObject({ status: 2, snap_name: '秋月梨', total_price: '39.98' });
  expect(books.body.transactions).toMatchObject([{ out_trade_no: body.order_no, total_fee: 3998 }]);
});

it('[F52] an id that is undefined finds nothing by accident: the question throws', async () => {
  await ann.post('/order', { products: [{ product_id: (await shop.product()).id, count: 1 }] });
  const db = shop.mall.get(EntityManager);

  await expect(db.findOneBy(CustomerOrder, { id: undefined })).rejects.toThrow(/undefined/);
  await expect(db.findOne(CustomerOrder, { where: { id: undefined } })).rejects.toThrow(/undefined/);
});
