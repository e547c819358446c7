import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../given/client';
import { png } from '../given/pictures';
import { Shop } from '../given/shop';

const UNKNOWN = 2_000_000_000;

describe("the merchant's goods", () => {
  let shop: Shop;
  let admin: Client;
  let ann: Client;
  let picture: number;
  let other: number;
  let fruit: number;
  beforeAll(async () => {
    shop = await Shop.open({ MAX_OPEN_ORDERS: '0' });
    [admin, ann] = [await shop.admin(), await shop.shopper('ann')];
    [picture, other] = [await uploaded(2), await uploaded(3)];
    const { body } = await admin.post('/admin/category', { name: '水果', picture_id: picture });
    fruit = body.id;
  });
  afterAll(() => shop.stop());

  async function uploaded(width: number): Promise<number> {
    const headers = { 'content-type': 'image/png' };
    const { body } = await admin.send('POST', '/admin/picture', { headers, body: png(width) });
    return body.id;
  }

  async function made(wish: object = {}): Promise<{ id: number; skuIds: number[] }> {
    const { body } = await admin.post('/admin/product', {
      name: '梨',
      picture_id: picture,
      skus: [{ price: '19.99' }],
      on_sale: true,
      ...wish,
    });
    const { body: product } = await admin.get(`/admin/product/${body.id}`);
    return { id: body.id, skuIds: product.skus.map((sku: { id: number }) => sku.id) };
  }

  const shown = async () =>
    (await shop.visitor.get('/category/all')).body.map((category: { name: string }) => category.name);

  async function found(query: Record<string, string>): Promise<number[]> {
    const { body } = await admin.get(`/admin/product?${new URLSearchParams(query)}`);
    return body.data.map((product: { id: number }) => product.id);
  }

  const stocked = (skuId: number, count = 10) =>
    admin.post(`/admin/sku/${skuId}/stock`, { kind: 'IN', count, reason: '到货' });
  const order = (product_id: number, sku_id?: number) =>
    ann.post('/order', { products: [{ product_id, sku_id, count: 1 }] });

  it('are made with pictures, sizes and properties, and shoppers see them so', async () => {
    const { id, skuIds } = await made({
      name: '苹果',
      summary: '脆甜',
      category_id: fruit,
      picture_ids: [other, picture],
      skus: [
        { spec: '大', price: '29.90', code: 'APPLE-L' },
        { spec: '小', price: '9.9' },
      ],
    });
    const properties = [
      { name: '产地', detail: '烟台' },
      { name: '品种', detail: '红富士' },
    ];
    await admin.put(`/admin/product/${id}/property`, { properties });
    await stocked(skuIds[1]!, 7);

    const { body } = await shop.visitor.get(`/product/${id}`);

    expect(body).toMatchObject({
      name: '苹果',
      summary: '脆甜',
      price: '29.90',
      stock: 0,
      img_id: picture,
      properties,
      skus: [
        { id: skuIds[0], spec: '大', price: '29.90', stock: 0 },
        { id: skuIds[1], spec: '小', price: '9.90', stock: 7 },
      ],
    });
    expect(body.imgs).toHaveLength(2);
    expect((await shop.visitor.get(`/product/by_category?id=${fruit}`)).body).toMatchObject([{ id }]);
    expect((await admin.get(`/admin/product/${id}`)).body).toMatchObject({
      category_id: fruit,
      on_sale: true,
      default_sku_id: skuIds[0],
      imgs: [{ id: other }, { id: picture }],
      skus: [{ code: 'APPLE-L', enabled: true, stock: 0, reserved: 0, sold: 0 }, { code: null }],
    });
  });

  it('wait until they are put on sale, where nothing is said of it', async () => {
    const { id } = await made({ on_sale: undefined });

    const before = await shop.visitor.get(`/product/${id}`);
    await admin.post(`/admin/product/${id}/on_sale`);
    const after = await shop.visitor.get(`/product/${id}`);

    expect([before.status, after.status]).toEqual([404, 200]);
  });

  it('are changed as a whole by a client that sends every field', async () => {
    const { id, skuIds } = await made({ summary: '多汁', category_id: fruit, picture_ids: [other] });

    await admin.put(`/admin/product/${id}`, {
      name: '香梨',
      summary: '',
      category_id: null,
      picture_id: other,
      picture_ids: [],
      price: '5.00',
    });

    expect((await admin.get(`/admin/product/${id}`)).body).toMatchObject({
      name: '香梨',
      summary: null,
      category_id: null,
      picture_id: other,
      imgs: [],
      skus: [{ id: skuIds[0], price: '5.00' }],
    });
  });

  it('keep of an open order the price and the name it was placed with', async () => {
    const { id, skuIds } = await made();
    await stocked(skuIds[0]!);
    const { body: placed } = await order(id);

    await admin.put(`/admin/product/${id}`, { name: '贵梨', picture_id: other, price: '99.00' });

    expect((await ann.get(`/order/${placed.order_id}`)).body).toMatchObject({
      snap_name: '梨',
      total_price: '19.99',
    });
  });

  it.each(['off_sale', 'delete'])('are gone for shoppers after %s, but not from an order', async (way) => {
    const { id, skuIds } = await made({ category_id: fruit });
    await stocked(skuIds[0]!);
    const { body: placed } = await order(id);
    const { body: paid } = await order(id);
    await shop.pay((await ann.post('/pay/pre_order', { id: paid.order_id })).body);

    if (way === 'delete') await admin.delete(`/admin/product/${id}`);
    else await admin.post(`/admin/product/${id}/off_sale`);

    const unknown = await order(UNKNOWN);
    const refused = await order(id);
    expect(await shop.visitor.get(`/product/${id}`)).toMatchObject({
      status: 404,
      body: { error_code: 20000 },
    });
    expect(JSON.stringify((await shop.visitor.get('/product/recent')).body)).not.toContain(`"id":${id},`);
    expect(refused).toMatchObject({ status: 404, body: { error_code: 80000 } });
    expect(refused.body.msg).toBe(unknown.body.msg.replace(String(UNKNOWN), String(id)));
    const prepay = await ann.post('/pay/pre_order', { id: placed.order_id });
    await shop.pay(prepay.body);
    expect((await ann.get(`/order/${placed.order_id}`)).body.status).toBe(2);
    expect(await shop.breaches()).toEqual([]);
  });

  it('are deleted for good: nothing more can be done to them', async () => {
    const { id, skuIds } = await made({ name: '旧货', skus: [{ price: '1', code: 'OLD-1' }] });

    const deleted = await admin.delete(`/admin/product/${id}`);

    const answers = await Promise.all([
      admin.get(`/admin/product/${id}`),
      admin.delete(`/admin/product/${id}`),
      admin.post(`/admin/product/${id}/on_sale`),
      admin.put(`/admin/product/${id}`, { name: 'x', picture_id: picture }),
      admin.put(`/admin/product/${id}/property`, { properties: [] }),
      admin.post(`/admin/product/${id}/sku`, { spec: 'x', price: '1' }),
      admin.put(`/admin/sku/${skuIds[0]}`, { price: '1' }),
      stocked(skuIds[0]!),
      admin.get(`/admin/sku/${skuIds[0]}/ledger`),
    ]);
    expect(deleted.status).toBe(200);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
    expect(
      (await admin.get('/admin/product?name=旧货'.replace('旧货', encodeURIComponent('旧货')))).body.data,
    ).toEqual([]);
    expect((await made({ skus: [{ price: '1', code: 'OLD-1' }] })).id).toBeGreaterThan(id);
  });

  it('are found by a part of the name, by category and by whether they are on sale', async () => {
    const { id } = await made({ name: '100% 橙_汁', category_id: fruit, on_sale: false });

    expect(await found({ name: '% 橙_' })).toEqual([id]);
    expect(await found({ name: '橙汁' })).toEqual([]);
    expect(await found({ category_id: String(fruit), on_sale: 'false', size: '1' })).toEqual([id]);
    expect(await found({ on_sale: 'true', size: '100' })).not.toContain(id);
    expect(
      (await found({ page: '1', size: '1' })).concat(await found({ page: '2', size: '1' })),
    ).toHaveLength(2);
  });

  it.each<[string, object, string]>([
    ['a picture that is unknown', { picture_id: UNKNOWN }, 'picture_id'],
    ['a page picture that is unknown', { picture_ids: [UNKNOWN] }, 'picture_ids'],
    ['a category that is unknown', { category_id: UNKNOWN }, 'category_id'],
    ['a price of nothing', { skus: [{ price: '0.00' }] }, 'skus'],
    ['a price of too much', { skus: [{ price: '10000000.01' }] }, 'skus'],
    ['a price in three decimals', { skus: [{ price: '1.001' }] }, 'skus'],
    ['no sku', { skus: [] }, 'skus'],
  ])('are refused with %s', async (_, wish, field) => {
    const answer = await admin.post('/admin/product', {
      name: '梨',
      picture_id: picture,
      skus: [{ price: '1' }],
      ...wish,
    });

    expect(answer).toMatchObject({
      status: 400,
      body: { error_code: 10000, msg: { [field]: expect.any(String) } },
    });
  });

  describe('sizes', () => {
    it('are added once the one that is there has a name', async () => {
      const { id, skuIds } = await made();

      const early = await admin.post(`/admin/product/${id}/sku`, { spec: '小', price: '5' });
      await admin.put(`/admin/sku/${skuIds[0]}`, { spec: '大' });
      const added = await admin.post(`/admin/product/${id}/sku`, { spec: '小', price: '5' });

      expect(early).toMatchObject({ status: 409, body: { error_code: 20015 } });
      expect(added).toMatchObject({ status: 201, body: { id: expect.any(Number) } });
      expect((await shop.visitor.get(`/product/${id}`)).body).toMatchObject({
        price: '19.99',
        skus: [{ spec: '大' }, { id: added.body.id, spec: '小', price: '5.00' }],
      });
    });

    it('that are switched off are offered to nobody; one that is left needs no name', async () => {
      const { id, skuIds } = await made({ skus: ['大', '小'].map((spec) => ({ spec, price: '3' })) });
      const [big, small] = skuIds as [number, number];
      await stocked(big);
      await stocked(small);
      const { body: open } = await order(id, small);

      await admin.post(`/admin/sku/${small}/disable`);

      expect((await order(id, small)).body).toMatchObject({ error_code: 80000 });
      expect((await order(id)).body).toMatchObject({ pass: true });
      expect((await shop.visitor.get(`/product/${id}`)).body).toMatchObject({ stock: 9 });
      expect((await shop.visitor.get(`/product/${id}`)).body).not.toHaveProperty('skus');
      expect((await ann.post('/pay/pre_order', { id: open.order_id })).body).toHaveProperty('timeStamp');
      expect(await admin.post(`/admin/sku/${big}/disable`)).toMatchObject({
        status: 409,
        body: { error_code: 20014 },
      });
      await admin.post(`/admin/sku/${small}/enable`);
      expect((await order(id, small)).body).toMatchObject({ pass: true });
    });

    it('have names and codes of their own', async () => {
      const { id, skuIds } = await made({ skus: ['大', '小'].map((spec) => ({ spec, price: '3' })) });
      await admin.put(`/admin/sku/${skuIds[0]}`, { code: 'OWN-1' });

      const answers = [
        await admin.put(`/admin/sku/${skuIds[1]}`, { spec: '大' }),
        await admin.put(`/admin/sku/${skuIds[1]}`, { code: 'OWN-1' }),
        await admin.put(`/admin/product/${id}`, { name: '梨', picture_id: picture, price: '1' }),
        await admin.put(`/admin/sku/${UNKNOWN}`, { price: '1' }),
      ];

      expect(answers.map(({ status, body }) => [status, body.error_code])).toEqual([
        [409, 20016],
        [409, 20017],
        [409, 20018],
        [404, 20013],
      ]);
    });

    it('keep their rules when two people change them at once', async () => {
      const { id, skuIds } = await made({ skus: ['大', '小'].map((spec) => ({ spec, price: '3' })) });

      const answers = await Promise.all(skuIds.map((skuId) => admin.post(`/admin/sku/${skuId}/disable`)));

      expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
      expect((await shop.visitor.get(`/product/${id}`)).status).toBe(200);
    });
  });

  describe('categories', () => {
    it('are made, changed, ordered and deleted', async () => {
      const ids: number[] = [];
      for (const name of ['甲', '乙', '丙'])
        ids.push((await admin.post('/admin/category', { name, picture_id: picture })).body.id);

      const before = await shown();
      await admin.put('/admin/category/order', { ids: [ids[2], ids[0]] });
      await admin.put(`/admin/category/${ids[1]}`, { name: '丁', description: '新', picture_id: other });
      const after = await shown();
      const gone = await Promise.all(ids.map((id) => admin.delete(`/admin/category/${id}`)));

      expect(before).toEqual(['水果', '甲', '乙', '丙']);
      expect(after).toEqual(['丙', '甲', '水果', '丁']);
      expect(gone.map(({ status }) => status)).toEqual([200, 200, 200]);
      expect((await admin.get('/admin/category')).body).toMatchObject([{ name: '水果' }]);
    });

    it('stay while a product stands in them', async () => {
      const { body } = await admin.post('/admin/category', { name: '蔬菜', picture_id: picture });
      const { id } = await made({ category_id: body.id });

      const refused = await admin.delete(`/admin/category/${body.id}`);
      await admin.delete(`/admin/product/${id}`);
      const deleted = await admin.delete(`/admin/category/${body.id}`);

      expect(refused).toMatchObject({ status: 409, body: { error_code: 20019 } });
      expect(deleted.status).toBe(200);
      expect(await admin.delete(`/admin/category/${body.id}`)).toMatchObject({
        status: 404,
        body: { error_code: 50000 },
      });
    });
  });
});
