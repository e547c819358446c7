import { inTransaction } from '@app/database';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_SECRET as SECRET, PLANT_ADMIN, plantedAdmin } from '../given/admins';
import { eventually } from '../given/shop';
import type { Shop } from './shop';
import { Street } from './street';

const HOME = '198.51.100.7';
const ATTACKER = '192.0.2.1';
const MINUTE = 60;
/** Connections of an instance, but for the one that the test holds. */
const POOL = 9;
/** What an attacker's own way takes: without it the test's process would do nothing but send. */
const NETWORK_MS = 100;

/** Of the right shape, so that the database is asked for it. */
const UNKNOWN_TOKEN = 'a'.repeat(64);
const WAITING = `
  SELECT FROM pg_locks JOIN pg_database d ON d.oid = database
   WHERE NOT granted AND relation = 'login_guess'::regclass AND datname = current_database()`;

let street: Street;
let shop: Shop;

beforeAll(async () => {
  street = await Street.open();
  shop = await street.shop();
});
afterAll(() => street?.close());

/** An owner who logs in from home, now and then. */
async function owner(name: string): Promise<string> {
  await shop.db.query(PLANT_ADMIN, plantedAdmin(name, 'owner'));
  await logIn(name, SECRET, HOME);
  return name;
}

function logIn(ac: string, se: string, from: string, at = shop) {
  return at.ask('POST token/app', { body: { ac, se }, from });
}

async function timed(ac: string, se: string, from: string, at = shop) {
  const begun = performance.now();
  const { status } = await logIn(ac, se, from, at);
  return { status, ms: performance.now() - begun };
}

async function fail(ac: string, from: string, times: number): Promise<void> {
  for (let n = 0; n < times; n += 1) await logIn(ac, 'guess', from);
}

/** As many wrong logins as delay the longest, without the time that they take. */
async function failedFromEverywhere(ac: string): Promise<void> {
  await shop.db.query(
    `INSERT INTO login_guess (account_hash, source_hash, failed_at, last_at)
     SELECT sha256(convert_to($1, 'UTF8')), sha256(int4send(n)), array_fill(at, ARRAY[3]), at
       FROM generate_series(1, 10) AS n, (SELECT now() + $2::interval AS at) AS clock`,
    [ac, shop.clock.offset],
  );
}

const entry = async (ac: string, from: string) => (await logIn(ac, SECRET, from)).status;

describe('somebody who guesses at an account', () => {
  it.each([
    ['IPv4', ['192.0.2.1'], ['192.0.2.1', '192.0.2.250', '::ffff:192.0.2.7'], [HOME, '192.0.3.1']],
    ['IPv4 written as IPv6', ['::ffff:192.0.2.1'], ['192.0.2.77'], [HOME, '192.0.3.1']],
    ['IPv6', ['2001:db8:1:2::1', '2001:db8:1:2::2'], ['2001:DB8:1:2:ffff::1'], [HOME, '2001:db8:1:3::1']],
  ])(
    'locks the own network of %s out by five wrong logins, and no other',
    async (kind, sent, inside, outside) => {
      const ac = await owner(`besieged over ${kind}`);

      for (let n = 0; n < 5; n += 1) await logIn(ac, 'guess', sent[n % sent.length]!);

      for (const from of inside) expect(await entry(ac, from), from).toBe(401);
      for (const from of outside) expect(await entry(ac, from), from).toBe(200);
    },
  );

  it('is told from the owner behind a trusted proxy by X-Forwarded-For, and behind another by nothing', async () => {
    const ac = await owner('besieged-behind-a-proxy');
    const behind = await street.shop({ TRUSTED_PROXIES: '10.1.0.0/16' });
    const through = async (proxy: string, client: string, se: string) => {
      const headers = { 'x-forwarded-for': client };
      return (await behind.ask('POST token/app', { body: { ac, se }, from: proxy, headers })).status;
    };

    for (let n = 0; n < 5; n += 1) {
      await through('10.1.0.1', ATTACKER, 'guess');
      await through('10.2.0.1', `203.0.${n}.1`, 'guess');
    }

    expect(await through('10.1.0.1', ATTACKER, SECRET)).toBe(401);
    expect(await through('10.1.0.1', HOME, SECRET)).toBe(200);
    expect(await through('10.2.0.1', HOME, SECRET)).toBe(401);
  });

  it('with a stolen token at the old secret locks the own network out of that alone', async () => {
    const ac = await owner('besieged-from-inside');
    const { token } = (await logIn(ac, SECRET, HOME)).body as { token: string };
    const change = async (old_secret: string, from: string) =>
      (await shop.ask('POST admin/me/secret', { token, from, body: { old_secret, secret: SECRET } })).status;

    for (let n = 0; n < 5; n += 1) await change('guess', ATTACKER);

    expect(await change(SECRET, ATTACKER)).toBe(403);
    expect(await entry(ac, ATTACKER)).toBe(401);
    expect(await change(SECRET, HOME)).toBe(201);
  });

  it('learns by no answer whether the account exists', async () => {
    const ac = await owner('hidden');
    await Promise.all([fail(ac, ATTACKER, 5), fail('not-here', ATTACKER, 5)]);

    const answers = [
      await logIn(ac, SECRET, ATTACKER),
      await logIn(ac, 'guess', ATTACKER),
      await logIn('not-here', SECRET, ATTACKER),
      await logIn('not-here', 'guess', '192.0.3.1'),
      await logIn(ac, 'guess', '192.0.3.1'),
    ];

    expect(new Set(answers.map(({ status, raw }) => `${status} ${raw}`)).size).toBe(1);
    expect(answers[0]!.status).toBe(401);
  });

  it('delays others by seconds at most, and not where somebody logged in before', async () => {
    const ac = await owner('besieged-from-everywhere');
    await Promise.all(Array.from({ length: 10 }, (_, n) => fail(ac, `10.0.${n}.1`, 4)));

    // Another process, or the same after a restart.
    const other = await street.shop();
    const [known, ...strangers] = await Promise.all([
      timed(ac, SECRET, HOME),
      timed(ac, SECRET, '203.0.113.5'),
      timed(ac, SECRET, '203.0.114.5', other),
    ]);

    expect([known, ...strangers].map(({ status }) => status)).toEqual([200, 200, 200]);
    for (const { ms } of strangers) expect(ms).toBeGreaterThan(4_900);
    expect(known.ms).toBeLessThan(4_900);
  });

  it('waits as long for an account that does not exist', async () => {
    await failedFromEverywhere('never-here');

    expect((await timed('never-here', SECRET, '203.0.113.5')).ms).toBeGreaterThan(4_900);
  });

  it('delays nobody any more after a quarter of an hour', async () => {
    const ac = await owner('besieged-before');
    await failedFromEverywhere(ac);
    shop.clock.advance(16 * MINUTE);

    const { status, ms } = await timed(ac, SECRET, '203.0.113.6');

    expect(status).toBe(200);
    expect(ms).toBeLessThan(4_000);
  });

  it('is a stranger again where nobody logged in for a month', async () => {
    const ac = await owner('long-gone');
    shop.clock.advance(31 * 24 * 60 * MINUTE);
    await failedFromEverywhere(ac);

    const { status, ms } = await timed(ac, SECRET, HOME);

    expect(status).toBe(200);
    expect(ms).toBeGreaterThan(4_900);
  });
});

describe('a flood of guesses', () => {
  it('from one address keeps nobody out, known there or not', { timeout: 120_000 }, async () => {
    const ac = await owner('flooded');
    const flood = new Flood(15, (n) => logIn(`someone-${n}`, 'guess', ATTACKER));

    const statuses = [];
    for (const from of [HOME, '203.0.113.7']) statuses.push(await entry(ac, from));
    const answered = await flood.stop();

    expect(statuses).toEqual([200, 200]);
    expect(answered).toContain(429);
  });

  it('from many addresses keeps nobody out who is known', { timeout: 120_000 }, async () => {
    const ac = await owner('flooded-alone');
    const flood = new Flood(60, (n) => logIn(`someone-${n}`, 'guess', `10.${n % 60}.0.1`));
    await flood.isTooMuch();

    const statuses = [await entry(ac, HOME), await entry(ac, HOME)];
    await flood.stop();

    expect(statuses).toEqual([200, 200]);
  });

  it('from many addresses leaves connections to everybody else while the database is slow', async () => {
    let answered = 0;
    const flood = await inTransaction(shop.db, async (tx) => {
      await tx.query('LOCK TABLE login_guess');
      const sent = Array.from({ length: 20 }, (_, n) =>
        logIn(`somebody-${n}`, 'guess', `10.${n}.0.1`).finally(() => (answered += 1)),
      );
      await eventually(
        () => tx.query<object[]>(WAITING),
        (waiting) => waiting.length > 0,
      );

      expect((await shop.ask('GET door/primary', { token: UNKNOWN_TOKEN })).status).toBe(401);
      expect(answered).toBeLessThan(POOL);
      return sent;
    });
    await Promise.all(flood);
  });
});

/** So many requests under way at any time, until it is stopped; tells every status that was answered. */
class Flood {
  private isOver = false;
  private sent = 0;
  private readonly answered = new Set<number>();
  private readonly hands: Promise<void>[];

  constructor(width: number, send: (n: number) => Promise<{ status: number }>) {
    this.hands = Array.from({ length: width }, async () => {
      while (!this.isOver) {
        this.answered.add((await send(this.sent++)).status);
        await pause(NETWORK_MS);
      }
    });
  }

  /** Until there is no room for it. */
  async isTooMuch(): Promise<void> {
    await eventually(
      () => Promise.resolve(this.answered.has(429)),
      (refused) => refused,
    );
  }

  async stop(): Promise<number[]> {
    this.isOver = true;
    await Promise.all(this.hands);
    return [...this.answered];
  }
}
