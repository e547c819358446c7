import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer, Client } from '../given/client';
import { Shop } from '../given/shop';
import { routesOf, type Route } from './routes';

/**
 * Whom every route admits, written by hand from the contract and the design, not read from the code: a route that
 * stands nowhere here fails. Those under admin/ are for readers to GET and for operators otherwise, but for the
 * ones that are named.
 */
const TABLE = {
  public: `
    POST token/user, POST token/verify, POST token/app, GET banner/:id, GET theme, GET theme/:id,
    GET product/recent, GET product/by_category, GET product/:id, GET category/all,
    POST pay/notify, POST pay/notify/v3, POST pay/refund-notify, POST pay/refund-notify/v3,
    GET wechat/push, POST wechat/push, GET /images/:file, GET /health/live, GET /health/ready`,
  primary: `GET order/:id, GET order/:id/parcel, DELETE token`,
  // By the contract primary, but about what only a shopper has: an admin's id is never taken for a shopper's.
  shopper: `
    POST address, GET address, GET order/by_user,
    POST order, POST order/quote, POST pay/pre_order, POST pay/confirm, POST order/:id/cancel, POST order/:id/received,
    POST order/:id/after-sale, GET order/:id/after-sale, POST after-sale/:id/withdraw, POST after-sale/:id/return,
    POST user/phone, POST user/erase`,
  reader: `GET order/paginate, POST admin/me/secret`,
  operator: `PUT order/delivery, GET admin/notice/:id`,
  owner: `
    GET admin/admin, POST admin/admin, POST admin/admin/:id/role, POST admin/admin/:id/disable,
    POST admin/admin/:id/enable, POST admin/admin/:id/secret, POST admin/admin/:id/unlock,
    POST admin/shopper/:id/erase, POST admin/refund/:id/returned_outside`,
};

const CALLERS = ['nobody', 'shopper', 'reader', 'operator', 'owner'] as const;
type Who = (typeof CALLERS)[number];
type Need = keyof typeof TABLE;

const ADMITTED: Record<Need, readonly Who[]> = {
  public: CALLERS,
  primary: ['shopper', 'reader', 'operator', 'owner'],
  shopper: ['shopper'],
  reader: ['reader', 'operator', 'owner'],
  operator: ['operator', 'owner'],
  owner: ['owner'],
};

const NAMED = new Map(
  Object.entries(TABLE).flatMap(([need, list]) =>
    list.split(',').map((route) => [spelled(route), need as Need]),
  ),
);

/** `GET order/:id` as the router names it. */
function spelled(route: string): string {
  const [method, path = ''] = route.trim().split(' ');
  return `${method} ${path.startsWith('/') ? path : `/api/v1/${path}`}`;
}

function needOf({ name, method }: Route): Need | undefined {
  const named = NAMED.get(name);
  if (named || !name.includes(' /api/v1/admin/')) return named;
  return method === 'GET' ? 'reader' : 'operator';
}

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
    return who === 'shopper' ? shop.shopper('eve') : shop.admin(who);
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

  it('are known of every route, and of no other', () => {
    const unknown = routes.filter((route) => needOf(route) === undefined);
    const served = new Set(routes.map(({ name }) => name));
    const gone = [...NAMED.keys()].filter((name) => !served.has(name));

    expect(unknown.map(({ name }) => name)).toEqual([]);
    expect(gone).toEqual([]);
  });

  it.each(CALLERS)('admit %s where he belongs, and nowhere else', async (who) => {
    const answers = await askAll(() => as(who));

    const wrong = answers.filter(([route, { status, body }]) => {
      const isAdmitted = ADMITTED[needOf(route)!].includes(who);
      const isRefused = body?.error_code === 10001 && [401, 403].includes(status);
      const isRightRefusal = status === (who === 'nobody' ? 401 : 403);
      return isAdmitted ? isRefused : !(isRefused && isRightRefusal);
    });

    expect(answers).toHaveLength(routes.length);
    expect(wrong.map(([{ name }, { status, body }]) => [name, status, body])).toEqual([]);
  });

  it('are told by the docs, the role of an admin too', async () => {
    const docs = await shop.visitor.at(shop.config.PUBLIC_URL).get('/docs-json');
    const office = routes.filter((route) => ['reader', 'operator', 'owner'].includes(needOf(route)!));

    const told = office.map(({ name, method, path }) => {
      const inDocs = docs.body.paths[path.replaceAll(/:(\w+)/g, '{$1}')][method.toLowerCase()];
      return [name, /Role \*(\w+)\*/.exec(inDocs.description)?.[1]];
    });

    expect(told).toEqual(office.map((route) => [route.name, needOf(route)]));
  });

  it.each([
    ['made up', 'f'.repeat(64)],
    ['of the old length', 'f'.repeat(32)],
    ['the name of a cache entry', 'access'],
    ['empty', ''],
    ['10,000 characters', 'f'.repeat(10_000)],
    ['a statement', "' or 1=1 --"],
  ])('take a token that is %s for none', async (_, token) => {
    const answers = await askAll(async () => shop.visitor.with(token));

    const closed = answers.filter(([route]) => needOf(route) !== 'public');
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
