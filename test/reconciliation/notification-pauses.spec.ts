import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../given/shop';
import { due, transactionId, Webhook } from '../notify/webhook';
import { casesOf } from './accounts';
import { WrittenBill } from './written-bill';

describe('a notification that nothing can be done with', () => {
  let bill: WrittenBill;
  let webhook: Webhook;
  beforeAll(async () => {
    bill = await WrittenBill.open({ ORDER_TTL_SECONDS: '999999', TOKEN_TTL_SECONDS: '9999999' });
    webhook = new Webhook(bill.shop);
  });
  afterEach(async () => {
    expect(await bill.shop.breaches()).toEqual([]);
  });
  afterAll(async () => {
    await webhook.close();
    await bill.close();
  });

  /** A minute passes, and what waits for a person was looked at since. */
  const aMinuteLater = async () => {
    const { body } = await bill.shop.simulator.post('/sim/clock', { advanceSeconds: 61 });
    await eventually(
      async () => {
        const { rows } = await bill.shop.db.query<{ looked: boolean }>(
          `SELECT next_at > now() + $1::interval + interval '30 seconds' AND tries = 0 AS looked
             FROM timetable WHERE name = 'look for loose ends'`,
          [`${body.offsetSeconds} seconds`],
        );
        return rows[0]?.looked;
      },
      (looked) => looked === true,
    );
  };

  it('is asked about at once, and then ever more seldom', async () => {
    const order = await due(bill.shop);
    await bill.shop.db.query('UPDATE customer_order SET next_query_at = NULL WHERE id = $1', [order.id]);
    await webhook.send(
      webhook.notice({ ...order, orderNo: '26010108AB12CD34EF56' }, { transaction_id: transactionId() }),
    );
    await bill.shop.later(601);
    const before = bill.queries;

    for (let minute = 0; minute < 10; minute += 1) await aMinuteLater();
    const inTenMinutes = bill.queries - before;

    // At once and after 1, 3 and 7 minutes.
    expect(inTenMinutes).toBeGreaterThanOrEqual(3);
    expect(inTenMinutes).toBeLessThanOrEqual(5);
    expect(await casesOf(await bill.shop.admin(), 'kind=notice_unsettled&state=open')).toHaveLength(1);
  });
});
