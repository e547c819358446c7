import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../given/client';
import { Shop } from '../given/shop';
import { AfterSales } from './after-sale';
import type { Paid } from './paid';

const TOO_MANY = {
  status: 409,
  body: { error_code: 90020, msg: '该订单的售后申请次数已达上限，请联系商家' },
};
const LIMIT = 10;
const HOUR = 3600;

describe('requests after a sale that come to nothing', () => {
  let shop: Shop;
  let sales: AfterSales;
  let admin: Client;
  beforeAll(async () => {
    shop = await Shop.open({ TOKEN_TTL_SECONDS: '999999' });
    sales = await AfterSales.of(shop);
    admin = sales.admin;
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  async function askAndWithdraw(order: Paid): Promise<number> {
    const id = await sales.asked(order);
    await sales.acts(order, id).withdraw();
    return id;
  }

  async function alertsOf(order: Paid): Promise<{ key: string }[]> {
    const { body } = await admin.get('/admin/alert?size=50');
    return body.data.filter(({ text }: { text: string }) => text.includes(order.no));
  }

  it('are ten an order at most, withdrawn or refused, and told of once an hour', async () => {
    const order = await sales.shipped();
    const first = await askAndWithdraw(order);
    for (let n = 2; n < LIMIT; n += 1) await askAndWithdraw(order);
    await sales.acts(order, await sales.asked(order)).refuse();

    const more = await sales.ask(order);

    expect(more).toMatchObject(TOO_MANY);
    expect(await sales.of(order)).toHaveLength(LIMIT);
    expect(await alertsOf(order)).toMatchObject([{ key: `after_sale:${first}` }]);
  });

  it('do not count what was asked for and given', async () => {
    const order = await sales.shipped({ count: 3 });
    const lines = [{ sku_id: order.pear.skuIds[0], count: 1 }];
    for (let n = 1; n < LIMIT; n += 1) await askAndWithdraw(order);
    await sales.acts(order, await sales.asked(order, { lines })).agree();
    await shop.later(70);
    await sales.when(order, 'done');

    const again = await sales.ask(order, { lines });

    expect(again.status).toBe(201);
  });

  it('repeat an answer under its key, the limit reached or not', async () => {
    const order = await sales.shipped();
    const headers = { 'idempotency-key': `last-of-${order.no}` };
    for (let n = 1; n < LIMIT; n += 1) await askAndWithdraw(order);
    const last = await sales.ask(order, {}, headers);
    await sales.acts(order, last.body.after_sale_id).withdraw();

    const [repeat, more] = [await sales.ask(order, {}, headers), await sales.ask(order)];

    expect(repeat.body).toEqual(last.body);
    expect(more).toMatchObject(TOO_MANY);
  });

  it('are bounded by themselves for each order, and told of for each', async () => {
    const [order, other] = [await sales.shipped(), await sales.shipped()];
    for (let n = 0; n < LIMIT; n += 1) await askAndWithdraw(order);

    const answers = [await sales.ask(order), await sales.ask(other)];

    expect(answers.map(({ status }) => status)).toEqual([409, 201]);
    expect([await alertsOf(order), await alertsOf(other)].map(({ length }) => length)).toEqual([1, 1]);
  });

  it('are told of again after an hour, also by a shop that was restarted', async () => {
    const order = await sales.shipped();
    const first = await askAndWithdraw(order);
    await shop.reopen({});
    await shop.later(HOUR - 60);
    await askAndWithdraw(order);
    const early = await alertsOf(order);

    await shop.later(61);
    const second = await askAndWithdraw(order);
    await askAndWithdraw(order);

    expect(early.map(({ key }) => key)).toEqual([`after_sale:${first}`]);
    expect((await alertsOf(order)).map(({ key }) => key)).toEqual([
      `after_sale:${second}`,
      `after_sale:${first}`,
    ]);
  });

  it('are told of once where they come at the same moment', async () => {
    const order = await sales.shipped({ sizes: ['大', '中', '小'] });

    const answers = await Promise.all(
      order.pear.skuIds.map((sku_id) => sales.ask(order, { lines: [{ sku_id, count: 1 }] })),
    );

    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(await alertsOf(order)).toHaveLength(1);
  });
});
