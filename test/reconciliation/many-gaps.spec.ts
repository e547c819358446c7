import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Client } from '../given/client';
import { casesOf, nextMorning, reconciled, unasked } from './accounts';
import { WrittenBill, type Line } from './written-bill';

vi.setConfig({ testTimeout: 120_000 });

const HOUR = 3600;
/** More than one look asks about. */
const MANY = 250;

/** Payments that another system took under the same merchant and app. */
const strangers = (first: string): Line[] =>
  Array.from({ length: MANY }, (_, n) => ({
    status: 'SUCCESS',
    transactionId: first + String(n).padStart(24, '0'),
    orderNo: `OTHERSYSTEM${String(n).padStart(9, '0')}`,
    fen: 100,
  }));

describe('a bill with more gaps than one look asks about', () => {
  let bill: WrittenBill;
  let admin: Client;
  beforeAll(async () => {
    bill = await WrittenBill.open({ ORDER_TTL_SECONDS: '9999999', TOKEN_TTL_SECONDS: '9999999' });
    await nextMorning(bill.shop);
    admin = await bill.shop.admin();
    // Bills are wanted from the day on which WeChat was first asked for money; nobody else asks about this order.
    await unasked(bill.shop);
  });
  afterEach(async () => {
    expect(await bill.shop.breaches()).toEqual([]);
  });
  afterAll(() => bill.close());

  const openCases = async () => {
    const { rows } = await bill.shop.db.query<{ count: number }>(
      `SELECT count(*)::int4 AS count FROM case_file WHERE state = 'open'`,
    );
    return rows[0]!.count;
  };
  /** A look at it is over, and it waits for the next. */
  const looked = async (seconds: number) => {
    await bill.shop.later(seconds);
    await reconciled(bill.shop);
  };
  const dayOf = async (): Promise<string> => (await admin.get('/admin/bill')).body.data[0].date;

  it('asks about each once, then now and then, some in an hour, and not at all when a person has seen to them', async () => {
    bill.lines = strangers('4200');
    await nextMorning(bill.shop);
    await reconciled(bill.shop);
    const first = { queries: bill.queries, cases: await openCases() };
    await looked(HOUR + 60);
    const inTheHour = bill.queries - first.queries;
    await looked(HOUR + 60);
    const inTwoHours = bill.queries - first.queries;
    const { rows: least } = await bill.shop.db.query('SELECT min(queries) AS queries FROM discrepancy_query');
    const date = await dayOf();
    await admin.post(`/admin/bill/${date}/fetch`);
    await reconciled(bill.shop);
    const fetchedAgain = bill.queries - first.queries - inTwoHours;

    const answers = [
      await admin.post(`/admin/bill/${date}/acknowledge`, { note: '旧系统的收款' }),
      await admin.post(`/admin/bill/${date}/acknowledge`, { note: '旧系统的收款' }),
      await admin.post('/admin/bill/2019-01-01/acknowledge', { note: '没有' }),
      await admin.post(`/admin/bill/${date}/acknowledge`, {}),
    ];
    await looked(HOUR + 60);
    const atLast = bill.queries;
    await looked(HOUR + 60);

    expect(first).toEqual({ queries: MANY, cases: MANY });
    expect(inTheHour).toBe(200);
    expect(inTwoHours).toBe(400);
    expect(least).toEqual([{ queries: 2 }]);
    expect(fetchedAgain).toBe(200);
    expect(answers.map(({ status, body }) => [status, body.acknowledged ?? body.error_code])).toEqual([
      [201, MANY],
      [201, 0],
      [404, 80008],
      [400, 10000],
    ]);
    expect(atLast).toBe(first.queries + inTwoHours + fetchedAgain);
    expect(bill.queries).toBe(atLast);
    expect(await casesOf(admin, 'state=open')).toEqual([]);
    expect((await casesOf(admin, 'state=acknowledged'))[0]).toMatchObject({
      note: '旧系统的收款',
      acknowledged_by: expect.stringMatching(/^admin:\d+$/),
    });
    const { body: acts } = await admin.get('/admin/act?size=100');
    expect(acts.data).toContainEqual(
      expect.objectContaining({
        route: '/api/v1/admin/bill/:date/acknowledge',
        targets: { date },
        status: 201,
      }),
    );
  });

  it('does not let those that WeChat was not sure about keep it from the others', async () => {
    const lines = strangers('4300');
    const before = bill.queries;
    bill.lines = lines;
    // As if a look had asked about the first 200 a moment ago, in vain.
    await bill.shop.db.query(
      `INSERT INTO discrepancy_query (kind, subject, bill_id, queries, next_query_at)
       SELECT 'payment_unknown', unnest($1::text[]), (SELECT max(id) FROM bill), 1, now() + $2::interval + interval '22 hours'`,
      [lines.slice(0, 200).map(({ transactionId }) => transactionId), await offset()],
    );

    await nextMorning(bill.shop);
    await reconciled(bill.shop);
    const first = { queries: bill.queries - before, cases: await openCases() };
    await looked(4 * HOUR);

    expect(first).toEqual({ queries: 50, cases: 50 });
    expect(await openCases()).toBe(MANY);
  });

  const offset = async () => {
    const { body } = await bill.shop.simulator.post('/sim/clock', { advanceSeconds: 1 });
    return `${body.offsetSeconds} seconds`;
  };
});
