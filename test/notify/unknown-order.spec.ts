import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Shop } from '../given/shop';
import {
  books,
  due,
  FAIL,
  moneyOf,
  noticesOf,
  statusOf,
  SUCCESS,
  transactionId,
  Webhook,
  type Due,
  V2,
} from './webhook';

const strange = (orderNo: string) => ({ orderNo, totalFen: 3998 }) as Due;

describe('a notice of an order that the shop does not know', () => {
  let shop: Shop;
  let webhook: Webhook;
  beforeAll(async () => {
    shop = await Shop.open(V2);
    webhook = new Webhook(shop);
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(async () => {
    await webhook.close();
    await shop.stop();
  });

  it('[F13] is refused and kept for ten minutes, then acknowledged as a case for a person', async () => {
    const transaction_id = transactionId();
    const notice = webhook.notice(strange('26010108AB12CD34EF56'), { transaction_id });

    const first = await webhook.watch(notice);
    await shop.later(590);
    const early = await webhook.send(notice);
    await shop.later(11);
    const late = await webhook.send(notice);
    const again = await webhook.send(notice);

    expect([first.answer, early.body, late.body, again.body]).toEqual([FAIL, FAIL, SUCCESS, SUCCESS]);
    expect({ ...first.after, notice: [] }).toEqual({ ...first.before, notice: [] });
    expect(await noticesOf(shop, transaction_id)).toMatchObject([{ outcome: 'orphan', attempts: 4 }]);
    expect(await books(shop)).toMatchObject({ money_transaction: [], money_ledger: [] });
  });

  it.each([
    ['parked', 0],
    ['an orphan', 601],
  ])('settles, though it was %s, when the order is there at its repeat', async (_what, seconds) => {
    const order = await due(shop);
    const transaction_id = transactionId();
    const notice = webhook.notice(order, { transaction_id });
    // As if the order were not committed yet: a number that nobody looks for.
    await rename(shop, order.id, '00000000000000000000');
    const before = await webhook.send(notice);
    await shop.later(seconds + 1);
    await webhook.send(notice);

    await rename(shop, order.id, order.orderNo);
    const settled = await webhook.send(notice);

    expect([before.body, settled.body]).toEqual([FAIL, SUCCESS]);
    expect(await statusOf(shop, order)).toBe(2);
    expect(await moneyOf(shop, order)).toMatchObject([{ transaction_id, disposition: 'fulfilled' }]);
    expect(await noticesOf(shop, transaction_id)).toMatchObject([{ outcome: 'fulfilled', attempts: 3 }]);
  });
});

async function rename(shop: Shop, id: number, orderNo: string): Promise<void> {
  await shop.db.query('UPDATE customer_order SET order_no = $2 WHERE id = $1', [id, orderNo]);
}
