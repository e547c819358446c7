import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../given/client';
import { eventually, Shop } from '../given/shop';
import { begun, billsOf, casesOf, closed, inTime, moneyOf, nextMorning, reconciled } from './accounts';

describe.each<[string, Record<string, string>, [endpoint: string, kind: string][]]>([
  [
    'v2',
    { WECHAT_PAY_GATEWAY: 'v2' },
    [
      ['downloadbill', 'http500'],
      ['downloadbill', 'html'],
      ['downloadbill', 'truncated'],
      ['downloadbill', 'systemError'],
    ],
  ],
  [
    'v3',
    { WECHAT_PAY_GATEWAY: 'v3' },
    [
      ['v3tradebill', 'http202'],
      ['v3tradebill', 'unsigned'],
      ['v3billfile', 'truncated'],
      ['v3billfile', 'empty'],
    ],
  ],
])('a bill of %s that cannot be had', (_gateway, settings, faults) => {
  let shop: Shop;
  let admin: Client;
  beforeAll(async () => {
    shop = await Shop.open({ ...settings, TOKEN_TTL_SECONDS: '9999999' });
    await nextMorning(shop);
    admin = await shop.admin();
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  const failedTries = (count: number) =>
    eventually(
      () => billsOf(shop),
      ([bill]) => bill?.state === 'failed' && bill.tries >= count,
    );

  it('is fetched again, whatever it suffered from, and opens no case on the way', async () => {
    const [open, late] = [await begun(shop), await closed(shop)];
    await shop.pay(open.prepay);
    await shop.pay(late.prepay, { late: true, lost: true });
    const suffer = ([endpoint, kind]: [string, string]) =>
      shop.simulator.post('/sim/fault', { endpoint, kind, times: -1 });
    await suffer(faults[0]!);
    await nextMorning(shop);
    const troubles = [(await failedTries(1))[0]?.trouble];
    for (const [index, fault] of faults.slice(1).entries()) {
      await shop.simulator.post('/sim/fault', { endpoint: faults[index]![0], kind: 'none' });
      await suffer(fault);
      await shop.later(6 * 3600);
      troubles.push((await failedTries(index + 2))[0]?.trouble);
    }
    const meanwhile = await casesOf(admin, 'state=open');
    await shop.simulator.post('/sim/fault', { endpoint: faults.at(-1)![0], kind: 'none' });

    await shop.later(6 * 3600);
    await reconciled(shop);
    const money = await inTime(
      shop,
      () => moneyOf(shop, late),
      ([one]) => one?.refunded === 3998,
    );

    expect(troubles.map((trouble) => typeof trouble)).toEqual(faults.map(() => 'string'));
    expect(meanwhile).toEqual([]);
    expect(money).toMatchObject([{ disposition: 'to_refund', refunded: 3998 }]);
    expect((await casesOf(admin)).map(({ kind, state }) => [kind, state])).toEqual(
      expect.arrayContaining([['payment_unknown', 'healed']]),
    );
    expect(await casesOf(admin, 'state=open')).toEqual([]);
  });
});

describe('a bill that cannot be had for more than a day', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open({ WECHAT_PAY_GATEWAY: 'v2', TOKEN_TTL_SECONDS: '9999999' });
    await nextMorning(shop);
  });
  afterAll(() => shop.stop());

  it('is a case, which heals when it comes', async () => {
    const admin = await shop.admin();
    const endpoint = 'downloadbill';
    await shop.pay((await begun(shop)).prepay);
    await shop.simulator.post('/sim/fault', { endpoint, kind: 'empty', times: -1 });
    await nextMorning(shop);
    await eventually(
      () => billsOf(shop),
      ([bill]) => bill?.state === 'failed',
    );

    await shop.later(86_401);
    const open = await eventually(
      () => casesOf(admin, 'state=open'),
      ([one]) => one !== undefined,
    );
    await shop.simulator.post('/sim/fault', { endpoint, kind: 'none' });
    await shop.later(6 * 3600);
    const healed = await eventually(
      () => casesOf(admin, 'state=healed'),
      ([one]) => one !== undefined,
    );

    expect(open).toMatchObject([{ kind: 'bill_overdue', facts: { mch_id: shop.config.WECHAT_PAY_MCH_ID } }]);
    expect(healed).toMatchObject([{ kind: 'bill_overdue' }]);
  });
});
