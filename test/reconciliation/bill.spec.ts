import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Shop } from '../given/shop';
import {
  begun,
  casesOf,
  closed,
  inTime,
  moneyOf,
  nextMorning,
  reconciled,
  statusOf,
  unasked,
} from './accounts';

describe.each([
  ['v2', { WECHAT_PAY_GATEWAY: 'v2' }],
  ['v3', { WECHAT_PAY_GATEWAY: 'v3' }],
])('the daily bill through %s', (_gateway, settings) => {
  let shop: Shop;
  beforeAll(async () => {
    // Long enough that nobody closes, and so asks about, an order that is paid in secret.
    shop = await Shop.open({ ...settings, ORDER_TTL_SECONDS: String(3 * 86_400) });
    // Whatever the hour is here, no day ends in the middle of a story.
    await nextMorning(shop);
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  it('[D1-29]: settles what was paid unheard, gives late and second money back, and hears of the portal', async () => {
    const [unheard, late, twice, portal] = [
      await unasked(shop),
      await closed(shop),
      await begun(shop),
      await begun(shop),
    ];
    await shop.pay(twice.prepay);
    await shop.pay(portal.prepay);
    await shop.pay(unheard.prepay, { lost: true });
    await shop.pay(late.prepay, { late: true, lost: true });
    await shop.pay(twice.prepay, { again: true, lost: true });
    await shop.simulator.post('/sim/fault', { endpoint: 'refundnotify', kind: 'drop', times: -1 });
    await shop.simulator.post('/sim/portal-refund', { out_trade_no: portal.no, refund_fee: 999 });

    await nextMorning(shop);
    await reconciled(shop);
    const refunded = await inTime(
      shop,
      async () => [await moneyOf(shop, late), await moneyOf(shop, twice), await moneyOf(shop, portal)],
      ([one, two, three]) =>
        one?.[0]?.refunded === 3998 && two?.[1]?.refunded === 3998 && three?.[0]?.refunded === 999,
    );
    const admin = await shop.admin();

    expect(await statusOf(shop, unheard)).toBe(2);
    expect(await moneyOf(shop, unheard)).toMatchObject([
      { fen: 3998, source: 'query', disposition: 'fulfilled' },
    ]);
    expect(refunded).toMatchObject([
      [{ fen: 3998, disposition: 'to_refund', refunded: 3998 }],
      [
        { fen: 3998, disposition: 'fulfilled', refunded: 0 },
        { fen: 3998, disposition: 'to_refund', refunded: 3998 },
      ],
      [{ fen: 3998, disposition: 'fulfilled', refunded: 999 }],
    ]);
    expect([await statusOf(shop, late), await statusOf(shop, twice), await statusOf(shop, portal)]).toEqual([
      7, 2, 2,
    ]);
    const cases = await casesOf(admin);
    expect(cases.map(({ kind, state }) => `${kind} ${state}`).toSorted()).toEqual([
      'payment_unknown healed',
      'payment_unknown healed',
      'payment_unknown healed',
      'refund_unknown healed',
    ]);
    expect((await admin.get('/admin/bill')).body.data).toMatchObject([
      { state: 'fetched', lines: 6, paid: '199.90', refunded: '9.99', open_cases: 0 },
    ]);
  });
});
