import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Shop } from './shop';
import { Street } from './street';

const TOO_OFTEN = { msg: '请求太频繁，请稍后再试', error_code: 90003 };
const PER_MINUTE = 60;

let street: Street;
let shop: Shop;

beforeAll(async () => {
  street = await Street.open();
  shop = await street.shop({ RATE_LIMIT_PER_MINUTE: String(PER_MINUTE) });
});

afterAll(() => street?.close());

describe('limits', () => {
  it('never refuse 500 shoppers who share one address', async () => {
    const tokens = await inTurn(500, (i) => shop.tokenOf(`neighbour${i}`));

    const statuses = await inTurn(2000, async (i) => {
      const { status } = await shop.ask('GET door/exclusive', { token: tokens[i % 500] });
      return status;
    });

    expect(new Set(statuses)).toEqual(new Set([200]));
  });

  it('refuse one token at ten times the rate, on public doors too, and nobody else', async () => {
    const [greedy, modest] = [await shop.tokenOf('greedy'), await shop.tokenOf('modest')];

    const statuses = await inTurn(10 * PER_MINUTE, async (i) => {
      const door = i % 2 ? 'door/public' : 'door/exclusive';
      return (await shop.ask(`GET ${door}`, { token: greedy, from: `10.0.0.${i % 250}` })).status;
    });

    expect(statuses.filter((status) => status === 200)).toHaveLength(PER_MINUTE);
    expect(statuses.filter((status) => status === 429)).toHaveLength(9 * PER_MINUTE);
    const refused = await shop.ask('GET door/exclusive', { token: greedy });
    expect(refused.body).toEqual({ ...TOO_OFTEN, request_url: '/api/v1/door/exclusive' });
    expect((await shop.ask('GET door/exclusive', { token: modest })).status).toBe(200);
  });

  it('let one address log in 600 times a minute, whatever X-Forwarded-For or token it invents', async () => {
    const from = '192.0.2.7';
    const statuses = await inTurn(610, async (i) => {
      const headers = { 'x-forwarded-for': `203.0.113.${i % 250}` };
      const token = i.toString(16).padStart(64, '0');
      const body = { token: '' };
      return (await shop.ask('POST token/user', { from, headers, token, body })).status;
    });

    expect(statuses.filter((status) => status === 400)).toHaveLength(600);
    expect(statuses.slice(600)).toEqual(Array.from({ length: 10 }, () => 429));
    expect((await shop.ask('POST token/app', { from, body: {} })).body).toMatchObject(TOO_OFTEN);
    expect((await shop.ask('POST token/user', { from: '192.0.2.8', body: {} })).status).toBe(400);
    expect((await shop.ask('GET door/public', { from })).status).toBe(200);
  });

  it('count callers without a token by address, an invented token or none, and notices for themselves', async () => {
    const from = '192.0.2.9';
    const statuses = await inTurn(6010, async (i) => {
      const token = i % 2 ? 'f'.repeat(64) : undefined;
      return (await shop.ask('GET door/public', { from, token })).status;
    });

    expect(statuses.filter((status) => status === 200)).toHaveLength(6000);
    expect((await shop.ask('GET door/primary', { from })).status).toBe(429);
    expect((await shop.ask('POST door/notice', { from, body: {} })).status).toBe(200);
    expect((await shop.ask('GET door/public', { from: '192.0.2.10' })).status).toBe(200);
  });

  it('take a whole IPv6 network for one address', async () => {
    const statuses = await inTurn(601, async (i) => {
      const from = `2001:db8:1:2::${i.toString(16)}`;
      return (await shop.ask('POST token/user', { from, body: {} })).status;
    });

    expect(statuses.at(-2)).toBe(400);
    expect(statuses.at(-1)).toBe(429);
    expect((await shop.ask('POST token/user', { from: '2001:db8:1:3::1', body: {} })).status).toBe(400);
  });

  it('believe X-Forwarded-For of a trusted proxy, and of nobody else', async () => {
    const behind = await street.shop({ RATE_LIMIT_PER_MINUTE: '60', TRUSTED_PROXIES: '10.1.0.0/16' });
    const login = (from: string, client: string) =>
      behind.ask('POST token/user', { from, headers: { 'x-forwarded-for': client }, body: {} });

    const viaProxy = await inTurn(1200, async (i) => (await login('10.1.2.3', `203.0.113.${i % 3}`)).status);
    const bySpoofing = await inTurn(601, async (i) => (await login('192.0.2.1', `203.0.113.${i}`)).status);

    expect(new Set(viaProxy)).toEqual(new Set([400]));
    expect(bySpoofing.at(-1)).toBe(429);
  });

  it('take one address for one in every form that a proxy writes it, and a hidden one for the proxy', async () => {
    const behind = await street.shop({ RATE_LIMIT_PER_MINUTE: '60', TRUSTED_PROXIES: '10.1.0.0/16' });
    const login = (client: string, from = '10.1.2.3') =>
      behind.ask('POST token/user', { from, headers: { 'x-forwarded-for': client }, body: {} });

    const ports = await inTurn(650, async (i) => (await login(`203.0.113.21:${50_000 + i}`)).status);
    const hidden = await inTurn(650, async (i) => (await login(`_hidden${i}`, '10.1.2.4')).status);

    for (const statuses of [ports, hidden]) {
      expect(statuses.filter((status) => status === 400)).toHaveLength(600);
      expect(statuses.slice(600)).toEqual(Array.from({ length: 50 }, () => 429));
    }
    expect((await login('"203.0.113.21"')).status).toBe(429);
    expect((await login('unknown', '10.1.2.4')).status).toBe(429);
    expect((await login('203.0.113.22:50000', '10.1.2.4')).status).toBe(400);
  });

  it('are lifted altogether by 0', async () => {
    const free = await street.shop({ RATE_LIMIT_PER_MINUTE: '0' });
    const token = await free.tokenOf('free');

    const logins = await inTurn(700, async () => (await free.ask('POST token/user', { body: {} })).status);
    const calls = await inTurn(700, async () => (await free.ask('GET door/exclusive', { token })).status);

    expect(new Set(logins)).toEqual(new Set([400]));
    expect(new Set(calls)).toEqual(new Set([200]));
  });
});

async function inTurn<T>(count: number, act: (i: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let i = 0; i < count; i++) results.push(await act(i));
  return results;
}
