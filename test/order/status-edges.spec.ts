import { StockService } from '@app/catalog';
import { EntityManager } from 'typeorm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../given/client';
import { eventually, Shop } from '../given/shop';
import { due, dueOf, statusOf, SUCCESS, Webhook, type Due } from '../notify/webhook';

let shop: Shop;
let webhook: Webhook;
let admin: Client;
beforeAll(async () => {
  // Only where nothing is held before it is paid can an order be paid and out of stock.
  shop = await Shop.open({ STOCK_POLICY: 'on_payment', TOKEN_TTL_SECONDS: '99999999' });
  webhook = new Webhook(shop);
  admin = await shop.admin();
});
afterEach(async () => {
  expect(await shop.breaches()).toEqual([]);
});
afterAll(async () => {
  await webhook.close();
  await shop.stop();
});

/** What may be tried with an order, whatever its status; a notice is of money that was never told of before. */
const ACTS = {
  prepay: ({ id, shopper }: Due) => shopper.post('/pay/pre_order', { id }),
  notice: (order: Due) => webhook.send(webhook.notice(order)),
  cancel: ({ id, shopper }: Due) => shopper.post(`/order/${id}/cancel`),
  close: ({ id }: Due) => admin.post(`/admin/order/${id}/close`),
  expiry: () => expiry(),
  ship: ({ id }: Due) => admin.put('/order/delivery', { id }),
  receive: ({ id, shopper }: Due) => shopper.post(`/order/${id}/received`),
  refund: ({ id }: Due) => admin.post(`/admin/order/${id}/refund`),
  give_stock: ({ id }: Due) => admin.post(`/admin/order/${id}/give_stock`),
};
type Act = keyof typeof ACTS;

/** A status that it moves to; `same`, what is answered well and moves nothing; or how it is refused. */
type Edge = number | 'same' | `${number} ${number}`;
const [PAID_ALREADY, WRONG_STATE, NOT_SHIPPABLE, NOTHING_LEFT] = [
  '400 80003',
  '409 90006',
  '403 80002',
  '409 90008',
] as const;

const SETTLED = { prepay: PAID_ALREADY, notice: 'same', cancel: WRONG_STATE, close: WRONG_STATE } as const;
// prettier-ignore
const EDGES: Record<number, Record<Act, Edge>> = {
  1: { prepay: 'same', notice: 2, cancel: 7, close: 7, expiry: 7, ship: NOT_SHIPPABLE, receive: WRONG_STATE, refund: WRONG_STATE, give_stock: WRONG_STATE },
  2: { ...SETTLED, expiry: 'same', ship: 3, receive: WRONG_STATE, refund: 8, give_stock: WRONG_STATE },
  3: { ...SETTLED, expiry: 'same', ship: NOT_SHIPPABLE, receive: 6, refund: 8, give_stock: WRONG_STATE },
  4: { ...SETTLED, expiry: 'same', ship: NOT_SHIPPABLE, receive: WRONG_STATE, refund: 5, give_stock: 2 },
  5: { ...SETTLED, expiry: 'same', ship: NOT_SHIPPABLE, receive: WRONG_STATE, refund: NOTHING_LEFT, give_stock: WRONG_STATE },
  6: { ...SETTLED, expiry: 'same', ship: NOT_SHIPPABLE, receive: 'same', refund: 8, give_stock: WRONG_STATE },
  7: { prepay: WRONG_STATE, notice: 'same', cancel: 'same', close: 'same', expiry: 'same', ship: NOT_SHIPPABLE, receive: WRONG_STATE, refund: WRONG_STATE, give_stock: WRONG_STATE },
  8: { ...SETTLED, expiry: 'same', ship: NOT_SHIPPABLE, receive: WRONG_STATE, refund: NOTHING_LEFT, give_stock: WRONG_STATE },
};

const cells = Object.entries(EDGES).flatMap(([status, row]) =>
  Object.entries(row).map(([act, edge]) => ({ status: Number(status), act: act as Act, edge })),
);

/** What is refused leaves all as it was, so that one order of a status is refused everything. */
const standing: Record<number, Promise<Due>> = {};

describe('the edges of the status table', () => {
  it.each(cells.filter(({ edge }) => typeof edge === 'number'))(
    'status $status by $act becomes $edge',
    async ({ status, act, edge }) => {
      const order = await orderIn(status);

      const answer = await ACTS[act](order);
      const end = await becomes(order, edge as number);

      expect(answer.status).toBeLessThan(300);
      expect(end).toBe(edge);
    },
  );

  it.each(cells.filter(({ edge }) => edge === 'same'))(
    'status $status by $act stays as it is',
    async ({ status, act }) => {
      const order = await orderIn(status);
      const before = await stockAndStatus(order);

      const answer = await ACTS[act](order);

      expect(answer.status).toBeLessThan(300);
      if (act === 'notice') expect(answer.body).toBe(SUCCESS);
      expect(await stockAndStatus(order)).toEqual(before);
    },
  );

  it.each(cells.filter(({ edge }) => String(edge).includes(' ')))(
    'status $status by $act is refused: $edge',
    async ({ status, act, edge }) => {
      const order = await (standing[status] ??= orderIn(status));
      const before = await rowsOf(order);

      const answer = await ACTS[act](order);

      expect(`${answer.status} ${(answer.body as { error_code: number }).error_code}`).toBe(edge);
      expect(await rowsOf(order)).toEqual(before);
    },
  );
});

function orderIn(status: number): Promise<Due> {
  const ways: Record<number, () => Promise<Due>> = {
    1: () => due(shop),
    2: paid,
    3: async () => follow(await paid(), 'ship', 3),
    4: paidShort,
    5: async () => follow(await paidShort(), 'refund', 5),
    6: async () => follow(await follow(await paid(), 'ship', 3), 'receive', 6),
    7: async () => follow(await due(shop), 'cancel', 7),
    8: async () => follow(await paid(), 'refund', 8),
  };
  return ways[status]!();
}

async function paid(): Promise<Due> {
  const order = await due(shop);
  await shop.pay(order.prepay);
  return order;
}

/** Somebody else was faster; by now there are goods again. */
async function paidShort(): Promise<Due> {
  const { id, skuIds } = await shop.product({ stock: 2 });
  const [fast, slow] = [await dueOf(shop, id, 2), await dueOf(shop, id, 2)];
  await shop.pay(fast.prepay);
  await shop.pay(slow.prepay);
  await shop.mall
    .get(EntityManager)
    .transaction((tx) => shop.mall.get(StockService).stockIn(tx, skuIds[0]!, 2, 'system'));
  expect(await statusOf(shop, slow)).toBe(4);
  return slow;
}

async function follow(order: Due, act: Act, status: number): Promise<Due> {
  await ACTS[act](order);
  expect(await becomes(order, status)).toBe(status);
  return order;
}

/** A close waits until WeChat may be told, a refund until WeChat has done it. */
function becomes(order: Due, status: number): Promise<number> {
  return eventually(
    async () => {
      const seen = await statusOf(shop, order);
      if (seen !== status) await shop.later(30);
      return seen;
    },
    (seen) => seen === status,
  );
}

/** The time of every open order is over, and the sweep has passed: it has taken this one. */
async function expiry(): Promise<{ status: number; body: string }> {
  const witness = await due(shop);
  await shop.later(1801);
  return { status: (await becomes(witness, 7)) === 7 ? 200 : 500, body: '' };
}

async function stockAndStatus({ id, skuId }: Due) {
  return { status: await statusOf(shop, { id }), stock: await shop.stockOf(skuId) };
}

/** All that there is of an order. */
async function rowsOf({ id, skuId }: Due): Promise<unknown[]> {
  const tables = ['order_line', 'order_event', 'payment_attempt', 'money_transaction', 'refund'];
  const own = await Promise.all(
    tables.map((table) => shop.db.query(`SELECT * FROM ${table} WHERE order_id = $1`, [id])),
  );
  const order = await shop.db.query('SELECT * FROM customer_order WHERE id = $1', [id]);
  return [order.rows, ...own.map(({ rows }) => rows), await shop.stockOf(skuId)];
}
