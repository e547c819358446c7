import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Shop } from '../given/shop';
import { billsOf, casesOf, nextMorning, reconciled } from './accounts';

describe.each(['v2', 'v3'])('goods of any name, paid through %s,', (gateway) => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open({ WECHAT_PAY_GATEWAY: gateway, ORDER_TTL_SECONDS: '999999' });
    await nextMorning(shop);
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  it('leave the bill of their day readable', async () => {
    const names = ['红,`绿', '`红`', '红"绿,""蓝', '红\n`绿', ',`,`,`', '`'];
    const ann = await shop.shopper('ann');
    for (const name of names) {
      const { id } = await shop.product({ name });
      const { body } = await ann.post('/order', { products: [{ product_id: id, count: 1 }] });
      await shop.pay((await ann.post('/pay/pre_order', { id: body.order_id })).body);
    }
    const { body: books } = await shop.simulator.get('/sim/books');

    await nextMorning(shop);
    await reconciled(shop);

    const sent = books.orders.map((order: { body: string }) => order.body);
    expect(sent).toHaveLength(names.length);
    expect(sent.join('')).not.toContain('`');
    expect(await billsOf(shop)).toEqual([{ state: 'fetched', tries: 1, trouble: null }]);
    expect(await casesOf(await shop.admin())).toEqual([]);
  });
});
