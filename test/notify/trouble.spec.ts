import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually, Shop } from '../given/shop';
import {
  books,
  due,
  FAIL,
  known,
  moneyOf,
  noticesOf,
  statusOf,
  SUCCESS,
  transactionId,
  Webhook,
  V2,
} from './webhook';

const WECHAT_WAITS_MS = 5000;

let shop: Shop;
let webhook: Webhook;
beforeAll(async () => {
  shop = await Shop.open(V2);
  webhook = new Webhook(shop);
});
afterEach(async () => {
  expect(await shop.breaches()).toEqual([]);
});
afterAll(async () => {
  await webhook.close();
  await shop.stop();
});

describe('a notice, while the database is in trouble,', () => {
  it('hears FAIL in time where its order stays locked, and SUCCESS when it comes again', async () => {
    const order = await due(shop);
    const transaction_id = transactionId();
    const notice = webhook.notice(order, { transaction_id });
    const other = await shop.db.connect();
    await other.query('BEGIN');
    await other.query('SELECT FROM customer_order WHERE id = $1 FOR UPDATE', [order.id]);

    const stuck = await webhook.watch(notice);
    const { ms } = await webhook.send(notice);
    await other.query('ROLLBACK');
    other.release();
    const again = await eventually(
      () => webhook.send(notice),
      ({ body }) => body === SUCCESS,
    );

    expect({ status: stuck.status, answer: stuck.answer }).toEqual({ status: 200, answer: FAIL });
    expect(stuck.after).toEqual(stuck.before);
    expect(ms).toBeLessThan(WECHAT_WAITS_MS);
    expect(again.body).toBe(SUCCESS);
    expect(await statusOf(shop, order)).toBe(2);
    expect(await moneyOf(shop, order)).toMatchObject([{ transaction_id, disposition: 'fulfilled' }]);
  });

  it('[F35] waits for a lock that is soon gone', async () => {
    const order = await due(shop);
    const other = await shop.db.connect();
    await other.query('BEGIN');
    await other.query('SELECT FROM customer_order WHERE id = $1 FOR UPDATE', [order.id]);

    const sent = webhook.send(webhook.notice(order));
    await eventually(waiting, (count) => count > 0);
    await other.query('COMMIT');
    other.release();

    expect((await sent).body).toBe(SUCCESS);
    expect(await statusOf(shop, order)).toBe(2);
  });

  it('[F36] hears FAIL, never an HTTP error, where nobody can connect, and SUCCESS afterwards', async () => {
    const order = await due(shop);
    const notice = webhook.notice(order);
    const token = 'a'.repeat(64);

    await refuseConnections(shop, true);
    const down = await webhook.send(notice);
    const downWithToken = await webhook.send(notice, { token });
    const forged = await webhook.send(notice.replace(order.orderNo, 'ANOTHER'));
    const visitor = await shop.visitor.get('/category/all');
    await refuseConnections(shop, false);
    const unchanged = await statusOf(shop, order);
    const up = await eventually(
      () => webhook.send(notice),
      ({ body }) => body === SUCCESS,
    );

    expect(visitor).toMatchObject({ status: 503, body: { error_code: 90002 } });
    for (const heard of [down, downWithToken, forged])
      expect(heard).toMatchObject({ status: 200, type: 'text/xml; charset=utf-8', body: FAIL });
    expect(Math.max(down.ms, downWithToken.ms)).toBeLessThan(WECHAT_WAITS_MS);
    expect(unchanged).toBe(1);
    expect(up.body).toBe(SUCCESS);
    expect(await statusOf(shop, order)).toBe(2);
  });

  it('[D1-25] is undone as a whole where its last step fails, and told FAIL', async () => {
    const order = await due(shop);
    const notice = webhook.notice(order);
    await shop.db.query('REVOKE INSERT ON notice FROM minimall_app');

    const failed = await webhook.watch(notice);
    await shop.db.query('GRANT INSERT ON notice TO minimall_app');
    const again = await webhook.send(notice);

    expect({ status: failed.status, answer: failed.answer }).toEqual({ status: 200, answer: FAIL });
    expect(failed.after).toEqual(failed.before);
    expect(again.body).toBe(SUCCESS);
  });
});

async function waiting(): Promise<number> {
  const { rows } = await shop.db.query(
    `SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rows[0].count as number;
}

/** Shuts the database's door for the mall; the tests' own connections stay. */
async function refuseConnections({ config }: Shop, refused: boolean): Promise<void> {
  const address = new URL(config.DATABASE_URL!);
  const database = address.pathname.slice(1);
  address.pathname = '/postgres';
  const client = new Client({ connectionString: address.href });
  await client.connect();
  await client.query(`ALTER DATABASE ${database} ALLOW_CONNECTIONS ${!refused}`);
  if (refused)
    await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND application_name = 'minimall'`,
      [database],
    );
  await client.end();
}

const placed = async () => {
  const pear = await shop.product({ stock: 10 });
  const shopper = await shop.shopper(`early-${pear.id}`);
  const { body } = await shopper.post('/order', { products: [{ product_id: pear.id, count: 2 }] });
  return { ...(await known(shop, body.order_id)), shopper };
};

const prepayIdOf = (orderNo: string): Promise<string> =>
  eventually(
    async () => {
      const { body } = await shop.simulator.get('/sim/books');
      const asked = body.orders.find((one: { out_trade_no: string }) => one.out_trade_no === orderNo);
      return asked?.prepay_id as string;
    },
    (prepayId) => prepayId !== undefined,
  );

describe('a notice that is faster than WeChat’s answer to the prepay', () => {
  it('[F4] [F5] settles, and the shopper who waits is told that he has paid', async () => {
    const order = await placed();
    await shop.simulator.post('/sim/fault', { endpoint: 'unifiedorder', kind: 'slow', times: 1 });
    const tapped = order.shopper.post('/pay/pre_order', { id: order.id });
    const prepay_id = await prepayIdOf(order.orderNo);

    const paid = await shop.simulator.post('/sim/pay', { prepay_id });
    const settled = await books(shop);
    const answer = await tapped;
    const again = await order.shopper.post('/pay/pre_order', { id: order.id });

    expect(paid.body.notified).toEqual([{ status: 200, body: SUCCESS }]);
    expect(answer).toMatchObject({ status: 400, body: { error_code: 80003 } });
    expect(again).toMatchObject({ status: 400, body: { error_code: 80003 } });
    expect({ ...(await books(shop)), payment_attempt: [] }).toEqual({ ...settled, payment_attempt: [] });
    expect(await statusOf(shop, order)).toBe(2);
  });

  it('settles where that answer never came, and a second tap is told that it is paid', async () => {
    const order = await placed();
    await shop.simulator.post('/sim/fault', { endpoint: 'unifiedorder', kind: 'lostAnswer', times: -1 });
    const lost = await order.shopper.post('/pay/pre_order', { id: order.id });
    await shop.simulator.post('/sim/fault', { endpoint: 'unifiedorder', kind: 'none' });
    const prepay_id = await prepayIdOf(order.orderNo);

    const paid = await shop.simulator.post('/sim/pay', { prepay_id });
    const again = await order.shopper.post('/pay/pre_order', { id: order.id });

    expect(lost).toMatchObject({ status: 503, body: { error_code: 90001 } });
    expect(paid.body.notified).toEqual([{ status: 200, body: SUCCESS }]);
    expect(again).toMatchObject({ status: 400, body: { error_code: 80003 } });
    expect(await statusOf(shop, order)).toBe(2);
    expect(await noticesOf(shop, paid.body.transaction_id)).toMatchObject([{ outcome: 'fulfilled' }]);
  });

  it('settles an order for which WeChat was never asked by this shop’s records', async () => {
    const order = await placed();

    const { body } = await webhook.send(webhook.notice({ ...order, prepay: {} as never }));

    expect(body).toBe(SUCCESS);
    expect(await statusOf(shop, order)).toBe(2);
  });
});
