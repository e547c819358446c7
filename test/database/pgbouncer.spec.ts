import { migrate } from '@app/database';
import { Client as PgClient } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Answer, Client } from '../given/client';
import { onServer, socketOf, throughPort } from '../given/database';
import { isPgBouncerMissing, PgBouncer } from '../given/pgbouncer';
import { eventually, nonce, Shop, type Product } from '../given/shop';
import { TcpProxy } from '../given/tcp-proxy';
import { ACKNOWLEDGED, refused, V3Webhook } from '../notify/v3-webhook';
import { due, FAIL, statusOf, SUCCESS, V2, Webhook } from '../notify/webhook';

const UNAVAILABLE = { status: 503, body: { error_code: 90002 }, headers: { 'retry-after': '5' } };

describe.skipIf(isPgBouncerMissing)('behind PgBouncer (skipped where no pgbouncer is installed)', () => {
  /** Between PgBouncer and PostgreSQL: cut, it leaves PgBouncer without a server and without its last words. */
  let line: TcpProxy;
  let bouncer: PgBouncer;
  let scarce: PgBouncer;
  let shop: Shop;
  let webhook: Webhook;
  let pear: Product;

  beforeAll(async () => {
    line = await TcpProxy.open({ path: socketOf(inject('templateUrl')) });
    const server = { port: line.port, user: new URL(inject('templateUrl')).username };
    bouncer = await PgBouncer.open({ server });
    scarce = await PgBouncer.open({
      server,
      settings: { default_pool_size: 2, query_wait_timeout: 1, max_client_conn: 8 },
    });
    const settings: Record<string, string> = { ...V2, MAX_OPEN_ORDERS: '0', ROLE: 'api' };
    shop = await Shop.open(settings, async (direct) => {
      const pooled = throughPort(direct, bouncer.port);
      await migrate(direct, pooled);
      settings.DATABASE_DIRECT_URL = direct;
      return pooled;
    });
    webhook = new Webhook(shop);
    pear = await shop.product({ stock: 10_000 });
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(async () => {
    await webhook?.close();
    await shop?.stop();
    await scarce?.close();
    await bouncer?.close();
    await line?.close();
  });

  const crash = (words: string) => line.prepare({ words, heard: false, answerBytes: 0, kind: 'cut' });

  /** An order under its own key, sent until it is placed; tells every answer. */
  async function insist(who: Client): Promise<Answer[]> {
    const answers: Answer[] = [];
    const headers = { 'idempotency-key': nonce() };
    const place = () => who.post('/order', { products: [{ product_id: pear.id, count: 1 }] }, headers);
    do answers.push(await place());
    while (answers.at(-1)!.status !== 200 && answers.length < 100);
    return answers;
  }

  it('an order whose server crashes is refused for now, and placed once when it is sent again', async () => {
    const before = await shop.stockOf(pear.skuIds[0]);
    const ann = await shop.shopper('ann');
    crash('INSERT INTO customer_order');

    const answers = await insist(ann);

    expect(answers).toMatchObject([UNAVAILABLE, { status: 200, body: { pass: true } }]);
    expect((await shop.stockOf(pear.skuIds[0])).reserved).toBe(before.reserved + 1);
  });

  it('a notification whose server crashes hears FAIL, and SUCCESS when it comes again', async () => {
    const bought = await due(shop);
    const notification = webhook.notice(bought);
    crash('INSERT INTO money_transaction');

    const first = await webhook.send(notification);
    const again = await webhook.send(notification);

    expect(first).toMatchObject({ status: 200, body: FAIL });
    expect(again.body).toBe(SUCCESS);
    expect(await statusOf(shop, bought)).toBe(2);
  });

  it('a v3 notification whose server crashes hears 500, and 200 when it comes again', async () => {
    const bought = await due(shop);
    const v3 = new V3Webhook(shop);
    const notification = v3.notice(v3.transaction(bought));
    crash('INSERT INTO money_transaction');

    const first = await v3.send(notification);
    const again = await v3.send(notification);

    expect(first).toEqual(refused(500));
    expect(again).toEqual(ACKNOWLEDGED);
    expect(await statusOf(shop, bought)).toBe(2);
  });

  it('orders and notifications while servers are killed are served, or refused for now, and nothing else', async () => {
    const before = await shop.stockOf(pear.skuIds[0]);
    const crowd = await Promise.all(['bo', 'cy', 'di', 'ed'].map((name) => shop.shopper(name)));
    const bought = await due(shop);
    const notification = webhook.notice(bought);
    const placed: Answer[] = [];
    const heard: string[] = [];

    for (let round = 0; round < 10; round += 1) {
      const [notified, ...answers] = await Promise.all([
        webhook.send(notification),
        ...crowd.map((who) => insist(who)),
        killServers(),
      ]);
      heard.push(notified.body);
      placed.push(...answers.flatMap((answer) => answer ?? []));
    }
    const last = await webhook.send(notification);

    for (const answer of placed.filter(({ status }) => status !== 200))
      expect(answer).toMatchObject(UNAVAILABLE);
    expect(new Set([...heard, FAIL, SUCCESS])).toEqual(new Set([FAIL, SUCCESS]));
    expect(last.body).toBe(SUCCESS);
    expect((await shop.stockOf(pear.skuIds[0])).reserved).toBe(before.reserved + 40);
    expect(await statusOf(shop, bought)).toBe(2);
  });

  describe('that is short of everything', () => {
    beforeAll(() => shop.reopen({ DATABASE_URL: throughPort(shop.config.DATABASE_URL!, scarce.port) }));
    afterAll(() => shop.reopen({}));

    it('a request that gets no server in time is refused for now', async () => {
      const held = [await connected(), await connected()];
      for (const client of held) await client.query('BEGIN; SELECT 1');

      const answer = await shop.visitor.get('/product/recent');

      for (const client of held) await client.end();
      expect(answer).toMatchObject(UNAVAILABLE);
    });

    it('requests for which it takes no more clients are refused for now', async () => {
      const clients: PgClient[] = [];
      const whenFull = async () => {
        for (;;) clients.push(await connected());
      };
      await expect(whenFull()).rejects.toThrow('no more connections allowed');

      const answers = await Promise.all(
        Array.from({ length: 20 }, () => shop.visitor.get('/product/recent')),
      );

      for (const client of clients) await client.end();
      const refusedOnes = answers.filter(({ status }) => status !== 200);
      expect(refusedOnes.length).toBeGreaterThan(0);
      for (const answer of refusedOnes) expect(answer).toMatchObject(UNAVAILABLE);
    });

    it('requests are refused for now while PostgreSQL lets it not in', async () => {
      await allowConnections(false);

      const refusal = await shop.visitor.get('/product/recent');
      await allowConnections(true);
      const served = await eventually(
        () => shop.visitor.get('/product/recent'),
        ({ status }) => status === 200,
      );

      expect(refusal).toMatchObject(UNAVAILABLE);
      expect(served.status).toBe(200);
    });
  });

  /** A client of the PgBouncer that is short of everything. */
  async function connected(): Promise<PgClient> {
    const client = new PgClient({ connectionString: throughPort(shop.config.DATABASE_URL!, scarce.port) });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }

  const databaseName = () => new URL(shop.config.DATABASE_URL!).pathname.slice(1);

  function killServers(): Promise<void> {
    return onServer(
      inject('templateUrl'),
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = '${databaseName()}' AND application_name = 'minimall'`,
    );
  }

  async function allowConnections(allowed: boolean): Promise<void> {
    await onServer(
      inject('templateUrl'),
      `ALTER DATABASE ${databaseName()} ALLOW_CONNECTIONS ${String(allowed)}`,
    );
    if (!allowed) await killServers();
  }
});
