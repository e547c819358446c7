import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually, Shop } from '../given/shop';

/** A shop that works under a login of its own, whose connections can be counted and limited. */
const LOGIN = `narrow_${randomBytes(4).toString('hex')}`;

let shop: Shop;

beforeAll(async () => {
  shop = await Shop.open();
  await shop.db.query(`CREATE ROLE ${LOGIN} LOGIN; GRANT minimall_app TO ${LOGIN}`);
});

/** Without jobs, so that what is open is the shop's own pool and the one for notices. */
function reopen(DATABASE_POOL: number): Promise<void> {
  const address = new URL(shop.config.DATABASE_URL!);
  address.username = LOGIN;
  return shop.reopen({ DATABASE_URL: address.href, DATABASE_POOL, ROLE: 'api' });
}

afterAll(async () => {
  await shop.mall.close();
  await shop.db.query(`DROP OWNED BY ${LOGIN}; DROP ROLE ${LOGIN}`);
  await shop.stop();
});

const connections = async () => {
  const sql = 'SELECT count(*)::int AS open FROM pg_stat_activity WHERE usename = $1';
  return (await shop.db.query<{ open: number }>(sql, [LOGIN])).rows[0]!.open;
};
const readiness = async () => {
  const answer = await fetch(`${shop.config.PUBLIC_URL}/health/ready`);
  return { status: answer.status, body: await answer.text() };
};

it('serves a crowd through DATABASE_POOL connections and those for notices', async () => {
  await reopen(2);

  const answers = await Promise.all(
    Array.from({ length: 40 }, async (_, index) => {
      const shopper = await shop.shopper(`crowd-${index}`);
      return shopper.get('/address');
    }),
  );

  expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  expect(await connections()).toBeLessThanOrEqual(2 + 4);
});

it('is not ready while its pool gets no further connection, and says why', async () => {
  await reopen(10);
  const well = await readiness();
  await shop.db.query(`ALTER ROLE ${LOGIN} CONNECTION LIMIT 1`);

  const starved = await readiness();
  await shop.db.query(`ALTER ROLE ${LOGIN} CONNECTION LIMIT -1`);
  const again = await readiness();

  expect(well.status).toBe(200);
  expect(starved.status).toBe(503);
  expect(starved.body).toContain('too many connections');
  expect(again.status).toBe(200);
});

it('is ready with a pool that is full: it needs no further connection', async () => {
  await reopen(2);
  await Promise.all(Array.from({ length: 8 }, () => shop.visitor.get('/product/recent')));
  const open = await eventually(connections, (count) => count >= 3);
  await shop.db.query(`ALTER ROLE ${LOGIN} CONNECTION LIMIT ${open}`);

  const { status } = await readiness();
  await shop.db.query(`ALTER ROLE ${LOGIN} CONNECTION LIMIT -1`);

  expect(status).toBe(200);
});
