import { parseCsv } from '@app/common';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../given/client';
import { Shop, type Product } from '../given/shop';

interface Bought {
  id: number;
  no: string;
}

/** The list to pack from, after money went back. */
describe('the file of orders to ship', () => {
  let shop: Shop;
  let admin: Client;
  let ann: Client;
  let cup: Product;
  let nut: Product;
  beforeAll(async () => {
    shop = await Shop.open({ TOKEN_TTL_SECONDS: '1000000' });
    [admin, ann] = [await shop.admin(), await shop.shopper('ann')];
    cup = await shop.product({ name: '粗陶马克杯', priceFen: 4950, stock: 99 });
    nut = await shop.product({ name: '燕山油栗', priceFen: 3000, stock: 99 });
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  /** Two cups and three bags of nuts, paid: 189.00. */
  async function bought(): Promise<Bought> {
    const products = [
      { product_id: cup.id, count: 2 },
      { product_id: nut.id, count: 3 },
    ];
    const { body } = await ann.post('/order', { products });
    await shop.pay((await ann.post('/pay/pre_order', { id: body.order_id })).body);
    await shop.later(61);
    return { id: body.order_id, no: body.order_no };
  }

  const refund = (id: number, body: object) => admin.post(`/admin/order/${id}/refund`, body);
  const asked = async (id: number, line: object) =>
    (await ann.post(`/order/${id}/after-sale`, { kind: 'refund_only', reason: '不要了', lines: [line] })).body
      .after_sale_id as number;

  /** By the heads of its columns; undefined where the file does not name the order. */
  async function rowOf({ no }: Bought, query = ''): Promise<Record<string, string> | undefined> {
    const [heads, ...rows] = parseCsv((await admin.get(`/admin/order.csv${query}`)).body);
    const cells = rows.find((row) => row.cells[0] === no)?.cells;
    return cells && Object.fromEntries(heads!.cells.map((head, n) => [head, cells[n]!]));
  }
  const listedOf = async ({ id }: Bought) =>
    (await admin.get('/admin/order')).body.data.find((row: { id: number }) => row.id === id);

  it('names goods and money in full where nothing went back', async () => {
    const order = await bought();

    expect(await rowOf(order)).toMatchObject({
      商品: '粗陶马克杯×2；燕山油栗×3',
      金额: '189.00',
      已退商品: '',
      已退金额: '',
      售后: '',
      快递公司: '',
      快递单号: '',
    });
    expect(await listedOf(order)).toMatchObject({ refunded: '0.00', after_sale: null });
  });

  it('leaves out the pieces that a refund owns, from the moment it is asked for', async () => {
    const order = await bought();

    await refund(order.id, { lines: [{ sku_id: cup.skuIds[0], count: 1 }] });
    await refund(order.id, { lines: [{ sku_id: nut.skuIds[0], count: 3 }] });

    expect(await rowOf(order)).toMatchObject({
      商品: '粗陶马克杯×1',
      金额: '49.50',
      已退商品: '粗陶马克杯×1；燕山油栗×3',
      已退金额: '139.50',
    });
    expect(await listedOf(order)).toMatchObject({ total_price: '189.00', refunded: '139.50' });
    expect((await admin.get(`/admin/order/${order.id}`)).body.lines).toMatchObject([
      { sku_id: cup.skuIds[0], counts: 2, refunded: 1 },
      { sku_id: nut.skuIds[0], counts: 3, refunded: 3 },
    ]);
  });

  it('takes money without lines from the amount alone', async () => {
    const order = await bought();

    await refund(order.id, { amount: '9.00' });

    expect(await rowOf(order)).toMatchObject({
      商品: '粗陶马克杯×2；燕山油栗×3',
      金额: '180.00',
      已退金额: '9.00',
    });
  });

  it('has no order of which nothing is left to send, though the list shows it', async () => {
    const order = await bought();

    await refund(order.id, {});

    expect(await rowOf(order)).toBeUndefined();
    expect(await listedOf(order)).toMatchObject({ refunded: '189.00' });
  });

  it('names an after-sale while it is open, and what it took once it was agreed to', async () => {
    const order = await bought();
    const id = await asked(order.id, { sku_id: nut.skuIds[0], count: 1 });

    const open = [await rowOf(order), await listedOf(order)];
    await admin.post(`/admin/after-sale/${id}/agree`);
    const agreed = await rowOf(order);

    expect(open).toMatchObject([
      { 商品: '粗陶马克杯×2；燕山油栗×3', 售后: '仅退款 待处理：燕山油栗×1' },
      { after_sale: 'asked' },
    ]);
    expect(agreed).toMatchObject({
      商品: '粗陶马克杯×2；燕山油栗×2',
      金额: '159.00',
      已退商品: '燕山油栗×1',
    });
  });

  it('forgets an after-sale that was refused', async () => {
    const order = await bought();
    const id = await asked(order.id, { sku_id: cup.skuIds[0], count: 1 });

    await admin.post(`/admin/after-sale/${id}/refuse`, { reason: '已拆封' });

    expect(await rowOf(order)).toMatchObject({ 商品: '粗陶马克杯×2；燕山油栗×3', 金额: '189.00', 售后: '' });
    expect(await listedOf(order)).toMatchObject({ after_sale: null });
  });

  it('counts no refund of a payment that was made twice', async () => {
    const order = await bought();
    const { rows } = await shop.db.query<{ prepay: string }>(
      'SELECT prepay_id AS prepay FROM payment_attempt WHERE order_id = $1',
      [order.id],
    );
    await shop.simulator.post('/sim/pay', { prepay_id: rows[0]!.prepay, again: true });
    await shop.later(61);

    const { data } = (await admin.get(`/admin/refund?order_id=${order.id}`)).body;
    expect(data).toMatchObject([{ amount: '189.00' }]);
    expect(await rowOf(order)).toMatchObject({ 金额: '189.00', 已退金额: '' });
  });

  it('still ships what it names, filled in', async () => {
    const order = await bought();
    await refund(order.id, { lines: [{ sku_id: cup.skuIds[0], count: 2 }] });
    const { body } = await admin.get('/admin/order.csv');

    const filled = body.replace(new RegExp(`(${order.no}.*),,`), '$1,中通快递,0073');
    const answer = await admin.send('POST', '/admin/shipping/csv', {
      headers: { 'content-type': 'text/csv' },
      body: filled,
    });

    expect(answer).toMatchObject({ status: 200, body: { shipped: 1 } });
    expect(await rowOf(order, '?status=3')).toMatchObject({ 商品: '燕山油栗×3', 已退商品: '粗陶马克杯×2' });
  });
});
