import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { breachesOf } from '../given/books';
import { eventually, Shop } from '../given/shop';
import { casesOf, nextMorning } from './accounts';

const HOUR = 3600;

describe('the books, verified each night', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open({ TOKEN_TTL_SECONDS: '9999999' });
    await nextMorning(shop);
  });
  afterAll(() => shop.stop());

  /** The round is over, and has said when the next one is. */
  const verified = (next: 'tonight' | 'again') =>
    eventually(
      async () => {
        const { rows } = await shop.db.query<{ again: boolean; at: string }>(
          `SELECT again, to_char(next_at AT TIME ZONE 'Asia/Shanghai', 'HH24:MI') AS at
             FROM timetable WHERE name = 'verify'`,
        );
        return rows[0];
      },
      (round) => (next === 'again' ? round?.again === true : round?.again === false && round.at === '04:00'),
    );

  it('open a case when they contradict themselves at a second look too, and heal it when they agree again', async () => {
    const admin = await shop.admin();
    const pear = await shop.product({ stock: 10, sizes: ['1', '2', '3', '4', '5', '6', '7'] });
    const takeAway = (pieces: number) =>
      shop.db.query('UPDATE sku_stock SET stock = stock - $2, sold = sold + $2 WHERE sku_id = ANY($1)', [
        pear.skuIds,
        pieces,
      ]);
    await verified('tonight');

    await takeAway(1);
    await shop.later(18 * HOUR);
    await verified('again');
    const atOnce = await casesOf(admin);
    await shop.later(301);
    const open = await eventually(
      () => casesOf(admin, 'kind=promise_broken&state=open'),
      (cases) => cases.length > 0,
    );
    await takeAway(-1);
    await shop.later(HOUR + 1);
    const healed = await eventually(
      () => casesOf(admin, 'kind=promise_broken&state=healed'),
      (cases) => cases.length > 0,
    );
    await verified('tonight');

    expect(atOnce).toEqual([]);
    expect(open.map(({ subject }) => subject).toSorted()).toEqual(['I04', 'I05']);
    expect(open).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          facts: expect.objectContaining({
            offenders: 7,
            examples: expect.toSatisfy((examples: unknown[]) => examples.length === 5),
            promise: 'The ledger explains what is for sale.',
            promiseZh: '流水解释得了在售的数量。',
          }),
        }),
      ]),
    );
    expect(healed).toHaveLength(2);
  });

  it('open an acknowledged case again when more rows are wrong, and when they are wrong anew', async () => {
    const admin = await shop.admin();
    const plum = await shop.product({ stock: 10, sizes: ['1', '2'] });
    const takeAway = (skuId: number, pieces: number) =>
      shop.db.query('UPDATE sku_stock SET stock = stock - $2, sold = sold + $2 WHERE sku_id = $1', [
        skuId,
        pieces,
      ]);
    const cases = (state: string, count: number) =>
      eventually(
        () => casesOf(admin, `kind=promise_broken&state=${state}`),
        (found) => found.length === count,
      );
    const roundOver = async () => {
      const { rows } = await shop.db.query(`SELECT next_at FROM timetable WHERE name = 'verify'`);
      return String(rows[0].next_at);
    };
    const acknowledge = async () => {
      for (const { id } of await cases('open', 2))
        await admin.post(`/admin/case/${id}/acknowledge`, { note: '已知' });
    };
    const [first, second] = plum.skuIds as [number, number];

    await takeAway(first, 1);
    await shop.later(24 * HOUR);
    await verified('again');
    await shop.later(301);
    await acknowledge();
    const before = await roundOver();
    await shop.later(HOUR + 1);
    await eventually(roundOver, (at) => at !== before);
    const unchanged = await casesOf(admin, 'kind=promise_broken&state=open');
    await takeAway(second, 1);
    await shop.later(HOUR + 1);
    await acknowledge();
    await takeAway(first, -1);
    await takeAway(second, -1);
    await shop.later(HOUR + 1);
    await cases('healed', 2);
    await verified('tonight');
    await takeAway(first, 1);
    await shop.later(24 * HOUR);
    await verified('again');
    await shop.later(301);
    const anew = await cases('open', 2);
    await takeAway(first, -1);
    await shop.later(HOUR + 1);
    await cases('healed', 2);

    expect(unchanged).toEqual([]);
    expect(anew).toMatchObject([{ note: null }, { note: null }]);
  });

  it('say so when a line of a bill is neither booked nor a case', async () => {
    const planted = await shop.db.query<{ id: number }>(
      `WITH bill AS (
         INSERT INTO bill (date, mch_id, appid, gateway, sign_type, state, wanted_at, fetched_at)
         VALUES ('2026-01-01', '1900000000', 'wx1', 'v3', 'RSA', 'fetched', now(), now() - interval '26 hours')
         RETURNING id, appid)
       INSERT INTO bill_line (bill_id, kind, appid, transaction_id, order_no, currency, fen)
       SELECT id, 'payment', appid, '42', 'NOBODYKNOWSTHISONE00', 'CNY', 100 FROM bill RETURNING bill_id AS id`,
    );
    const broken = await breachesOf(shop.db);

    await shop.db.query(
      `INSERT INTO case_file (kind, subject, bill_id, facts, state, opened_at)
       VALUES ('payment_unknown', '42', $1, '{}', 'open', now())`,
      [planted.rows[0]!.id],
    );

    expect(broken).toEqual(['I35']);
    expect(await shop.breaches()).toEqual([]);
  });
});
