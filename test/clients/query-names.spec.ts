import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtDocument } from '../given/api-document';
import type { Client } from '../given/client';
import { openSeededShop } from '../given/seeded';
import type { Shop } from '../given/shop';

/** The merchant's lists that the document gives query names. */
const LISTS = Object.entries(builtDocument().paths)
  .filter(
    ([path, { get }]) => path.startsWith('/api/v1/admin/') && get?.parameters?.some((p) => p.in === 'query'),
  )
  .map(([path]) => path.replace('/api/v1', '').replace('{id}', '1'));

describe('a name that a query does not know', () => {
  let shop: Shop;
  let admin: Client;
  let ann: Client;
  beforeAll(async () => {
    shop = await openSeededShop();
    [admin, ann] = [await shop.admin(), await shop.shopper('ann')];
  });
  afterAll(() => shop.stop());

  it.each(LISTS)('is refused by %s in words that say which there are', async (route) => {
    const good = await admin.get(route);
    const answer = await admin.get(`${route}?stauts=2`);

    expect(good.status).toBe(200);
    expect(answer).toMatchObject({
      status: 400,
      body: {
        error_code: 10000,
        msg: { stauts: expect.stringMatching(/^没有“stauts”这个查询参数，可用的有：\w+/) },
      },
    });
  });

  it('stands beside those that are known', async () => {
    const { body } = await admin.get('/admin/order?status=2&_=1&stauts=2');

    expect(body.msg).toEqual({
      _: expect.stringContaining('可用的有：cursor、size、number、phone、product_id、status、from、to'),
      stauts: expect.stringContaining('“stauts”'),
    });
  });

  it.each([
    '/product/recent?count=3&_t=1',
    '/product/by_category?id=2&_t=1',
    '/product/2?_t=1',
    '/theme?ids=1,2,3&_t=1',
    '/banner/1?_t=1',
    '/category/all?_t=1',
    '/order/by_user?page=1&_t=1',
  ])('is passed over where a shopper looks: %s', async (route) => {
    expect((await ann.get(route)).status).toBe(200);
  });

  it('is passed over by the list of the CMS', async () => {
    expect((await admin.get('/order/paginate?page=1&size=20&_=1')).status).toBe(200);
  });
});
