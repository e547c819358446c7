import * as fc from 'fast-check';
import type { Dispatcher } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client } from '../given/client';
import { MiniProgramHost } from '../given/mini-program-host';
import { ADDRESS, Shop } from '../given/shop';
import { faultOf } from './hostile';
import { routesOf, type Route } from './routes';

/** The same requests every day; `FUZZ_SEED=… FUZZ_REQUESTS=25000` sends others. */
const SEED = Number(process.env.FUZZ_SEED ?? 1);
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 1_500);

interface Wild {
  route: Route;
  method: Dispatcher.HttpMethod;
  segment: string;
  query: string;
  headers: Record<string, string>;
  body: Record<string, unknown> | string | undefined;
  who: 'nobody' | 'shopper' | 'admin';
}

describe('random requests', () => {
  let host: MiniProgramHost;
  let shop: Shop;
  let callers: Record<Wild['who'], Client>;
  let good: Record<string, unknown>;
  beforeAll(async () => {
    host = await MiniProgramHost.open();
    shop = await Shop.open({ MAX_OPEN_ORDERS: '0', WECHAT_API_URL: host.url });
    host.behind(shop.config);
    const { id } = await shop.product({ stock: 1_000_000 });
    const products = [{ product_id: id, count: 1 }];
    const at = (client: Client) => client.at(shop.config.PUBLIC_URL);
    callers = {
      nobody: at(shop.visitor),
      shopper: at(await shop.shopper('ann')),
      admin: at(await shop.admin()),
    };
    good = {
      ...ADDRESS,
      id,
      products,
      remark: '轻放',
      code: 'user:ann:1',
      ac: 'wang',
      se: 'guess',
      token: 'x',
    };
  });
  afterAll(async () => {
    await shop.stop();
    await host.close();
  });

  it(
    `are answered in shape, never by a 5xx, and break no promise: ${REQUESTS} of them, seed ${SEED}`,
    async () => {
      const routes = routesOf(shop.mall);
      // Ending a token or a shopper, or guessing a secret, costs a login or a slow hash, and says little.
      const cheap = routes.filter(
        ({ name, isNotice }) =>
          !isNotice && !/token\/app|DELETE .*token$|\/erase$|\/secret$|POST .*admin\/admin$/.test(name),
      );

      await fc.assert(
        fc.asyncProperty(wildRequest(cheap, good), async (wild) => {
          const path = wild.route.path.replace(/:\w+/, wild.segment) + wild.query;
          const body = typeof wild.body === 'object' ? JSON.stringify(wild.body) : wild.body;
          const { method, headers } = wild;

          const answer = await callers[wild.who].send(method, path, { headers, body });

          expect(faultOf(answer, path)).toBeUndefined();
        }),
        { numRuns: REQUESTS, seed: SEED },
      );

      expect(await shop.breaches()).toEqual([]);
      // Its goods may all be off sale by now: that is an admin's right.
      expect((await new Client(shop.config.PUBLIC_URL).get('/health/ready')).status).toBe(200);
    },
    Math.max(120_000, REQUESTS * 40),
  );
});

function wildRequest(routes: Route[], good: Record<string, unknown>): fc.Arbitrary<Wild> {
  return fc.constantFrom(...routes).chain((route) =>
    fc.record({
      route: fc.constant(route),
      // Mostly its own, so that what is wild gets further than the router.
      method: fc.oneof(
        { weight: 8, arbitrary: fc.constant<Dispatcher.HttpMethod>(route.method) },
        { weight: 1, arbitrary: fc.constantFrom<Dispatcher.HttpMethod[]>('PATCH', 'PUT', 'DELETE') },
      ),
      segment: segments,
      query: queries(route),
      headers,
      body: route.method === 'GET' ? fc.constant(undefined) : bodies(route, good),
      who: fc.constantFrom<Wild['who'][]>('nobody', 'shopper', 'shopper', 'shopper', 'admin'),
    }),
  );
}

const anyText = fc.string({ unit: 'binary', maxLength: 40 });

/** Escaped as a whole, or broken as it comes. */
const escaped = fc.oneof(
  anyText.filter((text) => text.isWellFormed()).map((text) => encodeURIComponent(text)),
  fc.stringMatching(/^[\w%.~'()*;:@&=+$,!-]{0,40}$/),
);

const segments = fc.oneof(
  fc.constantFrom('1', '2'),
  fc.integer().map(String),
  fc.double().map((number) => encodeURIComponent(String(number))),
  escaped,
);

function queries({ query }: Route): fc.Arbitrary<string> {
  const name = query.length === 0 ? escaped : fc.oneof(fc.constantFrom(...query), escaped);
  const pair = fc.tuple(name, segments).map(([key, value]) => `${key}=${value}`);
  return fc.array(pair, { maxLength: 4 }).map((pairs) => (pairs.length === 0 ? '' : `?${pairs.join('&')}`));
}

const types = fc.constantFrom(
  'application/json',
  'application/json',
  'application/json; charset=utf-8',
  'application/x-www-form-urlencoded',
  'text/plain',
  'multipart/form-data',
);
const visible = fc.stringMatching(/^[\x21-\x7e]{1,140}$/);

const plain = fc.record({ 'content-type': types });
const repeatable = fc.record({ 'content-type': types, 'idempotency-key': visible });
/** A token that is made up makes nobody of everybody, so it is rare. */
const masked = fc.record({ 'content-type': types, token: visible, authorization: visible });
const headers: fc.Arbitrary<Record<string, string>> = fc.oneof(
  { weight: 7, arbitrary: plain },
  { weight: 2, arbitrary: repeatable },
  { weight: 1, arbitrary: masked },
);

/** A good body of which some fields are wild, deep inside too; or anything that JSON or a form can be. */
function bodies({ body }: Route, good: Record<string, unknown>): fc.Arbitrary<Wild['body']> {
  const value = fc.oneof(fc.jsonValue({ maxDepth: 4 }), fc.integer(), fc.double(), anyText, lines);
  const sound = Object.fromEntries(body.filter((name) => name in good).map((name) => [name, good[name]]));
  const spoilt = fc
    .dictionary(fc.oneof(fc.constantFrom('x', ...body), anyText), value, { maxKeys: 3 })
    .map((wild) => ({ ...sound, ...wild }));
  const form = fc.array(fc.tuple(escaped, escaped), { maxLength: 5 });
  return fc.oneof(
    { weight: 4, arbitrary: spoilt },
    { weight: 1, arbitrary: fc.json() },
    { weight: 1, arbitrary: anyText },
    { weight: 1, arbitrary: form.map((pairs) => pairs.map(([name, text]) => `${name}=${text}`).join('&')) },
  );
}

const number = fc.oneof(
  fc.integer({ min: 1, max: 3 }),
  fc.integer(),
  fc.double(),
  fc.constantFrom('1', '0x1', null),
);
const lines = fc.array(
  fc.record({ product_id: number, count: number, sku_id: number }, { requiredKeys: ['product_id'] }),
  { maxLength: 120 },
);
