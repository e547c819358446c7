import { IdempotencyKeys, type Claim } from '@app/auth';
import { inTransaction } from '@app/database';
import { EventEmitter, once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Shop } from './shop';
import { Street } from './street';

const CALLER = 'shopper:7';

let street: Street;
let shop: Shop;
let other: Shop;
let keys: IdempotencyKeys;

beforeAll(async () => {
  street = await Street.open();
  [shop, other] = [await street.shop(), await street.shop()];
  keys = shop.app.get(IdempotencyKeys);
});

afterAll(() => street?.close());

function request(key: string, body: unknown = {}, caller = CALLER) {
  return { caller, key, hash: keys.hashOf(body) };
}

/** What a request with a key does: claims it, works when it is new, keeps the answer. */
async function work(db: EntityManager, key: string, body: unknown, done: () => unknown): Promise<Claim> {
  return inTransaction(db, async (tx) => {
    const [claim] = await keys.claim(tx, [request(key, body)]);
    if (claim?.kind === 'new')
      await keys.keep(tx, [{ ...request(key, body), status: 200, answer: await done() }]);
    return claim!;
  });
}

describe('idempotency keys', () => {
  it('answer a repeated request again, and refuse the key for another one', async () => {
    const order = { pass: true, order_id: 4, order_no: 'A1', names: ['苹果', null] };
    const body = { products: [{ product_id: 1, count: 2 }] };

    const first = await work(shop.db, 'k1', body, () => order);
    const again = await work(other.db, 'k1', { products: [{ count: 2, product_id: 1 }] }, () => 'never');
    const reused = await work(shop.db, 'k1', { products: [] }, () => 'never');

    expect(first).toEqual({ kind: 'new' });
    expect(again).toEqual({ kind: 'replay', status: 200, answer: order });
    expect(reused).toEqual({ kind: 'reused' });
  });

  it('belong to their caller', async () => {
    await work(shop.db, 'k2', {}, () => 1);

    const [mine, hers] = await inTransaction(shop.db, (tx) =>
      keys.claim(tx, [request('k2'), request('k2', {}, 'admin:7')]),
    );

    expect(mine?.kind).toBe('replay');
    expect(hers?.kind).toBe('new');
  });

  it('keep nothing of work that failed', async () => {
    const failing = work(shop.db, 'k3', {}, () => Promise.reject(new Error('no stock')));
    await expect(failing).rejects.toThrow('no stock');

    expect(await work(shop.db, 'k3', {}, () => 1)).toEqual({ kind: 'new' });
  });

  it('are in flight while another instance works on them, and a replay as soon as it is done', async () => {
    const finish = new EventEmitter();
    const working = work(shop.db, 'k4', {}, async () => (await once(finish, 'done'))[0]);
    await pause(200);

    const meanwhile = await work(other.db, 'k4', {}, () => 'never');
    finish.emit('done', 'at last');
    await working;
    const after = await work(other.db, 'k4', {}, () => 'never');

    expect(meanwhile).toEqual({ kind: 'inFlight' });
    expect(after).toEqual({ kind: 'replay', status: 200, answer: 'at last' });
  });

  it('replay to two at once, rather than call one in flight because of the other', async () => {
    await work(shop.db, 'k5', {}, () => 5);

    await inTransaction(shop.db, async (tx) => {
      const [here] = await keys.claim(tx, [request('k5')]);
      const there = await work(other.db, 'k5', {}, () => 'never');
      expect([here?.kind, there.kind]).toEqual(['replay', 'replay']);
    });
  });

  it('let the work happen once under a rush on both instances', async () => {
    let worked = 0;
    const rush = Array.from({ length: 40 }, (_, i) =>
      work(i % 2 ? shop.db : other.db, 'k6', {}, async () => {
        worked += 1;
        await pause(20);
        return worked;
      }),
    );

    const claims = await Promise.all(rush);

    expect(worked).toBe(1);
    expect(claims.filter(({ kind }) => kind === 'new')).toHaveLength(1);
    expect(claims.filter(({ kind }) => kind === 'reused')).toHaveLength(0);
  });

  it('are claimed and kept for many requests at once, each with its own answer', async () => {
    await work(shop.db, 'b-old', {}, () => 'old');
    const list = ['b-new', 'b-old', 'b-twice', 'b-twice', 'b-last'].map((key) => request(key));

    const claims = await inTransaction(shop.db, async (tx) => {
      const made = await keys.claim(tx, list);
      const fresh = list.filter((_, i) => made[i]?.kind === 'new');
      await keys.keep(
        tx,
        fresh.map((one) => ({ ...one, status: 201, answer: { of: one.key } })),
      );
      return made;
    });
    const again = await inTransaction(shop.db, (tx) => keys.claim(tx, [list[4]!, list[0]!]));

    expect(claims.map(({ kind }) => kind)).toEqual(['new', 'replay', 'new', 'inFlight', 'new']);
    expect(again).toEqual([
      { kind: 'replay', status: 201, answer: { of: 'b-last' } },
      { kind: 'replay', status: 201, answer: { of: 'b-new' } },
    ]);
    expect(await inTransaction(shop.db, (tx) => keys.claim(tx, []))).toEqual([]);
  });

  it('do not deadlock when batches name them in opposite orders', async () => {
    const list = Array.from({ length: 20 }, (_, i) => request(`d${i}`));
    const batch = (db: EntityManager, order: typeof list) =>
      inTransaction(db, async (tx) => {
        const claims = await keys.claim(tx, order);
        const fresh = order.filter((_, i) => claims[i]?.kind === 'new');
        await keys.keep(
          tx,
          fresh.map((one) => ({ ...one, status: 200, answer: 1 })),
        );
        return fresh.length;
      });

    const made = await Promise.all([
      batch(shop.db, list),
      batch(other.db, list.toReversed()),
      batch(shop.db, list),
    ]);

    expect(made.reduce((sum, n) => sum + n)).toBe(20);
  });

  it('are free again after 24 hours by the shop’s clock, and swept away with logins', async () => {
    await work(shop.db, 'k8', { a: 1 }, () => 'yesterday');
    shop.clock.advance(24 * 3600 - 60);
    expect((await work(shop.db, 'k8', { a: 1 }, () => 'never')).kind).toBe('replay');

    shop.clock.advance(61);
    expect((await work(shop.db, 'k8', { a: 2 }, () => 'today')).kind).toBe('new');
    const today = await work(shop.db, 'k8', { a: 2 }, () => 'never');

    expect(today).toMatchObject({ kind: 'replay', answer: 'today' });
    for (let i = 0; i < 5; i++) await shop.tokenOf('sweeper');
    expect(await shop.db.query('select key from idempotency_key')).toEqual([{ key: 'k8' }]);
  });

  it('are read from the header Idempotency-Key', async () => {
    const token = await shop.tokenOf('alice');
    const send = (key?: string) =>
      shop.ask('POST door/key', { token, headers: key === undefined ? {} : { 'idempotency-key': key } });

    expect((await send()).body).toEqual({});
    expect((await send('a!~')).body).toEqual({ key: 'a!~' });
    expect((await send('k'.repeat(128))).status).toBe(200);
    for (const bad of ['', 'k'.repeat(129), 'a b', '键', 'a\tb']) {
      const answer = await send(bad);
      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({
        msg: { 'Idempotency-Key': expect.any(String) },
        error_code: 10000,
      });
    }
  });
});
