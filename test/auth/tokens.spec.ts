import { AdminService, SessionService } from '@app/auth';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Shop } from './shop';
import { Street } from './street';

const ACCOUNT = 'starcraft';
const SECRET = '777*777-starcraft';
const NO_TOKEN = { msg: 'Token已过期或无效Token', error_code: 10001 };
const NO_SCOPE = { msg: '权限不够', error_code: 10001 };
const HOURS = 3600;

let street: Street;
let shop: Shop;
let shopper: string;
let admin: string;

beforeAll(async () => {
  street = await Street.open();
  shop = await street.shop({ ADMIN_ACCOUNT: ACCOUNT, ADMIN_SECRET: SECRET });
  await shop.app.get(AdminService).bootstrap();
  shopper = await shop.tokenOf('alice');
  admin = await shop.adminToken(ACCOUNT, SECRET);
});

afterAll(() => street?.close());

describe('doors', () => {
  it.each([
    ['door/public', 200, 200, 200],
    ['door/primary', 401, 200, 200],
    ['door/exclusive', 401, 200, 403],
    ['door/super', 401, 403, 200],
    ['door/mine', 401, 200, 403],
    ['door/undeclared', 403, 403, 403],
    ['office', 401, 403, 200],
    ['office/open', 200, 200, 200],
  ])('%s answers nobody %i, a shopper %i, an admin %i', async (door, nobody, asShopper, asAdmin) => {
    expect((await shop.ask(`GET ${door}`)).status).toBe(nobody);
    expect((await shop.ask(`GET ${door}`, { token: shopper })).status).toBe(asShopper);
    expect((await shop.ask(`GET ${door}`, { token: admin })).status).toBe(asAdmin);
  });

  it('does not take admin 1 for shopper 1', async () => {
    const asShopper = await shop.ask('GET door/primary', { token: shopper });
    const asAdmin = await shop.ask('GET door/primary', { token: admin });

    expect(asShopper.body).toEqual({ kind: 'shopper', id: 1, scope: 16 });
    expect(asAdmin.body).toEqual({ kind: 'admin', id: 1, scope: 32 });
  });

  it('answers 401 and 403 in the contract’s words', async () => {
    const request_url = '/api/v1/door/super?a=1';

    expect((await shop.ask('GET door/super?a=1')).body).toEqual({ ...NO_TOKEN, request_url });
    expect((await shop.ask('GET door/super?a=1', { token: shopper })).body).toEqual({
      ...NO_SCOPE,
      request_url,
    });
  });

  it('calls out a door that forgot to say whom it admits', async () => {
    await shop.ask('GET door/undeclared', { token: admin });

    expect(street.log.events('routeWithoutScope')).toContainEqual({
      event: 'routeWithoutScope',
      route: 'DoorsController.undeclared',
    });
  });

  it('logs who tried a door that is not his, without his token', async () => {
    await shop.ask('GET door/super', { token: shopper });

    expect(street.log.events('scopeRefused')).toContainEqual({
      event: 'scopeRefused',
      caller: 'shopper:1',
      needs: 'super',
      route: 'GET /api/v1/door/super',
    });
    expect(JSON.stringify(street.log.lines)).not.toContain(shopper);
  });

  it('takes the token from the header token or as a bearer, never from the address', async () => {
    const bearer = { authorization: `Bearer ${shopper}` };

    expect((await shop.ask('GET door/primary', { headers: bearer })).status).toBe(200);
    expect((await shop.ask(`GET door/primary?token=${shopper}`)).status).toBe(401);
    expect((await shop.ask('GET door/primary', { headers: { cookie: `token=${shopper}` } })).status).toBe(
      401,
    );
  });

  it.each(['access', '', ' ', 'f'.repeat(65), '0'.repeat(64), '__proto__', '*'])(
    'takes %j for no token, wherever it is shown',
    async (token) => {
      const answer = await shop.ask('GET door/primary', { token });

      expect(answer.status).toBe(401);
      expect(answer.body).toMatchObject(NO_TOKEN);
      expect((await shop.ask('GET door/public', { token })).status).toBe(200);
    },
  );

  it('does not take the stored hash for a token', async () => {
    const [{ hash }] = await shop.db.query(`select encode(token_hash, 'hex') as hash from session limit 1`);

    expect((await shop.ask('GET door/primary', { token: hash })).status).toBe(401);
  });
});

describe('token/verify', () => {
  it('tells a good token from any other, with 200 for both', async () => {
    const good = await shop.ask('POST token/verify', { body: { token: shopper } });
    const bad = await shop.ask('POST token/verify', { body: { token: 'f'.repeat(64) } });
    const odd = await shop.ask('POST token/verify', { body: { token: '访问' } });

    expect(good).toMatchObject({ status: 200, body: { isValid: true } });
    expect(bad).toMatchObject({ status: 200, body: { isValid: false } });
    expect(odd).toMatchObject({ status: 200, body: { isValid: false } });
  });

  it.each([{}, { token: '' }, { token: '  ' }, { token: 7 }, undefined])(
    'wants a token in %j',
    async (body) => {
      const answer = await shop.ask('POST token/verify', { body });

      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({ msg: { token: 'token不允许为空' }, error_code: 10000 });
    },
  );
});

describe('the end of a token', () => {
  it('comes with logging out, and for that token alone', async () => {
    const [ended, kept] = [await shop.tokenOf('bob'), await shop.tokenOf('bob')];

    const logout = await shop.ask('DELETE token', { token: ended });

    expect(logout).toMatchObject({ status: 204, body: undefined });
    expect((await shop.ask('GET door/primary', { token: ended })).status).toBe(401);
    expect((await shop.ask('GET door/primary', { token: kept })).status).toBe(200);
    expect((await shop.ask('DELETE token', { token: ended })).status).toBe(401);
    expect((await shop.ask('DELETE token')).status).toBe(401);
  });

  it('lets an admin log out too', async () => {
    const token = await shop.adminToken(ACCOUNT, SECRET);

    expect((await shop.ask('DELETE token', { token })).status).toBe(204);
    expect((await shop.ask('GET door/super', { token })).status).toBe(401);
  });

  it('comes for every token of one who is disabled, and for nobody else with his number', async () => {
    const tokens = [await shop.adminToken(ACCOUNT, SECRET), await shop.adminToken(ACCOUNT, SECRET)];

    await shop.app.get(SessionService).endAllOf({ kind: 'admin', id: 1 });

    for (const token of tokens) expect((await shop.ask('GET door/super', { token })).status).toBe(401);
    expect((await shop.ask('GET door/primary', { token: shopper })).status).toBe(200);
  });

  it('reaches the other instances within five seconds', async () => {
    const other = await street.shop();
    const token = await shop.tokenOf('carol');
    expect((await other.ask('GET door/primary', { token })).status).toBe(200);

    await shop.ask('DELETE token', { token });
    await pause(5_100);

    expect((await other.ask('GET door/primary', { token })).status).toBe(401);
  });

  it('comes within five seconds to one who is disabled by hand', async () => {
    const token = await shop.tokenOf('dave');
    expect((await shop.ask('GET door/primary', { token })).status).toBe(200);

    await shop.db.query(`update shopper set disabled_at = now() where openid like 'odave%'`);
    await pause(5_100);

    expect((await shop.ask('GET door/primary', { token })).status).toBe(401);
  });

  it('comes by the shop’s clock, and the client logs in again silently', async () => {
    const token = await shop.tokenOf('erin');
    shop.clock.advance(2 * HOURS - 60);
    expect((await shop.ask('GET door/exclusive', { token })).status).toBe(200);

    // Within the cache's five seconds: the cache may be sure of the token, the clock is not.
    shop.clock.advance(61);
    const late = await shop.ask('GET door/exclusive', { token });
    const verdict = await shop.ask('POST token/verify', { body: { token } });
    const fresh = await shop.ask('GET door/exclusive', { token: await shop.tokenOf('erin') });

    expect(late.status).toBe(401);
    expect(verdict.body).toEqual({ isValid: false });
    expect(fresh.status).toBe(200);
  });

  it('carries a few expired rows out with every login', async () => {
    for (let i = 0; i < 15; i++) await shop.tokenOf('frank');
    shop.clock.advance(3 * HOURS);
    const before = await sessionCount();

    await shop.tokenOf('frank');

    expect(await sessionCount()).toBe(before - 10 + 1);
  });
});

describe('a database that does not answer', () => {
  it('is a 503, never a 401, so that no client logs in again for nothing', async () => {
    await shop.db.transaction(async (tx) => {
      await tx.query('lock table session in access exclusive mode');

      const answer = await shop.ask('GET door/primary', { token: 'a'.repeat(64) });

      expect(answer).toMatchObject({ status: 503, body: { error_code: 90002 } });
    });
  });
});

async function sessionCount(): Promise<number> {
  const [{ n }] = await shop.db.query('select count(*)::int as n from session');
  return n;
}
