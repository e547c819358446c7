import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { AppConfig } from '@app/common';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { createMall } from '../../apps/mall/src/create-mall';
import { freePort } from '../given/free-port';
import { Shop } from '../given/shop';
import { billsOf, casesOf, closed, inTime, moneyOf, nextMorning, reconciled } from './accounts';

let shop: Shop;
let second: NestFastifyApplication;
beforeAll(async () => {
  shop = await Shop.open({ WECHAT_PAY_GATEWAY: 'v3' });
  await nextMorning(shop);
  const worker: Partial<AppConfig> = { ROLE: 'worker' };
  second = await createMall(Object.assign(Object.create(shop.config) as AppConfig, worker));
  await second.listen(await freePort(), '127.0.0.1');
});
afterEach(async () => {
  expect(await shop.breaches()).toEqual([]);
});
afterAll(async () => {
  await second.close();
  await shop.stop();
});

it('fetches each bill once and mends each gap once, though two workers sweep', async () => {
  const orders = [await closed(shop), await closed(shop)];
  for (const { prepay } of orders) await shop.pay(prepay, { late: true, lost: true });

  await nextMorning(shop);
  await reconciled(shop);
  const money = await inTime(
    shop,
    async () => [...(await moneyOf(shop, orders[0]!)), ...(await moneyOf(shop, orders[1]!))],
    (rows) => rows.length === 2 && rows.every(({ refunded }) => refunded === 3998),
  );

  expect(await billsOf(shop)).toEqual([{ state: 'fetched', tries: 1, trouble: null }]);
  expect(money).toHaveLength(2);
  const { body: books } = await shop.simulator.get('/sim/books');
  expect(books.refunds).toHaveLength(2);
  expect((await casesOf(await shop.admin())).map(({ kind, state }) => [kind, state])).toEqual([
    ['payment_unknown', 'healed'],
    ['payment_unknown', 'healed'],
  ]);
});
