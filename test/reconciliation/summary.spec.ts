import { beijingTime, Clock } from '@app/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../given/client';
import { eventually, Shop } from '../given/shop';
import { refundsOf } from '../payment/paid';

async function order(who: Client, products: object[]): Promise<number> {
  return (await who.post('/order', { products })).body.order_id;
}

describe('the daily summary', () => {
  let shop: Shop;
  let admin: Client;
  beforeAll(async () => {
    shop = await Shop.open({ SHOP_NAME: '素材 & 小店', TOKEN_TTL_SECONDS: '1000000' });
    admin = await shop.admin();
  });
  afterAll(() => shop.stop());

  function today(): string {
    return beijingTime(shop.mall.get(Clock).now()).slice(0, 10);
  }

  /** To half past noon of the next day, so that nothing of a test falls on two days. */
  async function nextNoon(): Promise<void> {
    const [hour = 0, minute = 0] = beijingTime(shop.mall.get(Clock).now())
      .slice(11, 16)
      .split(':')
      .map(Number);
    await shop.later((36 - hour) * 3600 + (30 - minute) * 60);
  }

  it('counts a day in Shanghai, and that day alone', async () => {
    const [pear, tea] = [
      await shop.product({ name: '秋月梨', priceFen: 1999, stock: 50 }),
      await shop.product({ name: '<b>茶</b>', priceFen: 500, stock: 50 }),
    ];
    const early = await shop.shopper('early');
    await early.post('/order', { products: [{ product_id: pear.id, count: 1 }] });
    await nextNoon();
    const day = today();
    const [ann, bob] = [await shop.shopper('ann'), await shop.shopper('bob')];
    const pay = async (who: Client, id: number) => shop.pay((await who.post('/pay/pre_order', { id })).body);
    const first = await order(ann, [
      { product_id: pear.id, count: 2 },
      { product_id: tea.id, count: 1 },
    ]);
    const second = await order(bob, [{ product_id: tea.id, count: 3 }]);
    const third = await order(bob, [{ product_id: tea.id, count: 9 }]);
    await pay(ann, first);
    await pay(bob, second);
    await bob.post(`/order/${third}/cancel`);
    await admin.put('/order/delivery', { id: first });
    await ann.post(`/order/${first}/received`);
    await admin.post(`/admin/order/${first}/refund`, { amount: '1.50' });
    await eventually(
      () => refundsOf(admin, first),
      ([refund]) => refund?.state === 'processing',
    );
    await shop.later(5);
    await refundsOf(admin, first, ({ state }) => state === 'success');

    const { status, body } = await admin.get(`/admin/summary?date=${day}`);
    await nextNoon();
    const after = await admin.get(`/admin/summary?date=${today()}`);

    expect(status).toBe(200);
    expect(body).toMatchObject({
      date: day,
      placed: 3,
      paid_orders: 2,
      paid: '59.98',
      refunded: '1.50',
      shipped: 1,
      received: 1,
      // The early one's, of the day before, whose time was over.
      closed: 2,
      new_shoppers: 2,
      top_products: [
        { product_id: pear.id, name: '秋月梨', count: 2, amount: '39.98' },
        { product_id: tea.id, name: '<b>茶</b>', count: 4, amount: '20.00' },
      ],
    });
    expect(body.hours).toHaveLength(24);
    expect(body.hours[12]).toEqual({ hour: 12, paid: '59.98' });
    expect(after.body).toMatchObject({ placed: 0, paid_orders: 0, paid: '0.00', top_products: [] });
    expect(await shop.breaches()).toEqual([]);

    const picture = await admin.get(`/admin/summary.svg?date=${day}`);
    expect(picture).toMatchObject({
      status: 200,
      headers: { 'content-type': 'image/svg+xml; charset=utf-8' },
    });
    expect(picture.body).toContain(`素材 &amp; 小店 ${day}`);
    expect(picture.body).toContain('2. &lt;b&gt;茶&lt;/b&gt;');
    expect(picture.body).not.toContain('<b>');
  });

  it('is of today where no day is named', async () => {
    for (const query of ['', `?date=${today()}`])
      expect((await admin.get(`/admin/summary${query}`)).body.date).toBe(today());
    expect((await admin.get('/admin/summary.svg')).body).toContain(`素材 &amp; 小店 ${today()}`);
  });

  it.each(['?date=', '?date=2026-02-30', '?date=20260101', '?date=2026-01-01&date=2026-01-02'])(
    'is of one day: %j is none',
    async (query) => {
      for (const path of ['/admin/summary', '/admin/summary.svg'])
        expect(await admin.get(path + query)).toMatchObject({ status: 400, body: { error_code: 10000 } });
    },
  );
});
