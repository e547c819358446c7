import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer, Client } from '../given/client';
import { png } from '../given/pictures';
import { Shop } from '../given/shop';

/** One of the merchant's things: how it is made, and how it is read. */
interface Thing {
  make: () => Promise<Answer>;
  read: (id: number) => Promise<object>;
}

describe('a change of', () => {
  let shop: Shop;
  let admin: Client;
  let picture: number;
  let other: number;
  let fruit: number;
  beforeAll(async () => {
    shop = await Shop.open();
    admin = await shop.admin();
    [picture, other] = [await uploaded(2), await uploaded(3)];
    fruit = (await things['/admin/category'].make()).body.id;
  });
  afterAll(() => shop.stop());

  async function uploaded(width: number): Promise<number> {
    const headers = { 'content-type': 'image/png' };
    return (await admin.send('POST', '/admin/picture', { headers, body: png(width) })).body.id;
  }

  const listed = (route: string) => async (id: number) =>
    (await admin.get(route)).body.find((row: { id: number }) => row.id === id);
  const oneSku = async (id: number) => {
    const { data } = (await admin.get('/admin/product?size=100')).body;
    return data.flatMap(({ skus }: { skus: object[] }) => skus).find((sku: { id: number }) => sku.id === id);
  };
  const newProduct = () =>
    admin.post('/admin/product', {
      name: '苹果',
      summary: '脆甜',
      category_id: fruit,
      picture_id: picture,
      picture_ids: [other, picture],
      skus: [{ spec: '大', price: '29.90', code: `APPLE-${(codes += 1)}` }],
      on_sale: true,
    });
  let codes = 0;

  const things = {
    '/admin/product': {
      make: newProduct,
      read: async (id) => (await admin.get(`/admin/product/${id}`)).body,
    },
    '/admin/sku': {
      make: async () => {
        const made = await newProduct();
        const { skus } = (await admin.get(`/admin/product/${made.body.id}`)).body;
        return { ...made, body: skus[0] };
      },
      read: oneSku,
    },
    '/admin/category': {
      make: () => admin.post('/admin/category', { name: '水果', description: '当季', picture_id: picture }),
      read: listed('/admin/category'),
    },
    '/admin/theme': {
      make: () =>
        admin.post('/admin/theme', {
          name: '夏天',
          description: '清凉',
          topic_picture_id: picture,
          head_picture_id: other,
        }),
      read: listed('/admin/theme'),
    },
    '/admin/banner': {
      make: () => admin.post('/admin/banner', { name: '首页', description: '轮播' }),
      read: listed('/admin/banner'),
    },
  } satisfies Record<string, Thing>;
  type Route = keyof typeof things;

  it.each<[Route, object, () => object]>([
    ['/admin/product', { name: '香梨' }, () => ({ name: '香梨' })],
    ['/admin/product', { summary: '多汁' }, () => ({ summary: '多汁' })],
    ['/admin/product', { summary: null }, () => ({ summary: null })],
    ['/admin/product', { summary: ' ' }, () => ({ summary: null })],
    ['/admin/product', { category_id: null }, () => ({ category_id: null })],
    ['/admin/product', { picture_ids: null }, () => ({ imgs: [] })],
    ['/admin/product', { picture_ids: [] }, () => ({ imgs: [] })],
    ['/admin/product', {}, () => ({})],
    ['/admin/sku', { price: '19.90' }, () => ({ price: '19.90' })],
    ['/admin/sku', { spec: '小' }, () => ({ spec: '小' })],
    ['/admin/sku', { spec: null }, () => ({ spec: '' })],
    ['/admin/sku', { spec: '', code: '' }, () => ({})],
    ['/admin/sku', { code: 'OWN-1' }, () => ({ code: 'OWN-1' })],
    ['/admin/sku', { code: null }, () => ({ code: null })],
    ['/admin/category', { name: '蔬菜' }, () => ({ name: '蔬菜' })],
    ['/admin/category', { description: null }, () => ({ description: '' })],
    ['/admin/theme', { name: '秋天' }, () => ({ name: '秋天' })],
    ['/admin/theme', { description: null }, () => ({ description: '' })],
    ['/admin/theme', { head_picture_id: 1 }, () => ({ head_picture_id: 1, head_img: expect.any(Object) })],
    ['/admin/banner', { name: '夏日' }, () => ({ name: '夏日' })],
    ['/admin/banner', { description: '' }, () => ({ description: '' })],
  ])('%s by %j changes nothing else', async (route, body, changed) => {
    const { id } = (await things[route].make()).body;
    const before = await things[route].read(id);

    const answer = await admin.put(`${route}/${id}`, body);

    expect(answer.status).toBe(200);
    expect(await things[route].read(id)).toEqual({ ...before, ...changed() });
  });

  it('the price of a product by its product leaves the rest of it alone', async () => {
    const { id } = (await newProduct()).body;
    const { skus, ...before } = (await admin.get(`/admin/product/${id}`)).body;

    const answer = await admin.put(`/admin/product/${id}`, { price: '5.00' });

    expect(answer.status).toBe(200);
    expect((await admin.get(`/admin/product/${id}`)).body).toEqual({
      ...before,
      skus: [{ ...skus[0], price: '5.00' }],
    });
  });

  it.each<[Route, string, unknown]>([
    ['/admin/product', 'name', null],
    ['/admin/product', 'name', ''],
    ['/admin/product', 'picture_id', null],
    ['/admin/product', 'price', null],
    ['/admin/sku', 'price', null],
    ['/admin/category', 'name', null],
    ['/admin/category', 'picture_id', null],
    ['/admin/theme', 'name', null],
    ['/admin/theme', 'topic_picture_id', null],
    ['/admin/banner', 'name', ''],
  ])('%s refuses %s as %j, which it cannot be without', async (route, field, value) => {
    const { id } = (await things[route].make()).body;
    const before = await things[route].read(id);

    const answer = await admin.put(`${route}/${id}`, { [field]: value });

    expect(answer).toMatchObject({
      status: 400,
      body: { error_code: 10000, msg: { [field]: expect.any(String) } },
    });
    expect(await things[route].read(id)).toEqual(before);
  });
});
