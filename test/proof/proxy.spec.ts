import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Client, type Answer } from '../given/client';
import { httpProxy, type HttpProxy } from '../given/http-proxy';
import { ADDRESS, nonce, Shop, type Product } from '../given/shop';

const PER_MINUTE = 60;
/** What one address may try to log in within a minute. */
const LOGINS = 600;
const TOO_OFTEN = { msg: '请求太频繁，请稍后再试', error_code: 90003 };
const HOME = ['/banner/1', '/theme?ids=1,2,3', '/product/recent', '/category/all'];

let shop: Shop;
let pear: Product;
const proxies: HttpProxy[] = [];

afterEach(async () => {
  expect(await shop.breaches()).toEqual([]);
});
afterAll(async () => {
  await Promise.all(proxies.map((proxy) => proxy.close()));
});

/** The way into the shop for everybody who lives at this address. */
async function street(address: string): Promise<Client> {
  const proxy = await httpProxy(shop.config.PUBLIC_URL, address);
  proxies.push(proxy);
  return new Client(`${proxy.url}/api/v1`);
}

const logIn = async (door: Client, name: string): Promise<Client> => {
  const { body } = await door.post('/token/user', { code: `user:${name}:${nonce()}` });
  return door.with(body.token);
};

/** A login that cannot succeed still counts. */
const knock = (door: Client, claimed?: string): Promise<Answer> =>
  door.post('/token/user', {}, claimed ? { 'x-forwarded-for': claimed } : {});

describe('behind one proxy that is trusted', () => {
  beforeAll(async () => {
    shop = await Shop.open({ RATE_LIMIT_PER_MINUTE: String(PER_MINUTE), TRUSTED_PROXIES: '127.0.0.1' });
    pear = await shop.product({ stock: 1000 });
  });
  afterAll(() => shop.stop());

  it(
    '100 shoppers at one address log in, browse and order, and nobody is refused',
    { timeout: 120_000 },
    async () => {
      const door = await street('203.0.113.1');

      const visits = await crowd(100, async (index) => {
        const shopper = await logIn(door, `neighbour-${index}`);
        const home = await Promise.all(HOME.map((page) => shopper.get(page)));
        const address = await shopper.post('/address', ADDRESS);
        const order = await shopper.post('/order', { products: [{ product_id: pear.id, count: 1 }] });
        return [...home, address, order];
      });

      const answers = visits.flat();
      expect(answers.filter(({ status }) => status === 429 || status >= 500)).toEqual([]);
      expect(visits.filter((visit) => visit.at(-1)?.body.pass)).toHaveLength(100);
      expect(await shop.stockOf(pear.skuIds[0])).toEqual({ stock: 900, reserved: 100, sold: 0 });
    },
  );

  it('one shopper at ten times the rate is told to wait, and his neighbour is not', async () => {
    const door = await street('203.0.113.2');
    const [greedy, modest] = [await logIn(door, 'greedy'), await logIn(door, 'modest')];

    const answers = await crowd(10 * PER_MINUTE, () => greedy.get('/product/recent'));
    const neighbour = await crowd(PER_MINUTE / 2, () => modest.get('/product/recent'));

    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(9 * PER_MINUTE);
    expect(refused[0]?.body).toEqual({ ...TOO_OFTEN, request_url: '/api/v1/product/recent' });
    expect(Number(refused[0]?.headers['retry-after'])).toBeGreaterThan(0);
    expect(neighbour.filter(({ status }) => status !== 200)).toEqual([]);
  });

  it('whatever a client writes into X-Forwarded-For, the address that the proxy saw counts', async () => {
    const [door, elsewhere] = [await street('203.0.113.3'), await street('203.0.113.4')];

    const answers = await crowd(LOGINS + 10, (index) => knock(door, `198.51.100.${index % 250}, 127.0.0.1`));

    expect(answers.filter(({ status }) => status === 429)).toHaveLength(10);
    expect((await knock(elsewhere, '203.0.113.3')).status).toBe(400);
  });
});

describe('where no proxy is trusted', () => {
  beforeAll(async () => {
    shop = await Shop.open({ RATE_LIMIT_PER_MINUTE: String(PER_MINUTE) });
  });
  afterAll(() => shop.stop());

  it('X-Forwarded-For changes nothing', async () => {
    const answers = await crowd(LOGINS + 10, (index) => knock(shop.visitor, `203.0.113.${index % 250}`));

    expect(answers.filter(({ status }) => status === 429)).toHaveLength(10);
  });
});

/** Sixteen at a time, so many in all. */
async function crowd<T>(count: number, act: (index: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const hand = async () => {
    for (let index = next++; index < count; index = next++) results[index] = await act(index);
  };
  await Promise.all(Array.from({ length: 16 }, hand));
  return results;
}
