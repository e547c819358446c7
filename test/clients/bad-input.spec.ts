import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client, type Answer } from '../given/client';
import { ADDRESS, Shop } from '../given/shop';
import * as hostile from './hostile';
import { routesOf, servedBy, type Route } from './routes';

/** What is hostile elsewhere and good here: lists that are replaced as a whole, by none too. */
const WELCOME: Partial<Record<string, string[]>> = {
  'an empty list': ['properties', 'product_ids', 'items'],
  'a list of a number': ['product_ids'],
};

function addressOf({ path }: Route): string {
  return path.replace(/:\w+/, '2000000000');
}

function judged(route: Route, answer: Answer, path: string): string | undefined {
  if (!route.isNotice) return hostile.faultOf(answer, path);
  const isRefused = answer.status < 500 && !JSON.stringify(answer.body).includes('SUCCESS');
  return isRefused ? undefined : JSON.stringify(answer);
}

describe('hostile input', () => {
  let shop: Shop;
  let routes: Route[];
  let good: Record<string, unknown>;
  const callers = new Map<string, Client>();
  beforeAll(async () => {
    shop = await Shop.open();
    routes = routesOf(shop.mall);
    const { id } = await shop.product();
    const products = [{ product_id: id, count: 1 }];
    const placed = await (await shop.shopper('ann')).post('/order', { products });
    good = {
      ...ADDRESS,
      id: placed.body.order_id,
      products,
      remark: '',
      code: 'user:ann:1',
      // Of nobody: five wrong guesses lock an account.
      ac: 'wang',
      se: 'guess',
      account: 'wang',
      role: 'reader',
      secret: 'correct-horse-battery',
      old_secret: 'guess',
    };
    // From here on WeChat knows no code that it did not hand out.
    await shop.simulator.post('/sim/strict', { on: true });
  });
  afterAll(() => shop.stop());

  /** Somebody whom the route admits; a route that may end his token is asked with a new one. */
  async function admitted({ access, path }: Route): Promise<Client> {
    if (access === 'public') return new Client(shop.config.PUBLIC_URL);
    if (path.endsWith('/token') || !callers.has(access!))
      callers.set(access!, access === 'super' ? await shop.admin() : await ann());
    return callers.get(access!)!.at(shop.config.PUBLIC_URL);
  }

  function ann(): Promise<Client> {
    return shop.shopper('ann', { address: false });
  }

  /** Everything that a request can create or change, and no session. */
  async function books(): Promise<string> {
    const tables = ['shopper', 'address', 'customer_order', 'order_line', 'order_event', 'sku_stock'];
    const more = ['stock_ledger', 'payment_attempt', 'money_transaction', 'notice', 'idempotency_key'];
    const back = ['refund', 'after_sale', 'after_sale_line'];
    const shipping = ['shipping_upload', 'parcel', 'subscription'];
    const sums = [...tables, ...more, ...back, ...shipping, 'admin'].map(
      (table) => `(SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM ${table} t)`,
    );
    const { rows } = await shop.db.query(`SELECT concat_ws(' ', ${sums.join()}) AS books`);
    return rows[0].books;
  }

  it('meets every route that is served', () => {
    const known = routes.map(({ name }) => name);

    expect(known.toSorted()).toEqual(servedBy(shop.mall).toSorted());
    expect(known.length).toBeGreaterThan(20);
  });

  it.each(hostile.BODIES)('is answered in shape and changes nothing: %s', async (_, type, bytes) => {
    const before = await books();
    const faults: unknown[] = [];

    for (const route of routes.filter(({ method }) => method !== 'GET')) {
      const caller = await admitted(route);
      const path = addressOf(route);
      const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
      const answer = await caller.send(route.method, path, { headers, body: bytes });
      const fault = judged(route, answer, path);
      if (fault) faults.push([route.name, fault]);
    }

    expect(faults).toEqual([]);
    expect(await books()).toBe(before);
  });

  it.each(hostile.WRONG_VALUES)('is refused in every field of every body: %s', async (what, value) => {
    const before = await books();
    const faults: unknown[] = [];

    for (const route of routes)
      for (const field of route.body.filter((name) => !WELCOME[what]?.includes(name))) {
        const caller = await admitted(route);
        const path = addressOf(route);
        const rest = Object.fromEntries(route.body.map((name) => [name, good[name]]));
        const headers = { 'content-type': 'application/json' };
        const body = JSON.stringify({ ...rest, user_id: undefined, uid: undefined, [field]: value });
        const answer = await caller.send(route.method, path, { headers, body });
        const fault = judged(route, answer, path);
        if (fault || answer.status !== 400 || answer.body.error_code !== 10000)
          faults.push([route.name, field, fault, answer.body]);
      }

    expect(faults).toEqual([]);
    expect(await books()).toBe(before);
  });

  it('in an address is no id', async () => {
    const before = await books();
    const faults: unknown[] = [];

    for (const route of routes.filter(({ path }) => path.includes(':'))) {
      const caller = await admitted(route);
      for (const segment of hostile.HOSTILE_SEGMENTS) {
        const path = route.path.replace(/:\w+/, segment);
        const answer = await caller.send(route.method, path, {});
        const fault = judged(route, answer, path);
        if (fault || ![400, 404].includes(answer.status))
          faults.push([route.name, segment, fault, answer.status]);
      }
    }

    expect(faults).toEqual([]);
    expect(await books()).toBe(before);
  });

  it('in a query is answered in shape and changes nothing', async () => {
    const before = await books();
    const faults: unknown[] = [];

    for (const route of routes) {
      const fields = route.query.flatMap((name) =>
        hostile.HOSTILE_SEGMENTS.flatMap((value) => [`${name}=${value}`, `${name}=1&${name}=${value}`]),
      );
      const caller = await admitted(route);
      for (const query of [...hostile.HOSTILE_QUERIES, ...fields]) {
        const path = `${addressOf(route)}?${query}`;
        const answer = await caller.send(route.method, path, {});
        const fault = judged(route, answer, path);
        if (fault) faults.push([route.name, query.slice(0, 80), fault]);
      }
    }

    expect(faults).toEqual([]);
    expect(await books()).toBe(before);
  });

  it.each([
    ['the product of a line', (value: unknown) => [{ product_id: value, count: 1 }]],
    ['the count of a line', (value: unknown) => [{ product_id: good.id, count: value }]],
    [
      'the count of the second line',
      (value: unknown) => [...(good.products as object[]), { product_id: 1, count: value }],
    ],
  ])('[F47] but a positive number is refused as %s', async (_, products) => {
    const before = await books();
    const shopper = await ann();

    const answers = await Promise.all(
      hostile.NO_POSITIVE_NUMBERS.map((value) => shopper.post('/order', { products: products(value) })),
    );

    const taken = hostile.NO_POSITIVE_NUMBERS.filter((_value, i) => answers[i]!.status !== 400);
    expect(taken).toEqual([]);
    expect(new Set(answers.map(({ body }) => body.error_code))).toEqual(new Set([10000]));
    expect(await books()).toBe(before);
  });

  it('but a positive number is refused as the order to pay or to deliver', async () => {
    const before = await books();
    const [shopper, admin] = [await ann(), await shop.admin()];

    const answers = await Promise.all(
      hostile.NO_POSITIVE_NUMBERS.flatMap((id) => [
        shopper.post('/pay/pre_order', { id }),
        admin.put('/order/delivery', { id }),
      ]),
    );

    expect(new Set(answers.map(({ status, body }) => `${status} ${body.error_code}`))).toEqual(
      new Set(['400 10000']),
    );
    expect(await books()).toBe(before);
  });

  it.each([
    ['/product/recent?count='],
    ['/product/by_category?id='],
    ['/theme?ids='],
    ['/order/by_user?page='],
    ['/order/by_user?size='],
    ['/order/by_user?size=101&page='],
  ])('but a positive number is refused after %s', async (path) => {
    const shopper = await ann();
    const texts = hostile.HOSTILE_SEGMENTS.filter((text) => !(path.includes('ids') && text === '1%2C2'));

    const answers = await Promise.all(texts.map((text) => shopper.get(path + text)));

    const taken = texts.filter((_text, i) => answers[i]!.status !== 400);
    expect(taken).toEqual([]);
  });

  it.each([
    ['page', '1000001'],
    ['page', '999999999999'],
    ['size', '101'],
    ['size', '1000000'],
  ])('cannot read far or much at once: %s=%s', async (name, value) => {
    const shopper = await ann();

    expect((await shopper.get(`/order/by_user?${name}=${value}`)).status).toBe(400);
    expect((await shopper.get('/order/by_user?page=1000000&size=100')).body).toEqual({
      current_page: 1_000_000,
      data: [],
    });
  });

  it.each(['PATCH', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'POST', 'GET'] as const)(
    'finds no route by %s',
    async (method) => {
      const client = new Client(shop.config.PUBLIC_URL);
      const paths = [
        '/',
        '/api/v1',
        '/api/v2/banner/1',
        '/api/v1/order/1/2/3',
        '/api/v1/banner',
        '//api/v1/x',
      ];
      const traversals = [
        '/images/../../etc/passwd',
        '/images/%2e%2e%2fpackage.json',
        '/.env',
        '/API/V1/banner/1',
      ];

      const answers = await Promise.all(
        [...paths, ...traversals].map(async (path) => ({
          path,
          answer: await client.send(method, path, { headers: {} }),
        })),
      );

      const faults = answers.filter(
        ({ path, answer }) => answer.status !== 404 || hostile.faultOf(answer, path),
      );
      expect(faults).toEqual([]);
    },
  );
});
