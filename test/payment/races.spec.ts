import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Answer, Client } from '../given/client';
import { eventually, Shop, type Product } from '../given/shop';
import { dueOf, known, moneyOf, statusOf, type Due } from '../notify/webhook';

const PAIRS = 10;

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

const times = <T>(count: number, act: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => act(index)));

async function placed({ id }: Product): Promise<Omit<Due, 'prepay'>> {
  const shopper = await shop.shopper(`racer-${(names += 1)}`);
  const { body } = await shopper.post('/order', { products: [{ product_id: id, count: 1 }] });
  return { ...(await known(shop, body.order_id)), shopper };
}
let names = 0;

const ends = (order: Pick<Due, 'id'>, good: (status: number) => boolean) =>
  eventually(() => statusOf(shop, order), good);

async function paid(): Promise<Due> {
  const pear = await shop.product({ stock: 10, priceFen: 1999 });
  const order = await dueOf(shop, pear.id, 2);
  await shop.pay(order.prepay);
  return order;
}

const codes = (answers: Answer[]) => answers.map(({ status, body }) => `${status} ${body.error_code ?? ''}`);

it('[F41] cancel × pre_order: whoever is second sees the first, and the goods come back', async () => {
  const pear = await shop.product({ stock: PAIRS });
  const orders = await times(PAIRS, () => placed(pear));

  const pairs = await Promise.all(
    orders.map(({ id, shopper }) =>
      Promise.all([shopper.post(`/order/${id}/cancel`), shopper.post('/pay/pre_order', { id })]),
    ),
  );
  await shop.later(301);
  const ended = await Promise.all(orders.map((order) => ends(order, (status) => status === 7)));

  expect(pairs.every(([cancelled]) => cancelled.status === 201)).toBe(true);
  expect(pairs.every(([, prepay]) => [200, 409].includes(prepay.status))).toBe(true);
  expect(new Set(ended)).toEqual(new Set([7]));
  expect(await shop.stockOf(pear.skuIds[0])).toEqual({ stock: PAIRS, reserved: 0, sold: 0 });
});

it('[F41] expiry × notice: the money fulfils its order or goes back, never neither', async () => {
  const pear = await shop.product({ stock: PAIRS });
  const orders = await times(PAIRS, () => dueOf(shop, pear.id, 1));

  await Promise.all([shop.later(1801), ...orders.map(({ prepay }) => shop.pay(prepay, { late: true }))]);
  const ended = await Promise.all(orders.map((order) => ends(order, (status) => status !== 1)));

  const became = { 2: 'fulfilled', 7: 'to_refund' } as Record<number, string>;
  for (const [index, order] of orders.entries())
    expect(await moneyOf(shop, order)).toMatchObject([{ disposition: became[ended[index]!] }]);
  const sold = ended.filter((status) => status === 2).length;
  expect(await shop.stockOf(pear.skuIds[0])).toEqual({ stock: PAIRS - sold, reserved: 0, sold });
});

it('[F53] refund × refund: the whole is given back once', async () => {
  const order = await paid();

  const answers = await times(PAIRS, () => admin.post(`/admin/order/${order.id}/refund`));

  expect(codes(answers).toSorted()).toEqual([
    '201 ',
    ...Array.from({ length: PAIRS - 1 }, () => '409 90008'),
  ]);
});

it('[F53] refund × refund: parts never add up to more than was paid', async () => {
  const order = await paid();

  const answers = await times(PAIRS, () => admin.post(`/admin/order/${order.id}/refund`, { amount: '15' }));

  const { rows } = await shop.db.query('SELECT sum(fen)::int AS fen FROM refund WHERE order_id = $1', [
    order.id,
  ]);
  expect(order.totalFen).toBe(3998);
  expect(rows).toEqual([{ fen: 3000 }]);
  expect(codes(answers).filter((code) => code === '201 ')).toHaveLength(2);
  expect(codes(answers).filter((code) => code === '400 10000')).toHaveLength(PAIRS - 2);
});

it('[F53] refund × ship: goods go out before the refund was asked for, or not at all', async () => {
  const orders = await times(PAIRS, paid);

  const pairs = await Promise.all(
    orders.map(({ id }) =>
      Promise.all([admin.post(`/admin/order/${id}/refund`), admin.put('/order/delivery', { id })]),
    ),
  );
  const { rows: events } = await shop.db.query<{ id: number; reasons: string[] }>(
    `SELECT order_id AS id, array_agg(reason ORDER BY id) AS reasons FROM order_event
      WHERE order_id = ANY($1) AND reason IN ('ship', 'refund') GROUP BY order_id`,
    [orders.map(({ id }) => id)],
  );

  for (const [index, [refund, ship]] of pairs.entries()) {
    const { reasons } = events.find(({ id }) => id === orders[index]!.id)!;
    expect(refund.status).toBe(201);
    expect(reasons).toEqual(ship.status === 200 ? ['ship', 'refund'] : ['refund']);
    if (ship.status !== 200) expect(ship).toMatchObject({ status: 409, body: { error_code: 90006 } });
  }
});
