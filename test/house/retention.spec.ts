import { Clock } from '@app/common';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually, Shop } from '../given/shop';

const DAY = 24 * 3600;
const OVER_ONE_BATCH = 1200;

/** Rows of the last so many days, one at each hour's end that is wanted, as the shop would have written them. */
const HISTORY = {
  session: `INSERT INTO session (token_hash, admin_id, scope, created_at, expires_at)
    SELECT sha256(convert_to(n::text, 'UTF8')), (SELECT min(id) FROM admin), 32, at, at + interval '2 hours'`,
  idempotency_key: `INSERT INTO idempotency_key (caller, key, request_hash, status, answer, created_at)
    SELECT 'shopper:1', n::text, sha256('a'), 200, '{}', at`,
  notice: `INSERT INTO notice (gateway, kind, event_key, headers, body, outcome, received_at, last_at)
    SELECT 'v2', 'refund', n::text, '{"a": "b"}', 'body', 'recorded', at, at`,
  case: `INSERT INTO notice (gateway, kind, event_key, headers, body, outcome, received_at, last_at)
    SELECT 'v3', 'refund', n::text, '{}', 'body', 'orphan', at, at`,
  alert: `INSERT INTO alert (key, kind, text, raised_at) SELECT 'old ' || n, 'backup_failed', '', at`,
  admin_act: `INSERT INTO admin_act (admin_id, at, method, route, targets, status, request_id)
    SELECT (SELECT min(id) FROM admin), at, 'POST', '/', '{}', 201, 'x'`,
  login_guess: `INSERT INTO login_guess (account_hash, source_hash, failed_at, last_at)
    SELECT sha256(convert_to(n::text, 'UTF8')), sha256('home'), ARRAY[at], at`,
  login: `INSERT INTO login_guess (account_hash, source_hash, failed_at, opened_at, last_at)
    SELECT sha256(convert_to(n::text, 'UTF8')), sha256('home'), '{}', at, at`,
};

describe('what is kept', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
    // Only a sandbox's clock may be ahead where what is append-only goes.
    await shop.db.query(`INSERT INTO world (name) VALUES ('sandbox')`);
  });
  beforeEach(async () => {
    await shop.db
      .query(`DELETE FROM session; DELETE FROM idempotency_key; DELETE FROM notice; DELETE FROM admin_act;
       DELETE FROM login_guess`);
  });
  afterAll(() => shop.stop());

  /** Evenly over the last days, the newest now. */
  async function past(what: keyof typeof HISTORY, days: number, rows: number): Promise<void> {
    await shop.db.query(
      `${HISTORY[what]} FROM (SELECT n, now() + $1::interval - n * $2::interval / $3 AS at
                                FROM generate_series(0, $3::int4 - 1) AS n) AS past`,
      [shop.mall.get(Clock).offset, `${days} days`, rows],
    );
  }

  async function count(sql: string): Promise<number> {
    const { rows } = await shop.db.query<{ count: number }>(`SELECT count(*)::int4 AS count FROM ${sql}`);
    return rows[0]!.count;
  }

  /** Whatever has come to its end since goes within the hour. */
  async function hourly(sql: string, expected: number): Promise<number> {
    await shop.later(3601);
    return eventually(
      () => count(sql),
      (seen) => seen === expected,
    );
  }

  it.each<[keyof typeof HISTORY, string, number, number, number]>([
    // A row a quarter of an hour: those of the last two hours, then of the last 24; an hour is gone meanwhile.
    ['session', 'session', 12.5, OVER_ONE_BATCH, 4],
    ['idempotency_key', 'idempotency_key', 12.5, OVER_ONE_BATCH, 92],
    // A row a day and three a day, from the newest, which is now.
    ['notice', 'notice', 1200, OVER_ONE_BATCH, 400],
    ['notice', `notice WHERE octet_length(body) > 0`, 400, OVER_ONE_BATCH, 90],
    ['case', `notice WHERE octet_length(body) > 0`, 400, OVER_ONE_BATCH, 540],
    ['alert', `alert WHERE key LIKE 'old %'`, 1200, OVER_ONE_BATCH, 400],
    ['admin_act', 'admin_act', 1200, OVER_ONE_BATCH, 400],
    // A row a minute, the newest an hour old by then.
    ['login_guess', 'login_guess', 1, 1440, 0],
    // A row a day, from the newest, which is now.
    ['login', 'login_guess', 60, 60, 30],
  ])('of %s, counting %s of %d days, is what the table of retention says', async (...row) => {
    const [what, sql, days, rows, expected] = row;
    await past(what, days, rows);

    expect(await hourly(sql, expected)).toBe(expected);
  });

  it('grows no further, however long the shop runs', async () => {
    const most: number[] = [];
    for (let month = 0; month < 4; month += 1) {
      await shop.db.query(
        `UPDATE notice SET event_key = 'month ' || ${month} || ' ' || id WHERE event_key ~ '^\\d'`,
      );
      await past('notice', 30, 300);
      most.push(await hourly(`notice WHERE octet_length(body) > 0`, 300));
      await shop.later(30 * DAY);
    }

    expect(most.every((bodies) => bodies <= 300)).toBe(true);
    expect(await count('notice')).toBe(1200);
  });

  it('of a payment’s notice is its row, as long as there is the money', async () => {
    await shop.db.query(
      `${HISTORY.notice.replace(`'refund'`, `'paid'`).replace('n::text', `'paid ' || n`)}
         FROM (SELECT 1 AS n, now() - interval '5 years' AS at) AS past`,
    );
    await past('notice', 2, 2);

    await hourly(`notice WHERE octet_length(body) > 0`, 2);

    expect(await count(`notice WHERE kind = 'paid' AND body = '' AND headers = '{}'`)).toBe(1);
  });
});
