import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../given/client';
import { eventually, Shop } from '../given/shop';
import { due, known, moneyOf, statusOf, SUCCESS, V2, type Due } from '../notify/webhook';

/** One call's tries, all of them. */
const TRIES = 3;

let shop: Shop;
let admin: Client;
beforeAll(async () => {
  shop = await Shop.open(V2);
  admin = await shop.admin();
});
afterEach(async () => {
  expect(await shop.breaches()).toEqual([]);
});
afterAll(() => shop.stop());

const spoil = (endpoint: string, kind: string, times: number) =>
  shop.simulator.post('/sim/fault', { endpoint, kind, times });

const becomes = (order: Due, status: number) =>
  eventually(
    () => statusOf(shop, order),
    (seen) => seen === status,
  );

/** Placed, and WeChat not asked yet. */
async function placed(): Promise<Omit<Due, 'prepay'>> {
  const pear = await shop.product({ stock: 10 });
  const shopper = await shop.shopper(`buyer-${pear.id}`);
  const { body } = await shopper.post('/order', { products: [{ product_id: pear.id, count: 2 }] });
  return { ...(await known(shop, body.order_id)), shopper };
}

async function closed(how: 'cancelled' | 'expired'): Promise<Due> {
  const order = await due(shop, { stock: 10, count: 2 });
  if (how === 'cancelled') await order.shopper.post(`/order/${order.id}/cancel`);
  await shop.later(how === 'cancelled' ? 301 : 1801);
  await becomes(order, 7);
  return order;
}

interface Refund {
  out_trade_no: string;
  refund_fee: number;
}

/** Fen, by WeChat's own books; a moment later they are done. */
async function refundedAtWeChat({ orderNo }: Due): Promise<number[]> {
  await shop.later(4);
  const refunds = await eventually(
    async () => {
      const { body } = await shop.simulator.get('/sim/books');
      return (body.refunds as Refund[]).filter((row) => row.out_trade_no === orderNo);
    },
    (rows) => rows.length > 0,
  );
  await shop.later(4);
  return refunds.map((row) => row.refund_fee);
}

/** The rows of this order in WeChat's books. */
async function ordersAtWeChat({ orderNo }: Pick<Due, 'orderNo'>) {
  const { body } = await shop.simulator.get('/sim/books');
  return body.orders.filter((row: { out_trade_no: string }) => row.out_trade_no === orderNo);
}

describe('money that WeChat has and no notice tells of', () => {
  it('[F3] is asked for five seconds after the prepay, and settles', async () => {
    const order = await due(shop);
    await shop.pay(order.prepay, { lost: true });
    const unheard = await statusOf(shop, order);

    await shop.later(6);

    expect(unheard).toBe(1);
    expect(await becomes(order, 2)).toBe(2);
    expect(await moneyOf(shop, order)).toMatchObject([{ disposition: 'fulfilled' }]);
  });
});

describe('money that the shop must not keep goes back by itself', () => {
  it.each(['cancelled', 'expired'] as const)('[F6] paid after its order was %s', async (how) => {
    const order = await closed(how);

    const paid = await shop.pay(order.prepay, { late: true });

    expect(paid.body.notified).toEqual([{ status: 200, body: SUCCESS }]);
    expect(await refundedAtWeChat(order)).toEqual([order.totalFen]);
    expect(await statusOf(shop, order)).toBe(7);
    expect(await shop.stockOf(order.skuId)).toEqual({ stock: 10, reserved: 0, sold: 0 });
  });

  it('[F7] paid once more', async () => {
    const order = await due(shop, { stock: 10, count: 2 });
    await shop.pay(order.prepay);

    await shop.pay(order.prepay, { again: true });

    expect(await refundedAtWeChat(order)).toEqual([order.totalFen]);
    expect(await statusOf(shop, order)).toBe(2);
    expect(await shop.stockOf(order.skuId)).toEqual({ stock: 8, reserved: 0, sold: 2 });
  });
});

it('[F2] a notice repeated after its order was refunded is answered SUCCESS and changes nothing', async () => {
  const order = await due(shop);
  await shop.pay(order.prepay);
  await admin.post(`/admin/order/${order.id}/refund`);
  await refundedAtWeChat(order);
  await becomes(order, 8);
  const money = await moneyOf(shop, order);

  const { body } = await shop.simulator.post('/sim/notify', { out_trade_no: order.orderNo, copies: 15 });

  expect(new Set(body.notified.map((heard: { body: string }) => heard.body))).toEqual(new Set([SUCCESS]));
  expect(await statusOf(shop, order)).toBe(8);
  expect(await moneyOf(shop, order)).toEqual(money);
});

describe('a prepay', () => {
  it.each(['html', 'truncated', 'badSign'])(
    '[F18] [F19] whose answer is spoilt (%s) is a 503 that leaves the order as it is',
    async (kind) => {
      const order = await placed();
      await spoil('unifiedorder', kind, TRIES);

      const refused = await order.shopper.post('/pay/pre_order', { id: order.id });
      const again = await order.shopper.post('/pay/pre_order', { id: order.id });

      expect(refused).toMatchObject({ status: 503, body: { error_code: 90001 } });
      expect(again).toMatchObject({ status: 200, body: { package: expect.stringMatching(/^prepay_id=/) } });
      expect(await statusOf(shop, order)).toBe(1);
    },
  );

  it('[F21] whose answer was lost is asked for again under the same number: one order at WeChat', async () => {
    const order = await placed();
    await spoil('unifiedorder', 'lostAnswer', TRIES);

    const lost = await order.shopper.post('/pay/pre_order', { id: order.id });
    const there = await ordersAtWeChat(order);
    const again = await order.shopper.post('/pay/pre_order', { id: order.id });

    expect(lost).toMatchObject({ status: 503, body: { error_code: 90001 } });
    expect(there).toMatchObject([{ total_fee: order.totalFen }]);
    expect(again.body.package).toBe(`prepay_id=${there[0].prepay_id}`);
    expect(await ordersAtWeChat(order)).toHaveLength(1);
  });

  it('[F27] holds no connection while WeChat is slow, though more wait for it than there are', async () => {
    const orders = await Promise.all(Array.from({ length: 12 }, placed));
    await spoil('unifiedorder', 'slow', orders.length);

    const tapped = orders.map(({ id, shopper }) => shopper.post('/pay/pre_order', { id }));
    await eventually(
      async () => (await Promise.all(orders.map(ordersAtWeChat))).filter((rows) => rows.length > 0).length,
      (asked) => asked > 0,
    );
    const { rows: held } = await shop.db.query(
      `SELECT query FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'`,
    );
    const other = await placed();

    expect(held).toEqual([]);
    expect(other.totalFen).toBeGreaterThan(0);
    for (const { status } of await Promise.all(tapped)) expect(status).toBe(200);
  });
});
