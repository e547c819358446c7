import { AdminService, SessionService, ShopperService } from '@app/auth';
import { AppConfig, SettingsError } from '@app/common';
import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Shop } from './shop';
import { Street } from './street';

const SECRET = '777*777-starcraft';

let street: Street;
let shop: Shop;

beforeAll(async () => {
  street = await Street.open();
  shop = await street.shop({ ADMIN_ACCOUNT: 'starcraft', ADMIN_SECRET: SECRET });
  await shop.app.get(AdminService).bootstrap();
});

afterAll(() => street?.close());

describe('a shopper logs in', () => {
  it('gives a token of 256 bits for a code of wx.login', async () => {
    const answer = await shop.ask('POST token/user', { body: { code: 'user:alice' } });

    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ token: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  it('gives every login its own token, and the old ones stay good', async () => {
    const first = await shop.tokenOf('bob');
    const second = await shop.tokenOf('bob');

    expect(second).not.toBe(first);
    expect((await shop.ask('GET door/exclusive', { token: first })).status).toBe(200);
    expect((await shop.ask('GET door/exclusive', { token: second })).status).toBe(200);
  });

  it('makes one shopper of twenty first logins at once', async () => {
    const tokens = await Promise.all(Array.from({ length: 20 }, () => shop.tokenOf('crowd')));
    const doors = await Promise.all(tokens.map((token) => shop.ask('GET door/exclusive', { token })));

    expect(new Set(tokens).size).toBe(20);
    expect(new Set(doors.map(({ body }) => (body as { id: number }).id)).size).toBe(1);
    const rows = await shop.db.query(`select appid from shopper where openid like 'ocrowd%'`);
    expect(rows).toEqual([{ appid: AppConfig.from({}).WECHAT_APP_ID }]);
  });

  it('keeps only the hash of a token', async () => {
    const token = await shop.tokenOf('carol');

    const dump = JSON.stringify(await shop.db.query(`select s::text from session s`));
    expect(dump).not.toContain(token);
    expect(dump).toContain(createHash('sha256').update(token).digest('hex'));
  });

  it.each([
    ['40029', 400, 40029],
    ['40163', 400, 40163],
    ['40226', 403, 40226],
    ['45011', 429, 45011],
    ['-1', 503, -1],
    ['40013', 503, 40013],
    ['40125', 503, 40125],
    ['41002', 503, 41002],
    ['41004', 503, 41004],
    ['47001', 503, 47001],
  ])('[F26] answers errcode %s with %i, and in our words', async (errcode, status, error_code) => {
    const answer = await shop.ask('POST token/user', { body: { code: `errcode:${errcode}` } });

    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({
      msg: expect.stringMatching(/登录/),
      error_code,
      request_url: '/api/v1/token/user',
    });
    expect(answer.raw).not.toMatch(/wechat text|rid/);
  });

  it('calls for the merchant when WeChat does not know our AppID', async () => {
    await shop.ask('POST token/user', { body: { code: 'errcode:40125' } });

    expect(street.log.events('wechatRefusesOurAppId')).toContainEqual(
      expect.objectContaining({ errcode: '40125' }),
    );
  });

  it.each(['silence', 'html'])('answers 503 when WeChat gives no answer (%s)', async (code) => {
    const answer = await shop.ask('POST token/user', { body: { code } });

    expect(answer.status).toBe(503);
    expect(answer.body).toMatchObject({ error_code: -1 });
  });

  it('sends the code to WeChat as one parameter', async () => {
    await shop.ask('POST token/user', { body: { code: 'user:eve&appid=wx0000000000000000' } });

    const call = street.wechat.calls.at(-1);
    expect(call?.getAll('appid')).toEqual([AppConfig.from({}).WECHAT_APP_ID]);
    expect(call?.get('js_code')).toBe('user:eve&appid=wx0000000000000000');
  });

  it.each([
    {},
    { code: '' },
    { code: ' \t　' },
    { code: null },
    { code: 1 },
    { code: ['user:x'] },
    { code: {} },
    undefined,
  ])('asks for the code when the body is %j', async (body) => {
    const answer = await shop.ask('POST token/user', { body });

    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({
      msg: { code: '没有code还想获取token？做梦哦' },
      error_code: 10000,
      request_url: '/api/v1/token/user',
    });
  });

  it('refuses an endless code', async () => {
    const answer = await shop.ask('POST token/user', { body: { code: 'x'.repeat(5000) } });

    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ msg: { code: 'code过长' } });
  });

  it('refuses a disabled shopper, whose tokens end with him', async () => {
    const token = await shop.tokenOf('mallory');
    const { body } = await shop.ask('GET door/exclusive', { token });
    const { id } = body as { id: number };

    await shop.db.query('update shopper set disabled_at = now() where id = $1', [id]);
    await shop.app.get(SessionService).endAllOf({ kind: 'shopper', id });

    expect((await shop.ask('GET door/exclusive', { token })).status).toBe(401);
    const login = await shop.ask('POST token/user', { body: { code: 'user:mallory' } });
    expect(login.status).toBe(403);
    expect(login.body).toMatchObject({ msg: '权限不够', error_code: 10001 });
  });

  it('names the openid that WeChat is to bill', async () => {
    const { body } = await shop.ask('GET door/exclusive', { token: await shop.tokenOf('alice') });
    const shoppers = shop.app.get(ShopperService);

    expect(await shoppers.openidOf((body as { id: number }).id)).toBe('oalice'.padEnd(28, '_'));
    await expect(shoppers.openidOf(999_999)).rejects.toMatchObject({ refusal: 'shopperNotFound' });
  });
});

describe('an admin logs in', () => {
  it('gives a token of scope 32 for account and secret, in JSON and as the form of the CMS', async () => {
    const json = await shop.ask('POST token/app', { body: { ac: 'starcraft', se: SECRET } });
    const form = await shop.ask('POST token/app', {
      body: `ac=starcraft&se=${encodeURIComponent(SECRET)}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });

    for (const { status, body } of [json, form]) {
      expect(status).toBe(200);
      const { token } = body as { token: string };
      const door = await shop.ask('GET door/super', { token });
      expect(door.body).toEqual({ kind: 'admin', id: 1, scope: 32 });
    }
  });

  it('answers a wrong secret and an unknown account alike, and logs neither secret nor account', async () => {
    const wrong = await shop.ask('POST token/app', { body: { ac: 'starcraft', se: 'guess-guess' } });
    const unknown = await shop.ask('POST token/app', { body: { ac: 'nobody-here', se: 'guess-guess' } });

    expect(wrong.status).toBe(401);
    expect(wrong.body).toEqual({ msg: '授权失败', error_code: 10004, request_url: '/api/v1/token/app' });
    expect(unknown).toEqual(wrong);
    const logged = street.log.events('adminLoginRefused');
    expect(logged.slice(-2)).toEqual([
      { event: 'adminLoginRefused', caller: 'admin:1' },
      { event: 'adminLoginRefused', caller: 'admin:unknown' },
    ]);
    expect(JSON.stringify(street.log.lines)).not.toMatch(/guess-guess|nobody-here/);
  });

  it('takes as long for an unknown account as for a wrong secret', async () => {
    const wrong = await fastest(() => shop.ask('POST token/app', { body: { ac: 'starcraft', se: 'guess' } }));
    const unknown = await fastest(() => shop.ask('POST token/app', { body: { ac: 'nobody', se: 'guess' } }));

    expect(unknown / wrong).toBeGreaterThan(0.5);
    expect(unknown / wrong).toBeLessThan(2);
  });

  it('does not let a disabled admin in', async () => {
    await shop.db.query(`
      insert into admin (account, secret_hash, role, disabled_at)
      select 'former', secret_hash, 'operator', now() from admin where account = 'starcraft'`);

    expect((await shop.ask('POST token/app', { body: { ac: 'former', se: SECRET } })).status).toBe(401);
  });

  it('takes account and secret by the letter', async () => {
    expect((await shop.ask('POST token/app', { body: { ac: 'STARCRAFT', se: SECRET } })).status).toBe(401);
    const shouted = SECRET.toUpperCase();
    expect((await shop.ask('POST token/app', { body: { ac: 'starcraft', se: shouted } })).status).toBe(401);
  });

  it.each([
    [{}, { ac: 'ac不能为空', se: 'se不能为空' }],
    [{ ac: '  ', se: 'x' }, { ac: 'ac不能为空' }],
    [{ ac: 'a', se: ['x'] }, { se: 'se不能为空' }],
    [{ ac: 'a'.repeat(65), se: 'x' }, { ac: 'ac过长' }],
  ])('refuses %j', async (body, msg) => {
    const answer = await shop.ask('POST token/app', { body });

    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ msg, error_code: 10000 });
  });
});

describe('the first admin', () => {
  it('is made once by instances that start together, with a secret that the sandbox keeps', async () => {
    const own = await Street.open();
    const shops = await Promise.all([own.shop(), own.shop(), own.shop()]);

    const made = await Promise.all(shops.map(({ app }) => app.get(AdminService).bootstrap()));
    const again = await shops[0].app.get(AdminService).bootstrap();

    const file = path.join(own.dataDir, 'admin-secret');
    const secret = readFileSync(file, 'utf8').trim();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect([...made, again]).toEqual(Array.from({ length: 4 }, () => ({ account: 'admin', secret })));
    expect(await shops[0].db.query('select account, role from admin')).toEqual([
      { account: 'admin', role: 'owner' },
    ]);
    expect(await shops[1].adminToken('admin', secret)).toHaveLength(64);
    await own.close();
  });

  it('is not told a secret that belongs to another database', async () => {
    writeFileSync(path.join(street.dataDir, 'admin-secret'), 'of-another-shop\n');

    expect(await shop.app.get(AdminService).bootstrap()).toEqual({ account: 'starcraft' });
  });

  it('does not go live without ADMIN_SECRET, and does with it', async () => {
    const own = await Street.open();
    const bare = await own.shop(LIVE);

    await expect(bare.app.get(AdminService).bootstrap()).rejects.toThrow(SettingsError);
    await expect(bare.app.get(AdminService).bootstrap()).rejects.toThrow('ADMIN_SECRET');
    expect(await bare.db.query('select * from admin')).toEqual([]);

    const given = await own.shop({ ...LIVE, ADMIN_SECRET: 'a-real-secret' });
    expect(await given.app.get(AdminService).bootstrap()).toEqual({ account: 'admin' });
    expect(await bare.app.get(AdminService).bootstrap()).toEqual({ account: 'admin' });
    await own.close();
  });
});

const LIVE = {
  WORLD: 'live',
  PUBLIC_URL: 'https://shop.example.com',
  WECHAT_API_URL: 'https://api.weixin.qq.com',
  WECHAT_APP_ID: 'wx0f3a5c7e9b1d2468',
  WECHAT_APP_SECRET: 'secret',
  WECHAT_PAY_MCH_ID: '1900007001',
  WECHAT_PAY_GATEWAY: 'v2',
  WECHAT_PAY_V2_KEY: '7f1c0e9a4b6d2835c1e0f9a7b4d36258',
};

async function fastest(act: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 5; i++) {
    const start = performance.now();
    await act();
    times.push(performance.now() - start);
  }
  return Math.min(...times);
}
