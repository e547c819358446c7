import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_SECRET as SECRET, PLANT_ADMIN, plantedAdmin } from '../given/admins';
import type { Shop } from './shop';
import { Street } from './street';

const MINUTE = 60;

let street: Street;
let shops: [Shop, Shop];

beforeAll(async () => {
  street = await Street.open();
  shops = [await street.shop(), await street.shop()];
});
afterAll(() => street?.close());

/** An admin of its own for each test, so that none meets another's lock. */
async function account(name: string): Promise<string> {
  await shops[0].db.query(PLANT_ADMIN, plantedAdmin(name, 'owner'));
  return name;
}

function logIn(ac: string, se: string, shop = shops[0]) {
  return shop.ask('POST token/app', { body: { ac, se } });
}

/** So many wrong ones, at one instance and the other in turn. */
async function fail(ac: string, times: number): Promise<void> {
  for (let n = 0; n < times; n += 1) await logIn(ac, 'guess', shops[n % 2]);
}

describe('an account at which somebody guesses', () => {
  it('is locked by five wrong logins, at whichever instance, and answers a right one like a wrong one', async () => {
    const [known, nobody] = [await account('guessed'), 'nobody-here'];

    await fail(known, 5);
    await fail(nobody, 5);

    const answers = [
      await logIn(known, SECRET),
      await logIn(known, SECRET, shops[1]),
      await logIn(known, 'guess'),
      await logIn(nobody, 'guess'),
    ];
    expect(answers[0]!.body).toEqual({
      msg: '授权失败',
      error_code: 10004,
      request_url: '/api/v1/token/app',
    });
    expect(new Set(answers.map(({ status, raw }) => `${status} ${raw}`)).size).toBe(1);
    expect(answers[0]!.status).toBe(401);
  });

  it('takes as long when it is locked, for a right secret and a wrong one', async () => {
    const [locked, open] = [await account('slow'), 'hired'];
    await fail(locked, 5);
    const token = await shops[0].adminToken(await account('hiring'), SECRET);
    const body = { account: open, role: 'reader', secret: SECRET };
    await shops[0].ask('POST admin/admin', { token, body });
    await shops[0].db.query(
      `UPDATE admin SET secret_hash = real.secret_hash FROM admin real
        WHERE real.account = $1 AND admin.account = $2`,
      [open, locked],
    );

    const right = await fastest(() => logIn(locked, SECRET));
    const wrong = await fastest(() => logIn(locked, 'guess'));
    const unlocked = await fastest(() => logIn(open, 'guess'));

    for (const time of [right, wrong]) {
      expect(time / unlocked).toBeGreaterThan(0.5);
      expect(time / unlocked).toBeLessThan(2);
    }
  });

  it('opens again by itself, and counts from nothing', async () => {
    const ac = await account('patient');
    await fail(ac, 5);

    await later(14 * MINUTE);
    const early = await logIn(ac, SECRET);
    await later(2 * MINUTE);

    await fail(ac, 4);
    expect(early.status).toBe(401);
    expect((await logIn(ac, SECRET)).status).toBe(200);
  });

  it('forgets wrong logins that a right one followed, and those of a quarter of an hour ago', async () => {
    const ac = await account('clumsy');

    await fail(ac, 4);
    const first = await logIn(ac, SECRET);
    await fail(ac, 4);
    await later(16 * MINUTE);
    await fail(ac, 4);

    expect([first.status, (await logIn(ac, SECRET)).status]).toEqual([200, 200]);
  });

  it('lets no more than five of many guesses at once through', async () => {
    const ac = await account('stormed');

    await Promise.all(Array.from({ length: 8 }, (_, n) => logIn(ac, 'guess', shops[n % 2])));

    expect((await logIn(ac, SECRET)).status).toBe(401);
    const [{ failed }] = await shops[0].db.query(
      `SELECT cardinality(failed_at) AS failed FROM login_guess
        WHERE account_hash = sha256(convert_to('stormed', 'UTF8'))`,
    );
    expect(failed).toBe(5);
  });

  it('refuses nobody who logs in often and rightly, all at once', async () => {
    const ac = await account('busy');

    const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => logIn(ac, SECRET, shops[n % 2])));

    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
  });

  it('is unlocked by an owner', async () => {
    const ac = await account('waiting');
    await fail(ac, 5);
    const token = await shops[0].adminToken(await account('unlocking'), SECRET);
    const { body } = await shops[0].ask('GET admin/admin', { token });
    const { id } = (body as { id: number; account: string; locked: boolean }[]).find(
      (row) => row.account === ac && row.locked,
    )!;

    const answer = await shops[0].ask(`POST admin/admin/${id}/unlock`, { token });

    expect(answer.status).toBe(201);
    expect((await logIn(ac, SECRET, shops[1])).status).toBe(200);
  });

  it('is named once in the log when it is locked, by its id, and its guesses never', async () => {
    const ac = await account('logged');
    await fail(ac, 7);
    await fail('typed-into-the-wrong-field', 5);

    const [{ id }] = await shops[0].db.query(`SELECT id FROM admin WHERE account = 'logged'`);
    const locked = street.log.events('adminLockedOut');

    expect(locked.filter((line) => (line as { caller: string }).caller === `admin:${id}`)).toHaveLength(1);
    expect(locked).toContainEqual({ event: 'adminLockedOut', caller: 'admin:unknown' });
    expect(JSON.stringify(street.log.lines)).not.toMatch(/guess"|logged|typed-into|correct-horse/);
    const kept = await shops[0].db.query(`SELECT string_agg(g::text, ',') AS text FROM login_guess g`);
    expect(JSON.stringify(kept)).not.toMatch(/typed-into/);
  });
});

function later(seconds: number): Promise<void> {
  shops[0].clock.advance(seconds);
  return Promise.resolve();
}

async function fastest(act: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 3; i++) {
    const start = performance.now();
    await act();
    times.push(performance.now() - start);
  }
  return Math.min(...times);
}
