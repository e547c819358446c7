import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtDocument, type ApiDocument } from '../given/api-document';
import type { Answer, Client } from '../given/client';
import { openSeededShop } from '../given/seeded';
import type { Shop } from '../given/shop';
import { routesOf } from './routes';

/** Whoever presses Execute without a thought, from top to bottom, in a sandbox that nobody has touched. */
describe('the examples of the docs, in their order', () => {
  let document: ApiDocument;
  let shop: Shop;
  let caller: Client;
  beforeAll(async () => {
    document = builtDocument();
    shop = await openSeededShop({ ADMIN_SECRET: 'change-me-please' });
    caller = shop.visitor;
  });
  afterAll(() => shop.stop());

  it.each([
    'POST /token/user',
    'POST /address',
    'POST /order',
    'POST /pay/pre_order',
    'POST /pay/confirm',
    'GET /order/{id}',
    'POST /token/app',
    'POST /admin/admin',
    'GET /order/paginate',
    'GET /admin/act',
    'POST /admin/order/{id}/ship',
    'GET /order/{id}/parcel',
    'POST /admin/order/{id}/refund',
    'GET /admin/refund',
    'POST /token/user',
    'POST /order/{id}/received',
    'POST /order/{id}/after-sale',
    'POST /token/app',
    'POST /admin/after-sale/{id}/agree',
    'GET /admin/after-sale',
  ])('%s', async (route) => {
    const answer = await run(route);

    if (answer.body.token) caller = shop.visitor.with(answer.body.token);
    if (answer.body.package) await shop.pay(answer.body);
    expect([answer.status, answer.body.pass ?? true]).toEqual([expect.toBeOneOf([200, 201]), true]);
    if (Array.isArray(answer.body.data)) expect(answer.body.data).not.toEqual([]);
  });

  it.each([
    'POST /admin/product',
    'PUT /admin/product/{id}/property',
    'POST /admin/category',
    'PUT /admin/category/order',
    'POST /admin/theme',
    'PUT /admin/theme/{id}/product',
    'PUT /admin/banner/{id}/item',
    'PUT /admin/freight',
    'POST /admin/order/{id}/replace',
    'PUT /order/delivery',
  ])('%s is refused until its ids and values are filled in', async (route) => {
    const answer = await run(route);

    expect(answer).toMatchObject({ status: 400, body: { error_code: 10000, msg: expect.any(Object) } });
  });

  it('stand in a document of the very routes that the shop serves', () => {
    const told = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const served = routesOf(shop.mall).map(({ name }) => name.replaceAll(/:(\w+)/g, '{$1}'));

    expect(told.toSorted()).toEqual(served.toSorted());
  });

  function run(route: string): Promise<Answer> {
    const [method = '', path = ''] = route.split(' ');
    const { parameters = [], requestBody } = document.paths[`/api/v1${path}`]![method.toLowerCase()]!;
    const url = parameters.reduce((at, { name }) => at.replace(`{${name}}`, '1'), path);
    if (method === 'GET') return caller.get(url);
    const body = requestBody && exampleOf(requestBody);
    return method === 'PUT' ? caller.put(url, body) : caller.post(url, body);
  }

  /** As Swagger UI fills it in: the class's own, else its fields'. */
  function exampleOf({ content }: { content: Record<string, { schema: { $ref: string } }> }): unknown {
    const name = content['application/json']!.schema.$ref.split('/').at(-1)!;
    const { example, properties = {} } = document.components.schemas[name] as ExampleSchema;
    const fields = Object.entries(properties).map(([field, property]) => [field, property.example]);
    if (name === 'ShopperLogin') return { code: `${String(properties.code!.example)}${spent++}` };
    return example ?? Object.fromEntries(fields);
  }

  /** A code of wx.login is good once. */
  let spent = 0;
});

interface ExampleSchema {
  example?: object;
  properties?: Record<string, { example?: unknown }>;
}
