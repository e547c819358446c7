import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client, type Answer } from '../given/client';
import { ADDRESS, Shop } from '../given/shop';
import * as hostile from './hostile';
import { routesOf, servedBy, type Route } from './routes';

/** What is hostile elsewhere and good here: lists that are replaced as a whole, by none too. */
const WELCOME: Partial<Record<string, string[]>> = {
  'an empty list': ['properties', 'product_ids', 'items', 'picture_ids'],
  'a list of a number': ['product_ids', 'picture_ids'],
};

const AT_ONCE = 16;

const isBadParameter = ({ status, body }: Answer) => status === 400 && body.error_code === 10000;

interface Try {
  route: Route;
  path: string;
  what: string;
  request?: { headers?: Record<string, string>; body?: Buffer | string };
}

/** Each route is tried with some, and each of them at some route; `BAD_INPUT=all` tries all everywhere. */
function everySixth<T>(all: readonly T[], index: number): T[] {
  return all.filter((_one, at) => isTurn(at, index));
}

function isTurn(one: number, other: number): boolean {
  return process.env.BAD_INPUT === 'all' || one % 6 === other % 6;
}

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
  const callers = new Map<string, Promise<Client>>();
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

  /** Somebody whom the route admits; a route that may end his token is asked with one of its own. */
  async function admitted({ access, path }: Route): Promise<Client> {
    if (access === 'public') return new Client(shop.config.PUBLIC_URL);
    const some = () => (access === 'super' ? shop.admin() : ann());
    if (path.endsWith('/token')) return (await some()).at(shop.config.PUBLIC_URL);
    if (!callers.has(access!)) callers.set(access!, some());
    return (await callers.get(access!)!).at(shop.config.PUBLIC_URL);
  }

  /** What is wrong with the answers, a few of which are asked for at a time. */
  async function faultsIn(tries: Try[], mayBe: (answer: Answer) => boolean = () => true): Promise<unknown[]> {
    const faults: unknown[] = [];
    const ask = async ({ route, path, what, request = {} }: Try) => {
      const caller = await admitted(route);
      const answer = await caller.send(route.method, path, request);
      const fault = judged(route, answer, path);
      if (fault || !mayBe(answer)) faults.push([route.name, what, fault, answer.status, answer.body]);
    };
    for (let from = 0; from < tries.length; from += AT_ONCE)
      await Promise.all(tries.slice(from, from + AT_ONCE).map(ask));
    return faults;
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

  it.each(hostile.BODIES)('is answered in shape and changes nothing: %s', async (what, type, body) => {
    const before = await books();
    const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
    const tries = routes
      .filter(({ method }) => method !== 'GET')
      .filter((_route, index) =>
        isTurn(
          index,
          hostile.BODIES.findIndex(([name]) => name === what),
        ),
      )
      .map((route) => ({ route, path: addressOf(route), what, request: { headers, body } }));

    expect(await faultsIn(tries)).toEqual([]);
    expect(await books()).toBe(before);
  });

  it.each(hostile.WRONG_VALUES)('is refused in every field of every body: %s', async (what, value) => {
    const before = await books();
    const headers = { 'content-type': 'application/json' };
    const tries = routes.flatMap((route) => {
      const rest = Object.fromEntries(route.body.map((name) => [name, good[name]]));
      const fields = route.body.filter((name) => !WELCOME[what]?.includes(name));
      return fields.map((field) => {
        const body = JSON.stringify({ ...rest, user_id: undefined, uid: undefined, [field]: value });
        return { route, path: addressOf(route), what: field, request: { headers, body } };
      });
    });

    expect(await faultsIn(tries, isBadParameter)).toEqual([]);
    expect(await books()).toBe(before);
  });

  it('in an address is no id', async () => {
    const before = await books();
    const tries = routes
      .filter(({ path }) => path.includes(':'))
      .flatMap((route, index) =>
        everySixth(hostile.HOSTILE_SEGMENTS, index).map((what) => ({
          route,
          path: route.path.replace(/:\w+/, what),
          what,
        })),
      );

    expect(await faultsIn(tries, ({ status }) => [400, 404].includes(status))).toEqual([]);
    expect(await books()).toBe(before);
  });

  it('in a query is answered in shape and changes nothing', async () => {
    const before = await books();
    const tries = routes.flatMap((route, index) => {
      const fields = route.query.flatMap((name) =>
        hostile.HOSTILE_SEGMENTS.flatMap((value) => [`${name}=${value}`, `${name}=1&${name}=${value}`]),
      );
      return everySixth([...hostile.HOSTILE_QUERIES, ...fields], index).map((query) => ({
        route,
        path: `${addressOf(route)}?${query}`,
        what: query.slice(0, 80),
      }));
    });

    expect(await faultsIn(tries)).toEqual([]);
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
        // A browser that opens a sandbox's address is led to the docs.
        ...(method === 'GET' ? [] : ['/']),
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
