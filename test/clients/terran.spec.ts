import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../given/client';
import { eventually, Shop } from '../given/shop';
import { Terran } from './terran';

describe("the CMS's pages, unmodified", () => {
  let shop: Shop;
  let ann: Client;
  beforeAll(async () => {
    shop = await Shop.open({ STOCK_POLICY: 'on_payment', MAX_OPEN_ORDERS: '0' });
    ann = await shop.shopper('ann');
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  async function loggedIn(): Promise<Terran> {
    const cms = new Terran(shop.config);
    expect(await cms.login('admin', 'open sesame')).toBe('');
    return cms;
  }

  async function ordered(productId: number, count = 1): Promise<number> {
    const { body } = await ann.post('/order', { products: [{ product_id: productId, count }] });
    return body.order_id;
  }

  async function paid(id: number): Promise<number> {
    const prepay = await ann.post('/pay/pre_order', { id });
    await shop.pay(prepay.body);
    return id;
  }

  it('is told that account or secret are wrong', async () => {
    const cms = new Terran(shop.config);

    const [wrong, unknown, loud] = [
      await cms.login('admin', 'guess'),
      await cms.login('nobody', 'open sesame'),
      await cms.login('ADMIN', 'open sesame'),
    ];

    expect([wrong, unknown, loud]).toEqual(Array.from({ length: 3 }, () => '帐号或密码错误'));
  });

  it('draws orders of every status it knows, and is sent no other', async () => {
    const [tea, last] = [await shop.product({ name: '茶' }), await shop.product({ name: '柿', stock: 1 })];
    const cms = await loggedIn();
    const unpaid = await ordered(tea.id, 2);
    const shipped = await paid(await ordered(tea.id));
    await cms.deliver(shipped);
    const [sold, short] = [await ordered(last.id), await ordered(last.id)];
    const prepaid = await Promise.all([sold, short].map((id) => ann.post('/pay/pre_order', { id })));
    for (const { body } of prepaid) await shop.pay(body);
    const closed = await ordered(tea.id);
    await ann.post(`/order/${closed}/cancel`);
    await eventually(
      () => ann.get(`/order/${closed}`),
      ({ body }) => body.status === 7,
    );

    const rows = await cms.page(1);

    expect(rows.map(({ id, status, button }) => [id, status, button])).toEqual([
      [short, '缺货', '缺货'],
      [sold, '已付款', '发货'],
      [shipped, '已发货', ''],
      [unpaid, '未付款', ''],
    ]);
    expect(rows.at(-1)).toMatchObject({
      name: '茶',
      count: 2,
      price: '39.98',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
    });
  });

  it('delivers a paid order once, by a form in a PUT', async () => {
    const cms = await loggedIn();
    const id = await paid(await ordered((await shop.product()).id));

    const first = await cms.deliver(id);

    expect(first).toBe(true);
    await expect(cms.deliver(id)).rejects.toMatchObject({ error_code: 80002 });
    expect((await ann.get(`/order/${id}`)).body.status).toBe(3);
  });

  it('delivers once when two buttons are pressed at the same moment', async () => {
    const cms = await loggedIn();
    const id = await paid(await ordered((await shop.product()).id));

    const presses = await Promise.allSettled([cms.deliver(id), cms.deliver(id), cms.deliver(id)]);

    expect(presses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('is refused to deliver what is unpaid or unknown', async () => {
    const cms = await loggedIn();
    const unpaid = await ordered((await shop.product()).id);

    await expect(cms.deliver(unpaid)).rejects.toMatchObject({ error_code: 80002 });
    await expect(cms.deliver(2_000_000_000)).rejects.toMatchObject({ error_code: 80000 });
  });

  it('pages by twenty until a page is empty', async () => {
    const pear = await shop.product();
    for (let i = 0; i < 41; i += 1) await ordered(pear.id);
    const cms = await loggedIn();

    const rows = [];
    const sizes = [];
    for (let page = 1, drawn = await cms.page(1); drawn.length > 0; drawn = await cms.page((page += 1))) {
      rows.push(...drawn);
      sizes.push(drawn.length);
    }

    const ids = rows.map(({ id }) => id);
    expect(sizes.slice(0, 2)).toEqual([20, 20]);
    expect(ids.length).toBeGreaterThan(41);
    expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => b - a));
  });

  it('is shown nothing without a token, and nothing for a shopper', async () => {
    const cms = new Terran(shop.config);

    await expect(cms.page(1)).rejects.toMatchObject({ error_code: 10001 });

    expect((await ann.get('/order/paginate?page=1&size=20')).status).toBe(403);
    expect((await ann.put('/order/delivery', { id: 1 })).status).toBe(403);
  });
});
