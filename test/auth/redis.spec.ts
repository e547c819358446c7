import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hasRedis, RedisServer } from './redis-server';
import type { Shop } from './shop';
import { Street } from './street';

const NOBODY_LISTENS = 'redis://127.0.0.1:1';

let street: Street;

beforeAll(async () => {
  street = await Street.open();
});

afterAll(() => street?.close());

describe.skipIf(!hasRedis)('with Redis (skipped where no redis-server is installed)', () => {
  let redis: RedisServer;
  let shop: Shop;
  let other: Shop;

  beforeEach(async () => {
    redis = await RedisServer.open();
    const settings = { REDIS_URL: redis.url, RATE_LIMIT_PER_MINUTE: '60' };
    [shop, other] = await Promise.all([street.shop(settings), street.shop(settings)]);
    await untilShared();
  });

  afterEach(() => redis.kill());

  /** Both are connected, when a count of one is seen by the other. */
  async function untilShared(): Promise<void> {
    const token = await shop.tokenOf('probe');
    const ask = async (one: Shop) => (await one.ask('GET door/exclusive', { token })).status;
    while ((await ask(shop)) !== 429 || (await ask(other)) !== 429) await pause(10);
  }

  it('refuses a token at once on every instance when its shopper logs out on one', async () => {
    const token = await shop.tokenOf('alice');
    expect((await other.ask('GET door/exclusive', { token })).status).toBe(200);

    await shop.ask('DELETE token', { token });

    expect((await other.ask('GET door/exclusive', { token })).status).toBe(401);
  });

  it('counts one token over all instances', async () => {
    const token = await shop.tokenOf('bob');

    const statuses: number[] = [];
    for (let i = 0; i < 80; i++)
      statuses.push((await (i % 2 ? shop : other).ask('GET door/exclusive', { token })).status);

    expect(statuses.slice(0, 60)).toEqual(Array.from({ length: 60 }, () => 200));
    expect(statuses.slice(60)).toEqual(Array.from({ length: 20 }, () => 429));
  });

  it('[F37] goes on without a pause when Redis is killed, and uses it again when it is back', async () => {
    const token = await shop.tokenOf('carol');
    await shop.ask('GET door/exclusive', { token });

    street.log.lines.length = 0;
    await redis.kill();
    const orphaned = await timed(() => shop.ask('GET door/exclusive', { token }));
    const second = await timed(() => shop.ask('GET door/exclusive', { token }));
    await shop.ask('DELETE token', { token });
    const ended = await shop.ask('GET door/exclusive', { token });
    await redis.start();
    await untilShared();
    const endedStill = await other.ask('GET door/exclusive', { token });

    expect(orphaned).toMatchObject({ status: 200, isQuick: true });
    expect(second).toMatchObject({ status: 200, isQuick: true });
    expect(ended.status).toBe(401);
    expect(endedStill.status).toBe(401);
    // Once for each instance, however many commands were refused.
    expect(street.log.events('redisLost')).toHaveLength(2);
    expect(street.log.events('redisBack')).toHaveLength(2);
  });

  it('[F37] waits a moment for a Redis that is frozen, and then no more', async () => {
    const token = await shop.tokenOf('dave');

    redis.freeze();
    const first = await timed(() => shop.ask('GET door/exclusive', { token }));
    const later = await timed(() => shop.ask('GET door/exclusive', { token }));
    redis.thaw();

    expect(first.status).toBe(200);
    expect(first.ms).toBeLessThan(3_000);
    expect(later).toMatchObject({ status: 200, isQuick: true });
    await untilShared();
  });

  it('keeps no token in Redis, and nothing for longer than five seconds but counts', async () => {
    const token = await shop.tokenOf('erin');
    await shop.ask('GET door/exclusive', { token });

    const entries = await dump(redis.url);

    expect(JSON.stringify(entries)).not.toContain(token);
    for (const { key, ttlMs } of entries) {
      expect(key).toMatch(/^minimall:sandbox:wx[0-9a-f]{16}:(session::|count:)/);
      expect(ttlMs).toBeGreaterThan(0);
      expect(ttlMs).toBeLessThanOrEqual(key.includes(':count:') ? 60_000 : 5_000);
    }
  });
});

describe('with a Redis that was never there', () => {
  it('starts, and serves everything from PostgreSQL without a pause', async () => {
    const shop = await street.shop({ REDIS_URL: NOBODY_LISTENS });
    const token = await shop.tokenOf('frank');

    const answer = await timed(() => shop.ask('GET door/exclusive', { token }));
    await shop.ask('DELETE token', { token });

    expect(answer).toMatchObject({ status: 200, isQuick: true });
    expect((await shop.ask('GET door/exclusive', { token })).status).toBe(401);
  });
});

async function timed(act: () => Promise<{ status: number }>) {
  const start = performance.now();
  const { status } = await act();
  const ms = performance.now() - start;
  return { status, ms, isQuick: ms < 400 };
}

async function dump(url: string): Promise<{ key: string; value: string | null; ttlMs: number }[]> {
  const { createClient } = await import('@keyv/redis');
  const client = createClient({ url });
  await client.connect();
  const keys = await client.keys('*');
  const entries = await Promise.all(
    keys.map(async (key) => ({ key, value: await client.get(key), ttlMs: await client.pTTL(key) })),
  );
  client.destroy();
  return entries;
}
