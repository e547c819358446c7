import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer, Client } from '../given/client';
import { Shop } from '../given/shop';
import { routesOf, type Route } from './routes';

/** The contract's scopes, to which the routes of the design are added; `public` is its "none". */
const CONTRACT: Record<string, string> = {
  'POST /api/v1/token/user': 'public',
  'POST /api/v1/token/verify': 'public',
  'POST /api/v1/token/app': 'public',
  'GET /api/v1/banner/:id': 'public',
  'GET /api/v1/theme': 'public',
  'GET /api/v1/theme/:id': 'public',
  'GET /api/v1/product/recent': 'public',
  'GET /api/v1/product/by_category': 'public',
  'GET /api/v1/product/:id': 'public',
  'GET /api/v1/category/all': 'public',
  'POST /api/v1/address': 'primary',
  'GET /api/v1/address': 'primary',
  'POST /api/v1/order': 'exclusive',
  'POST /api/v1/order/quote': 'exclusive',
  'GET /api/v1/order/:id': 'primary',
  // Primary in the contract, but an admin has no orders of his own: he is refused either way.
  'GET /api/v1/order/by_user': 'exclusive',
  'GET /api/v1/order/paginate': 'super',
  'PUT /api/v1/order/delivery': 'super',
  'POST /api/v1/pay/pre_order': 'exclusive',
  'POST /api/v1/pay/notify': 'public',
  'DELETE /api/v1/token': 'primary',
  'POST /api/v1/order/:id/cancel': 'exclusive',
  'POST /api/v1/order/:id/received': 'exclusive',
  'GET /api/v1/order/:id/parcel': 'primary',
  'POST /api/v1/user/phone': 'exclusive',
  'POST /api/v1/user/erase': 'exclusive',
  'GET /api/v1/wechat/push': 'public',
  'POST /api/v1/wechat/push': 'public',
};

/** Primary, but about what only a shopper has: an admin's id is never taken for a shopper's. */
const SHOPPERS_OWN = new Set(['POST /api/v1/address', 'GET /api/v1/address']);

type Who = 'nobody' | 'shopper' | 'admin';
const ADMITTED: Record<string, Who[]> = {
  public: ['nobody', 'shopper', 'admin'],
  primary: ['shopper', 'admin'],
  exclusive: ['shopper'],
  super: ['admin'],
};

describe('scopes', () => {
  let shop: Shop;
  let routes: Route[];
  let unpaid: number;
  let ann: Client;
  beforeAll(async () => {
    shop = await Shop.open();
    routes = routesOf(shop.mall);
    ann = await shop.shopper('ann');
    const products = [{ product_id: (await shop.product()).id, count: 1 }];
    unpaid = (await ann.post('/order', { products })).body.order_id;
  });
  afterAll(() => shop.stop());

  async function as(who: Who): Promise<Client> {
    if (who === 'nobody') return shop.visitor;
    return who === 'shopper' ? shop.shopper('eve') : shop.admin();
  }

  /** A caller who has ended his token, or himself, logs in again. */
  async function askAll(login: () => Promise<Client>): Promise<[Route, Answer][]> {
    const answers: [Route, Answer][] = [];
    let caller = await login();
    for (const route of routes) {
      const path = route.path.replace(/:\w+/, '2000000000');
      const answer = await caller.at(shop.config.PUBLIC_URL).send(route.method, path, {});
      answers.push([route, answer]);
      if (answer.status === 204 || (route.path.endsWith('/user/erase') && answer.status === 201))
        caller = await login();
    }
    return answers;
  }

  it('stand on every route, and are those of the contract', () => {
    const declared = Object.fromEntries(routes.map(({ name, access }) => [name, access]));

    expect(routes.filter(({ access }) => access === undefined)).toEqual([]);
    expect(declared).toMatchObject(CONTRACT);
    for (const { name, access } of routes)
      if (name.includes('/admin/')) expect([name, access]).toEqual([name, 'super']);
  });

  it.each(['nobody', 'shopper', 'admin'] as const)(
    'admit %s where he belongs, and nowhere else',
    async (who) => {
      const answers = await askAll(() => as(who));

      const wrong = answers.filter(([route, answer]) => {
        const isAdmitted =
          ADMITTED[route.access!]!.includes(who) && !(who === 'admin' && SHOPPERS_OWN.has(route.name));
        const isRefused = answer.body?.error_code === 10001 && [401, 403].includes(answer.status);
        const isRightRefusal = answer.status === (who === 'nobody' ? 401 : 403);
        return isAdmitted ? isRefused : !(isRefused && isRightRefusal);
      });

      expect(wrong.map(([{ name }, { status, body }]) => [name, status, body])).toEqual([]);
    },
  );

  it.each([
    ['made up', 'f'.repeat(64)],
    ['of the old length', 'f'.repeat(32)],
    ['the name of a cache entry', 'access'],
    ['empty', ''],
    ['10,000 characters', 'f'.repeat(10_000)],
    ['a statement', "' or 1=1 --"],
  ])('take a token that is %s for none', async (_, token) => {
    const answers = await askAll(async () => shop.visitor.with(token));

    const closed = answers.filter(([route]) => route.access !== 'public');
    const opened = closed.filter(([, { status, body }]) => status !== 401 || body.error_code !== 10001);
    expect(closed.length).toBeGreaterThan(8);
    expect(opened.map(([{ name }]) => name)).toEqual([]);
  });

  it.each<[string, (client: Client, id: number) => Promise<Answer>]>([
    ['to read', (client, id) => client.get(`/order/${id}`)],
    ['to pay', (client, id) => client.post('/pay/pre_order', { id })],
    ['to cancel', (client, id) => client.post(`/order/${id}/cancel`)],
    ['to receive', (client, id) => client.post(`/order/${id}/received`)],
    ['to follow its parcels', (client, id) => client.get(`/order/${id}/parcel`)],
  ])("answer another's order as one that does not exist: %s", async (_, act) => {
    const eve = await shop.shopper('eve');

    const [anothers, unknown] = [await act(eve, unpaid), await act(eve, 2_000_000_000)];

    expect(unknown).toMatchObject({ status: 404, body: { error_code: 80000 } });
    expect(anothers).toMatchObject({ status: 404, body: { error_code: 80000, msg: unknown.body.msg } });
    expect(Object.keys(anothers.body)).toEqual(Object.keys(unknown.body));
    expect((await ann.get(`/order/${unpaid}`)).body).toMatchObject({ id: unpaid, status: 1 });
  });

  it("show a shopper no line of another's list", async () => {
    const eve = await shop.shopper('eve');

    expect((await eve.get('/order/by_user')).body).toEqual({ current_page: 1, data: [] });
    expect((await ann.get('/order/by_user')).body.data).toMatchObject([{ id: unpaid }]);
  });

  it('keep shopper 1 and admin 1 apart', async () => {
    const admin = await shop.admin();

    const [address, orders, order] = [
      await admin.get('/address'),
      await admin.get('/order/by_user'),
      await admin.get(`/order/${unpaid}`),
    ];

    expect([address.status, orders.status]).toEqual([403, 403]);
    expect(order.body).toMatchObject({ id: unpaid, snap_address: { name: '安' } });
  });

  it('take a token that has become old, or was ended, for none', async () => {
    const [old, ended] = [await shop.shopper('old'), await shop.shopper('ended')];
    await ended.delete('/token');
    const before = [(await old.get('/address')).status, (await ended.get('/address')).status];

    await shop.later(7201);

    expect(before).toEqual([200, 401]);
    expect((await old.get('/address')).status).toBe(401);
  });
});
