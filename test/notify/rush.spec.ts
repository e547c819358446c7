import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Shop } from '../given/shop';
import {
  due,
  dueOf,
  moneyOf,
  noticesOf,
  statusOf,
  SUCCESS,
  transactionId,
  Webhook,
  type Due,
  type Heard,
  V2,
} from './webhook';

const AT_ONCE = 200;
/** Each of them waits for the lock of the order that all of them pay. */
const PAYMENTS = 50;
const TRIES = 6;

/** Sends a notice as WeChat does: again where it heard FAIL, which on a busy machine is an honest answer. */
async function persist(webhook: Webhook, body: string): Promise<Heard> {
  for (let tries = 1; ; tries += 1) {
    const heard = await webhook.send(body);
    if (heard.body === SUCCESS || tries === TRIES) return heard;
  }
}

const answersOf = (heard: Heard[]) => new Set(heard.map(({ status, body }) => `${status} ${body}`));
const SAID = new Set([`200 ${SUCCESS}`]);

describe('200 notices at once', () => {
  let shop: Shop;
  let webhook: Webhook;
  beforeAll(async () => {
    shop = await Shop.open(V2);
    webhook = new Webhook(shop, AT_ONCE);
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(async () => {
    await webhook.close();
    await shop.stop();
  });

  /** The same payment, each copy under a nonce of its own, as WeChat's servers send it. */
  const rush = (order: Due, transaction_id: string) =>
    Array.from({ length: AT_ONCE }, () => persist(webhook, webhook.notice(order, { transaction_id })));

  it('[D1-2][F1] of one payment sell the goods once, and each hears SUCCESS', async () => {
    const order = await due(shop, { stock: 10, count: 2 });
    const transaction_id = transactionId();

    const answers = answersOf(await Promise.all(rush(order, transaction_id)));

    expect(answers).toEqual(SAID);
    expect(await statusOf(shop, order)).toBe(2);
    expect(await shop.stockOf(order.skuId)).toEqual({ stock: 8, reserved: 0, sold: 2 });
    expect(await moneyOf(shop, order)).toMatchObject([{ transaction_id, disposition: 'fulfilled' }]);
    expect(await countOf(shop, 'order_event', order)).toBe(3);
    expect(await noticesOf(shop, transaction_id)).toMatchObject([{ outcome: 'fulfilled' }]);
  });

  it('of 50 payments for one order fulfil it once and give 49 back', async () => {
    const order = await due(shop, { stock: 10, count: 2 });
    const payments = Array.from({ length: PAYMENTS }, () => persist(webhook, webhook.notice(order)));

    const answers = answersOf(await Promise.all(payments));

    expect(answers).toEqual(SAID);
    const dispositions = (await moneyOf(shop, order)).map(
      (row) => (row as { disposition: string }).disposition,
    );
    expect(dispositions).toHaveLength(PAYMENTS);
    expect(dispositions.filter((disposition) => disposition === 'fulfilled')).toHaveLength(1);
    expect(dispositions.filter((disposition) => disposition === 'to_refund')).toHaveLength(PAYMENTS - 1);
    expect(await shop.stockOf(order.skuId)).toEqual({ stock: 8, reserved: 0, sold: 2 });
  });

  it('of an order that begins to close at the same moment still settle it', async () => {
    const order = await due(shop, { stock: 10, count: 2 });
    const transaction_id = transactionId();

    const [cancelled, ...heard] = await Promise.all([
      order.shopper.post(`/order/${order.id}/cancel`),
      ...rush(order, transaction_id),
    ]);

    expect([201, 409]).toContain(cancelled.status);
    expect(answersOf(heard)).toEqual(SAID);
    expect(await statusOf(shop, order)).toBe(2);
    expect(await shop.stockOf(order.skuId)).toEqual({ stock: 8, reserved: 0, sold: 2 });
  });

  it('do not keep a visitor waiting for the goods', async () => {
    const order = await due(shop);
    const rushing = Promise.all(rush(order, transactionId()));

    const looked = await shop.visitor.get('/theme?ids=1');

    expect(looked.status).not.toBe(503);
    expect(answersOf(await rushing)).toEqual(SAID);
  });
});

describe('200 notices at once, where nothing is held before it is paid', () => {
  let shop: Shop;
  let webhook: Webhook;
  beforeAll(async () => {
    shop = await Shop.open({ ...V2, STOCK_POLICY: 'on_payment' });
    webhook = new Webhook(shop, AT_ONCE);
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(async () => {
    await webhook.close();
    await shop.stop();
  });

  it('of a payment for goods that ran out hold the money once, and each hears SUCCESS', async () => {
    const pear = await shop.product({ stock: 3 });
    const [fast, slow] = [await dueOf(shop, pear.id, 2), await dueOf(shop, pear.id, 2)];
    await shop.pay(fast.prepay);
    const transaction_id = transactionId();
    const copies = Array.from({ length: AT_ONCE }, () =>
      persist(webhook, webhook.notice(slow, { transaction_id })),
    );

    const answers = answersOf(await Promise.all(copies));

    expect(answers).toEqual(SAID);
    expect(await statusOf(shop, fast)).toBe(2);
    expect(await statusOf(shop, slow)).toBe(4);
    expect(await shop.stockOf(pear.skuIds[0])).toEqual({ stock: 1, reserved: 0, sold: 2 });
    expect(await moneyOf(shop, slow)).toMatchObject([{ transaction_id, disposition: 'held' }]);
    expect(await noticesOf(shop, transaction_id)).toMatchObject([{ outcome: 'held' }]);
  });

  it('of ten payments for the last five pieces sell exactly five', async () => {
    const pear = await shop.product({ stock: 5 });
    const orders: Due[] = [];
    for (let buyer = 0; buyer < 10; buyer += 1) orders.push(await dueOf(shop, pear.id, 1));
    const payments = orders.map((order) => webhook.fields(order));
    const copies = Array.from({ length: AT_ONCE }, (_, i) =>
      persist(webhook, webhook.signed(payments[i % 10]!)),
    );

    const answers = answersOf(await Promise.all(copies));

    expect(answers).toEqual(SAID);
    const statuses = await Promise.all(orders.map((order) => statusOf(shop, order)));
    expect(statuses.toSorted((a, b) => a - b)).toEqual([2, 2, 2, 2, 2, 4, 4, 4, 4, 4]);
    expect(await shop.stockOf(pear.skuIds[0])).toEqual({ stock: 0, reserved: 0, sold: 5 });
  });
});

async function countOf(shop: Shop, table: 'order_event', { id }: Due): Promise<number> {
  const { rows } = await shop.db.query(`SELECT count(*)::int FROM ${table} WHERE order_id = $1`, [id]);
  return rows[0].count as number;
}
