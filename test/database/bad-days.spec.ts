import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { eventually, Shop } from '../given/shop';
import { refused, V3Webhook } from '../notify/v3-webhook';
import { books, due, FAIL, statusOf, SUCCESS, V2, Webhook } from '../notify/webhook';

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

describe('[F36] a database that can only be read', () => {
  it('is still read; writes are refused in shape, notices hear FAIL, and afterwards all is well', async () => {
    const order = await due(shop);
    const notice = webhook.notice(order);
    const before = await books(shop);

    await mayOnlyBeRead(shop, true);
    const reads = await eventually(
      () => shop.visitor.get('/product/recent'),
      ({ status }) => status === 200,
    );
    const shown = await order.shopper.get(`/order/${order.id}`);
    const written = await order.shopper.post(`/order/${order.id}/cancel`);
    const heard = await webhook.send(notice);
    const meanwhile = await books(shop);
    await mayOnlyBeRead(shop, false);
    const again = await eventually(
      () => webhook.send(notice),
      ({ body }) => body === SUCCESS,
    );

    expect([reads.status, shown.status]).toEqual([200, 200]);
    expect(written).toMatchObject({ status: 503, body: { error_code: 90002 } });
    expect(heard.body).toBe(FAIL);
    expect(meanwhile).toEqual(before);
    expect(again.body).toBe(SUCCESS);
    expect(await statusOf(shop, order)).toBe(2);
  });
});

describe('[F36] a database whose disk is full', () => {
  it('is still read; writes are refused in shape, notices hear FAIL, and afterwards all is well', async () => {
    const order = await due(shop);
    const notice = webhook.notice(order);
    const before = await books(shop);

    await mayGrow(shop, false);
    const shown = await order.shopper.get(`/order/${order.id}`);
    const written = await order.shopper.post(`/order/${order.id}/cancel`);
    const heard = await webhook.send(notice);
    const meanwhile = await books(shop);
    await mayGrow(shop, true);
    const again = await webhook.send(notice);

    expect(shown.status).toBe(200);
    expect(written).toMatchObject({ status: 503, body: { error_code: 90002 } });
    expect(heard.body).toBe(FAIL);
    expect(meanwhile).toEqual(before);
    expect(again.body).toBe(SUCCESS);
    expect(await statusOf(shop, order)).toBe(2);
  });
});

describe('[F38] where the clock of the shop’s computer is wrong by', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each([10, -10])('%i minutes, orders live and die by the database’s time', async (minutes) => {
    skew(minutes);
    const order = await due(shop);

    const { rows } = await shop.db.query(
      `SELECT abs(extract(epoch FROM created_at - now())) < 60 AS created_now,
              extract(epoch FROM expires_at - created_at)::int AS lives
         FROM customer_order WHERE id = $1`,
      [order.id],
    );
    const seen = await order.shopper.get(`/order/${order.id}`);
    const paid = await shop.pay(order.prepay);

    expect(rows).toEqual([{ created_now: true, lives: 1800 }]);
    expect(seen.body.status).toBe(1);
    expect(paid.body.notified).toEqual([{ status: 200, body: SUCCESS }]);
    expect(await statusOf(shop, order)).toBe(2);
  });

  it.each([10, -10])('%i minutes, a v3 notice of the right time is refused', async (minutes) => {
    const order = await due(shop);
    const v3 = new V3Webhook(shop);
    const notice = v3.notice(v3.transaction(order));

    skew(minutes);
    const { answer, before, after } = await v3.watch(notice);

    expect(answer).toEqual(refused(401));
    expect(after).toEqual(before);
  });
});

/** Node's clock alone: PostgreSQL's stays right, and so do timers. */
function skew(minutes: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + minutes * 60_000 });
}

/** From the next connection on; those that are there are closed. */
async function mayOnlyBeRead({ config }: Shop, only: boolean): Promise<void> {
  const client = new Client({ connectionString: config.DATABASE_URL });
  await client.connect();
  const { rows } = await client.query('SELECT current_database() AS name');
  await client.query(`SET default_transaction_read_only = off`);
  await client.query(`ALTER DATABASE ${rows[0].name} SET default_transaction_read_only = ${only}`);
  await client.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );
  await client.end();
}

/** PostgreSQL's own words for a table that finds no room for another row. */
async function mayGrow({ db }: Shop, may: boolean): Promise<void> {
  if (may) return void (await db.query('DROP FUNCTION no_room CASCADE'));
  await db.query(
    `CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full';
     END $$;
     CREATE TRIGGER no_room BEFORE INSERT ON order_event FOR EACH ROW EXECUTE FUNCTION no_room();
     CREATE TRIGGER no_room BEFORE INSERT ON notice FOR EACH ROW EXECUTE FUNCTION no_room();
     CREATE TRIGGER no_room BEFORE INSERT ON money_transaction FOR EACH ROW EXECUTE FUNCTION no_room()`,
  );
}
