import type { PoolClient } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../given/client';
import { eventually, Shop } from '../given/shop';
import { casesOf, inTime, nextMorning } from './accounts';

const HOUR = 3600;
const DAY = 24 * HOUR;

interface Round {
  tries: number;
  trouble: string | null;
  /** Hours since it was last done. */
  age: number;
}

describe('the nightly verification', () => {
  let shop: Shop;
  let admin: Client;
  beforeAll(async () => {
    shop = await Shop.open({ TOKEN_TTL_SECONDS: '9999999' });
    await nextMorning(shop);
    admin = await shop.admin();
    await verified((round) => round.tries === 0);
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  const verified = (good: (round: Round) => boolean) =>
    eventually(
      async () => {
        const { body } = await shop.simulator.post('/sim/clock', { advanceSeconds: 1 });
        const { rows } = await shop.db.query<Round>(
          `SELECT tries, trouble, (extract(epoch FROM now() + $1::interval - done_at) / 3600)::float8 AS age
             FROM timetable WHERE name = 'verify'`,
          [`${body.offsetSeconds} seconds`],
        );
        return rows[0] ?? { tries: -1, trouble: null, age: 0 };
      },
      (round) => good(round),
    );
  const overdueCases = (state: string) =>
    inTime(
      shop,
      () => casesOf(admin, `kind=verify_overdue&state=${state}`),
      (cases) => cases.length > 0,
    );

  /** The verification waits for this table, and for as long as a statement of the shop's own connections may take. */
  const held = async (): Promise<{ locker: PoolClient; pid: number }> => {
    const locker = await shop.db.connect();
    await locker.query('BEGIN');
    await locker.query('LOCK TABLE after_sale_line IN ACCESS EXCLUSIVE MODE');
    await shop.later(DAY);
    const waiting = await eventually(
      async () => {
        const { rows } = await shop.db.query<{ pid: number }>(
          `SELECT pid FROM pg_stat_activity
            WHERE application_name = 'minimall snapshot' AND datname = current_database()
              AND wait_event_type = 'Lock' AND query_start < clock_timestamp() - interval '5.2 seconds'`,
        );
        return rows[0];
      },
      (row) => row !== undefined,
    );
    return { locker, pid: waiting!.pid };
  };

  it('may take longer than a request, and begins anew where the shop closes meanwhile', async () => {
    const { locker } = await held();
    const begun = performance.now();

    await shop.reopen({});
    const closedMs = performance.now() - begun;
    await letGo(locker);
    const round = await verified(({ tries }) => tries === 0);

    expect(closedMs).toBeLessThan(9000);
    expect(round).toMatchObject({ tries: 0, trouble: null, age: expect.toSatisfy((age) => age < 1) });
  });

  it('says why it did not end where it is cancelled, and is tried again', async () => {
    const { locker, pid } = await held();

    await shop.db.query('SELECT pg_cancel_backend($1)', [pid]);
    const failed = await verified(({ trouble }) => trouble !== null);
    await letGo(locker);
    await shop.later(HOUR + 1);
    const round = await verified(({ tries }) => tries === 0);

    expect(failed).toMatchObject({ tries: 1, trouble: expect.stringContaining('cancelled') });
    expect(round.trouble).toBeNull();
    expect(await casesOf(admin, 'kind=verify_overdue')).toEqual([]);
  });

  it('is a case with an alert when it did not end well for two days, until it does', async () => {
    await shop.later(3 * DAY);
    await verified(({ tries, age }) => tries === 0 && age < 1);
    const afterHoliday = await casesOf(admin, 'kind=verify_overdue');
    await shop.db.query('REVOKE SELECT ON after_sale_line FROM minimall_app');
    await shop.later(DAY);
    await verified(({ trouble }) => trouble !== null);
    const onFirstDay = await casesOf(admin, 'kind=verify_overdue');

    await shop.later(2 * DAY);
    await verified(({ tries }) => tries > 1);
    const [open] = await overdueCases('open');
    const { body: alerts } = await admin.get('/admin/alert');
    await shop.db.query('GRANT SELECT ON after_sale_line TO minimall_app');
    await shop.later(HOUR + 1);
    const [over] = await overdueCases('healed');

    expect([afterHoliday, onFirstDay]).toEqual([[], []]);
    expect(open).toMatchObject({
      facts: { tries: 2, trouble: 'permission denied for table after_sale_line' },
      advice: { zh: expect.stringContaining('npm run verify') },
    });
    expect(alerts.data).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'case_open', text: expect.stringContaining('verify_overdue') }),
      ]),
    );
    expect(over!.id).toBe(open!.id);
  });
});

async function letGo(locker: PoolClient): Promise<void> {
  await locker.query('ROLLBACK');
  locker.release();
}
