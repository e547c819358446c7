import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Client, type Answer } from '../given/client';
import { ADDRESS, eventually, nonce } from '../given/shop';
import { V2 } from '../notify/webhook';
import { booksOf } from './comparison';
import { NO_CONNECTION } from './crowd';
import { Siege } from './siege';

interface Order {
  id: number;
  no: string;
}

/** Killed once, in the middle of four things: WeChat has done three of them, and its answers were on their way. */
let siege: Siege;
let ann: Client;
let unpaid: Order;
let refunded: Order;
let cancelled: Order;

describe.skipIf(process.platform === 'win32')('a shop that is killed', () => {
  beforeAll(async () => {
    siege = await Siege.lay({ ADMIN_SECRET: 'open sesame', ...V2 });
    ann = await shopper();
    [unpaid, refunded, cancelled] = [await placed(0), await paid(1), await cancelledAfterPrepay(3)];
    const release = await lockStock(2);
    for (const endpoint of ['unifiedorder', 'refund', 'closeorder'])
      await siege.simulator.post('/sim/fault', { endpoint, kind: 'slow', times: 1 });

    const lost = [ann.post('/pay/pre_order', { id: unpaid.id }), place(2)].map(unheard);
    await (await admin()).post(`/admin/order/${refunded.id}/refund`);
    await siege.simulator.post('/sim/clock', { advanceSeconds: 301 });
    const inFlight = await eventually(doneAtWeChat, (done) => done.every(Boolean));
    await siege.mall.stop('SIGKILL');

    expect(inFlight).toEqual([true, true, true]);
    expect(await Promise.all(lost)).toEqual([undefined, undefined]);
    expect(await writtenDown()).toEqual({ answered: false, refund: 'requested', status: 1 });
    await release();
    await siege.restart();
  }, 120_000);
  afterEach(async () => {
    expect(await siege.breaches()).toEqual([]);
  });
  afterAll(() => siege?.raise());

  it('[F22] between WeChat’s prepay and its record asks again at the next tap, for one order', async () => {
    const again = await ann.post('/pay/pre_order', { id: unpaid.id });
    const { orders } = await booksOf(siege.simulator);

    expect(again).toMatchObject({ status: 200, body: { package: expect.stringMatching(/^prepay_id=/) } });
    expect(orders.filter((row) => row.out_trade_no === unpaid.no)).toHaveLength(1);
  });

  it('[F23] between WeChat’s refund and its record asks again under the same number: one refund', async () => {
    const status = await endOf(refunded, 8);
    const { body } = await siege.simulator.get('/sim/books');

    expect(status).toBe(8);
    expect(of(refunded, body.refunds)).toMatchObject([
      { refund_fee: siege.goods[1]!.priceFen, status: 'SUCCESS' },
    ]);
  });

  it('[F24] between WeChat’s close and its record closes once, and the goods are back', async () => {
    const status = await endOf(cancelled, 7);
    const { rows } = await siege.db.query(
      `SELECT reason FROM order_event WHERE order_id = $1 AND reason LIKE 'clos%' ORDER BY id`,
      [cancelled.id],
    );

    expect(status).toBe(7);
    expect(rows).toEqual([{ reason: 'closing' }, { reason: 'close' }]);
    expect(await reservedOf(3)).toBe(0);
  });

  it('[F30] inside a transaction leaves nothing of it, and its key is free', async () => {
    const before = await reservedOf(2);

    const again = await place(2);

    expect(before).toBe(0);
    expect(again).toMatchObject({ status: 200, body: { pass: true } });
    expect(await reservedOf(2)).toBe(1);
  });
});

const api = () => new Client(`http://127.0.0.1:${siege.settings.PORT}/api/v1`);

async function shopper(): Promise<Client> {
  const login = await api().post('/token/user', { code: `user:ann:${nonce()}` });
  const client = api().with(login.body.token);
  await client.post('/address', ADDRESS);
  return client;
}

async function admin(): Promise<Client> {
  const { body } = await api().post('/token/app', { ac: 'admin', se: 'open sesame' });
  return api().with(body.token);
}

/** One piece of these goods, under the same key each time. */
function place(goods: number): Promise<Answer> {
  const wish = { products: [{ product_id: siege.goods[goods]!.id, count: 1 }] };
  return ann.post('/order', wish, { 'idempotency-key': `goods-${goods}` });
}

async function placed(goods: number): Promise<Order> {
  const { body } = await place(goods);
  return { id: body.order_id, no: body.order_no };
}

async function paid(goods: number): Promise<Order> {
  const order = await placed(goods);
  const { body } = await ann.post('/pay/pre_order', { id: order.id });
  await siege.simulator.post('/sim/pay', { prepay_id: body.package });
  return order;
}

async function cancelledAfterPrepay(goods: number): Promise<Order> {
  const order = await placed(goods);
  await ann.post('/pay/pre_order', { id: order.id });
  await ann.post(`/order/${order.id}/cancel`);
  return order;
}

/** Nobody can hold these goods until it is released: whoever tries waits in the middle of his transaction. */
async function lockStock(goods: number): Promise<() => Promise<void>> {
  const other = await siege.db.connect();
  await other.query('BEGIN');
  await other.query('SELECT FROM sku_stock WHERE sku_id = $1 FOR UPDATE', [siege.goods[goods]!.skuIds[0]]);
  return async () => {
    await other.query('ROLLBACK');
    other.release();
  };
}

/** Nothing, where the connection broke off. */
function unheard(answer: Promise<Answer>): Promise<Answer | undefined> {
  return answer.catch((error: { code?: string }) => {
    if (!NO_CONNECTION.includes(error.code ?? '')) throw error;
    return undefined;
  });
}

async function doneAtWeChat(): Promise<boolean[]> {
  const { body } = await siege.simulator.get('/sim/books');
  return [
    of(unpaid, body.orders).length === 1,
    of(refunded, body.refunds).length === 1,
    of(cancelled, body.orders)[0]?.trade_state === 'CLOSED',
  ];
}

function of({ no }: Order, rows: { out_trade_no: string; trade_state?: string }[]) {
  return rows.filter((row) => row.out_trade_no === no);
}

async function writtenDown(): Promise<object> {
  const { rows } = await siege.db.query(
    `SELECT (SELECT answered_at IS NOT NULL FROM payment_attempt WHERE order_id = $1) AS answered,
            (SELECT state FROM refund WHERE order_id = $2) AS refund,
            (SELECT status FROM customer_order WHERE id = $3) AS status`,
    [unpaid.id, refunded.id, cancelled.id],
  );
  return rows[0];
}

/** Work that was claimed by the dead is given back after a minute. */
function endOf({ id }: Order, end: number): Promise<number> {
  return eventually(
    async () => {
      await siege.simulator.post('/sim/clock', { advanceSeconds: 31 });
      const { body } = await ann.get(`/order/${id}`);
      return body.status as number;
    },
    (status) => status === end,
  );
}

async function reservedOf(goods: number): Promise<number> {
  const { rows } = await siege.db.query<{ reserved: number }>(
    'SELECT reserved FROM sku_stock WHERE sku_id = $1',
    [siege.goods[goods]!.skuIds[0]],
  );
  return rows[0]!.reserved;
}
