import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../given/client';
import { Shop, type Product } from '../given/shop';

const CHOOSE = (id: number) => ({
  status: 400,
  body: { error_code: 10000, msg: { products: `id为${id}的商品有多个规格，请选择sku_id` } },
});

describe.each(['reserve', 'on_payment'])('a line that names no sku, under %s', (STOCK_POLICY) => {
  const isHeld = STOCK_POLICY === 'reserve';
  let shop: Shop;
  let ann: Client;
  let admin: Client;
  beforeAll(async () => {
    shop = await Shop.open({ STOCK_POLICY, MAX_OPEN_ORDERS: '0' });
    [ann, admin] = [await shop.shopper('ann'), await shop.admin()];
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  /** 大 at 19.99, the default one, and 小 at 5.00. */
  async function tea(
    wish: { stock?: number; hasDefault?: boolean } = {},
  ): Promise<Product & { big: number; small: number }> {
    const product = await shop.product({ name: '茶', sizes: ['大', '小'], stock: 10, ...wish });
    const [big, small] = product.skuIds as [number, number];
    await shop.db.query('UPDATE sku SET price_fen = 500 WHERE id = $1', [small]);
    return { ...product, big, small };
  }

  const setDefault = (id: number, skuId: number | null) =>
    shop.db.query('UPDATE product SET default_sku_id = $2 WHERE id = $1', [id, skuId]);
  const order = (lines: object[], route = '/order') => ann.post(route, { products: lines });
  const prepay = (id: number) => ann.post('/pay/pre_order', { id });
  const linesOf = async (id: number) => (await ann.get(`/order/${id}`)).body.snap_items;

  it('is quoted, placed, paid and given back as the default sku', async () => {
    const { id, big, small } = await tea();

    const { body: quoted } = await order([{ product_id: id, count: 2 }], '/order/quote');
    const { body: placed } = await order([{ product_id: id, count: 2 }]);
    const held = await shop.stockOf(big);
    await shop.pay((await prepay(placed.order_id)).body);
    const sold = await shop.stockOf(big);
    await admin.post(`/admin/order/${placed.order_id}/refund`, { lines: [{ sku_id: big, count: 1 }] });

    const line = { id, sku_id: big, spec: '大', price: '19.99', counts: 2, totalPrice: '39.98' };
    expect(quoted).toMatchObject({ pass: true, totalPrice: '39.98', pStatusArray: [line] });
    expect(await linesOf(placed.order_id)).toMatchObject([line]);
    expect(held).toEqual(isHeld ? { stock: 8, reserved: 2, sold: 0 } : { stock: 10, reserved: 0, sold: 0 });
    expect(sold).toEqual({ stock: 8, reserved: 0, sold: 2 });
    expect(await shop.stockOf(small)).toEqual({ stock: 10, reserved: 0, sold: 0 });
    const { rows } = await shop.db.query(`SELECT DISTINCT sku_id FROM stock_ledger WHERE order_id = $1`, [
      placed.order_id,
    ]);
    expect(rows).toEqual([{ sku_id: big }]);
  });

  it('is one line with a line that names it, and stands beside one that names another', async () => {
    const { id, big, small } = await tea();

    const { body } = await order([
      { product_id: id, count: 1 },
      { product_id: id, sku_id: small, count: 1 },
      { product_id: id, sku_id: big, count: 2 },
      { product_id: id, sku_id: null, count: 1 },
    ]);

    expect(await linesOf(body.order_id)).toMatchObject([
      { sku_id: big, counts: 4, totalPrice: '79.96' },
      { sku_id: small, counts: 1, totalPrice: '5.00' },
    ]);
  });

  it('is short where the default sku is, whatever the others have', async () => {
    const { id, big, small } = await tea({ stock: 3 });

    const { body } = await order([
      { product_id: id, count: 2 },
      { product_id: id, sku_id: big, count: 2 },
      { product_id: id, sku_id: small, count: 3 },
    ]);

    expect(body).toMatchObject({
      pass: false,
      order_id: -1,
      pStatusArray: [
        { id, sku_id: big, haveStock: false, counts: 4 },
        { id, sku_id: small, haveStock: true, counts: 3 },
      ],
    });
    expect(await shop.stockOf(big)).toEqual({ stock: 3, reserved: 0, sold: 0 });
  });

  it('has to name one where there is no default, and only then', async () => {
    const { id, small } = await tea({ hasDefault: false });
    const pear = await shop.product();

    for (const route of ['/order', '/order/quote']) {
      const lines = [
        { product_id: pear.id, count: 1 },
        { product_id: id, sku_id: small, count: 1 },
      ];
      expect(await order([{ product_id: id, count: 1 }], route)).toMatchObject(CHOOSE(id));
      expect(await order([...lines, { product_id: id, count: 1 }], route)).toMatchObject(CHOOSE(id));
      expect((await order(lines, route)).body).toMatchObject({ pass: true });
    }
  });

  it('is not found of a product that is off sale, with a default sku or without', async () => {
    for (const hasDefault of [true, false]) {
      const { id } = await tea({ hasDefault });
      await shop.db.query('UPDATE product SET on_sale = false WHERE id = $1', [id]);

      expect(await order([{ product_id: id, count: 1 }])).toMatchObject({
        status: 404,
        body: { error_code: 80000 },
      });
    }
  });

  it('stays the sku it was when the default changes or goes before it is paid', async () => {
    const { id, big, small } = await tea();
    const { body: first } = await order([{ product_id: id, count: 1 }]);

    await setDefault(id, small);
    const { body: second } = await order([{ product_id: id, count: 1 }]);
    await setDefault(id, null);
    for (const { order_id } of [first, second]) await shop.pay((await prepay(order_id)).body);

    expect([...(await linesOf(first.order_id)), ...(await linesOf(second.order_id))]).toMatchObject([
      { sku_id: big, price: '19.99' },
      { sku_id: small, price: '5.00' },
    ]);
    expect(await shop.stockOf(big)).toEqual({ stock: 9, reserved: 0, sold: 1 });
    expect(await shop.stockOf(small)).toEqual({ stock: 9, reserved: 0, sold: 1 });
  });

  it('is the sku it was in an order that takes its place at another price', async () => {
    const { id, big, small } = await tea();
    const { body: placed } = await order([{ product_id: id, count: 2 }]);
    await setDefault(id, small);

    const { body } = await admin.post(`/admin/order/${placed.order_id}/replace`, {
      lines: [{ sku_id: big, price: '10.00' }],
    });
    await shop.pay((await prepay(body.order_id)).body);

    expect(await linesOf(body.order_id)).toMatchObject([{ sku_id: big, price: '10.00', counts: 2 }]);
    expect(await shop.stockOf(big)).toEqual({ stock: 8, reserved: 0, sold: 2 });
    expect(await shop.stockOf(small)).toEqual({ stock: 10, reserved: 0, sold: 0 });
  });

  it('is one order under its Idempotency-Key, whatever the default is by then', async () => {
    const { id, big, small } = await tea();
    const place = () =>
      ann.post('/order', { products: [{ product_id: id, count: 1 }] }, { 'Idempotency-Key': `tea-${id}` });

    const first = await place();
    await setDefault(id, small);
    const again = await place();

    expect(again.body).toEqual(first.body);
    expect(await linesOf(first.body.order_id)).toMatchObject([{ sku_id: big }]);
  });
});

describe('the default sku in a shop that sells on payment', () => {
  let shop: Shop;
  let admin: Client;
  beforeAll(async () => {
    shop = await Shop.open({ STOCK_POLICY: 'on_payment' });
    admin = await shop.admin();
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  it('is looked at before paying and when it is paid, and not what else the product has', async () => {
    const tea = await shop.product({ name: '茶', sizes: ['大', '小'], stock: 1 });
    const buyers = [await shop.shopper('bob'), await shop.shopper('cai'), await shop.shopper('dan')];
    const ids: number[] = [];
    for (const buyer of buyers)
      ids.push((await buyer.post('/order', { products: [{ product_id: tea.id, count: 1 }] })).body.order_id);
    const [first, second, late] = ids;
    const prepays = [
      await buyers[0]!.post('/pay/pre_order', { id: first }),
      await buyers[1]!.post('/pay/pre_order', { id: second }),
    ];
    for (const { body } of prepays) await shop.pay(body);

    const refused = await buyers[2]!.post('/pay/pre_order', { id: late });
    const statuses = await Promise.all(ids.map(async (id) => (await admin.get(`/order/${id}`)).body.status));

    expect(refused.body).toMatchObject({
      pass: false,
      pStatusArray: [{ sku_id: tea.skuIds[0], haveStock: false }],
    });
    expect(statuses).toEqual([2, 4, 1]);
    expect(await shop.stockOf(tea.skuIds[0])).toEqual({ stock: 0, reserved: 0, sold: 1 });
    expect(await shop.stockOf(tea.skuIds[1])).toEqual({ stock: 1, reserved: 0, sold: 0 });
  });
});
