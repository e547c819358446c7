import { NestLog, openLog } from '@app/common';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createMall } from '../../apps/mall/src/create-mall';
import { Client } from '../given/client';
import { MiniProgramHost } from '../given/mini-program-host';
import { freePort } from '../given/free-port';
import { eventually, nonce, Shop } from '../given/shop';

const STABLE_TOKEN = '/cgi-bin/stable_token';
const GET_PHONE = '/wxa/business/getuserphonenumber';

let host: MiniProgramHost;
let shop: Shop;
/** Another instance on the same database. */
let second: NestFastifyApplication;
let secondUrl: string;
let ann: Client;
let lines: string[] = [];

beforeAll(async () => {
  host = await MiniProgramHost.open();
  shop = await Shop.open({ WECHAT_API_URL: host.url });
  host.behind(shop.config);
  const PORT = await freePort();
  second = await createMall(Object.assign(Object.create(shop.config) as typeof shop.config, { PORT }));
  await second.listen(PORT, '127.0.0.1');
  secondUrl = `http://127.0.0.1:${PORT}/api/v1`;
  Logger.overrideLogger(new NestLog(openLog('info', { write: (line) => void lines.push(line) })));
  ann = await shop.shopper('ann');
});

beforeEach(async () => {
  await shop.db.query('DELETE FROM wechat_access_token');
});

afterEach(() => {
  host.forget();
  lines = [];
});

afterAll(async () => {
  await second.close();
  await shop.stop();
  await host.close();
});

function tap(phone = '13800138000'): { code: string } {
  return { code: `phone:${phone}:${nonce()}` };
}

async function phones(): Promise<(string | null)[]> {
  const { rows } = await shop.db.query<{ phone: string | null }>('SELECT phone FROM shopper ORDER BY id');
  return rows.map(({ phone }) => phone);
}

function fetched(): number {
  return host.askedOf(STABLE_TOKEN).length;
}

describe('a shopper who gives his phone number', () => {
  it('is told so much of it that he knows it again, and has it kept', async () => {
    const answer = await ann.post('/user/phone', tap());

    expect(answer).toMatchObject({ status: 200, body: { phone: '138****8000' } });
    expect(Object.keys(answer.body)).toEqual(['phone']);
    expect(await phones()).toEqual(['13800138000']);
  });

  it('spends his own tap: WeChat hears whose it is, and another’s number stays', async () => {
    const bob = await shop.shopper('bob', { address: false });

    await bob.post('/user/phone', tap('+85261234567'));

    const { rows } = await shop.db.query('SELECT openid FROM shopper ORDER BY id');
    expect(host.askedOf(GET_PHONE).map(({ body }) => body.openid)).toEqual([rows[1].openid]);
    expect(await phones()).toEqual(['13800138000', '+85261234567']);
  });

  it('may give another one later', async () => {
    await ann.post('/user/phone', tap('13900139000'));

    expect((await phones())[0]).toBe('13900139000');
  });

  it.each([
    ['a spent or invented code', 40029, 400, 40029],
    ['too many taps', 45011, 429, 45011],
    ['a day’s quota', 45009, 503, 90001],
    ['an unknown AppID', 40013, 503, 90001],
    ['a WeChat that is busy', -1, 503, 90001],
    ['an access token that is refused', 40001, 503, 90001],
  ])('is refused in our words after %s', async (_what, errcode, status, error_code) => {
    const before = await phones();
    const refusal = { errcode, errmsg: 'wechat text, rid: 1' };
    host.next(GET_PHONE, refusal, refusal, refusal);

    const answer = await ann.post('/user/phone', tap());

    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({
      msg: expect.stringMatching(/手机号/),
      error_code,
      request_url: '/api/v1/user/phone',
    });
    expect(JSON.stringify(answer.body)).not.toMatch(/wechat text|rid|支付/);
    expect(await phones()).toEqual(before);
  });

  it.each<[string, (response: ServerResponse) => unknown]>([
    ['gives no answer', (response) => response.destroy()],
    ['answers HTML', (response) => response.writeHead(502).end('<html></html>')],
    ['answers for another app', (response) => response.end(FOREIGN)],
  ])(
    '[F18] is told to come again where WeChat %s, and his code is not spent twice',
    async (_what, answer) => {
      host.next(GET_PHONE, (_asked: unknown, response: ServerResponse) => answer(response));

      const { status, body } = await ann.post('/user/phone', tap());

      expect([status, body.error_code]).toEqual([503, 90001]);
      expect(host.askedOf(GET_PHONE)).toHaveLength(1);
    },
  );

  it.each([{}, { code: '' }, { code: ' ' }, { code: 1 }, { code: ['x'] }, { code: 'x'.repeat(513) }])(
    'is asked for the code when he sends %j, and WeChat is not',
    async (body) => {
      const answer = await ann.post('/user/phone', body);

      expect(answer).toMatchObject({
        status: 400,
        body: { error_code: 10000, msg: { code: expect.stringMatching(/^code/) } },
      });
      expect(host.asked).toEqual([]);
    },
  );

  it.each([
    { encryptedData: 'CiyLU1Aw2Kjv', iv: 'r7BXXKkLb8qr' },
    { encryptedData: 'CiyLU1Aw2Kjv' },
    { code: '', encryptedData: 'CiyLU1Aw2Kjv', iv: 'r7BXXKkLb8qr' },
  ])('[g12] is told to send the code when an old client sends %j', async (body) => {
    const answer = await ann.post('/user/phone', body);

    expect(answer).toMatchObject({
      status: 400,
      body: {
        error_code: 10000,
        msg: { code: expect.stringMatching(/^code.*encryptedData.*e\.detail\.code/) },
      },
    });
    expect(host.asked).toEqual([]);
  });

  it('[g12] may send beside the code what WeChat gives with it', async () => {
    const answer = await ann.post('/user/phone', {
      ...tap(),
      encryptedData: 'CiyLU1Aw2Kjv',
      iv: 'r7BXXKkLb8qr',
    });

    expect(answer).toMatchObject({ status: 200, body: { phone: '138****8000' } });
  });

  it('[D1-22] leaves no number, openid, code, token or secret in the log', async () => {
    const openids = (await shop.db.query<{ openid: string }>('SELECT openid FROM shopper')).rows;
    const { code } = tap('13700137000');
    const words = `${openids[0]!.openid} ${host.token} ${shop.config.WECHAT_APP_SECRET} 13700137000`;
    host.next(STABLE_TOKEN, { errcode: 40125, errmsg: words });
    await ann.post('/user/phone', { code });
    await shop.db.query('DELETE FROM wechat_access_token');
    host.next(GET_PHONE, { errcode: 47001, errmsg: words });
    await ann.post('/user/phone', { code });
    await ann.post('/user/phone', { code });

    const log = lines.join('');
    expect(lines.length).toBeGreaterThan(1);
    for (const secret of [code, '13700137000', host.token.slice(0, 20), shop.config.WECHAT_APP_SECRET])
      expect(log).not.toContain(secret);
    for (const { openid } of openids) expect(log).not.toContain(openid);
  });
});

const FOREIGN = JSON.stringify({
  errcode: 0,
  phone_info: { phoneNumber: '13800138000', watermark: { appid: 'wxffffffffffffffff' } },
});

describe('the access token of two instances on one database', () => {
  it('is fetched once for all who need it at the same moment', async () => {
    const doors = [ann, ann.at(secondUrl)];

    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) => doors[i % 2]!.post('/user/phone', tap())),
    );

    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(fetched()).toBe(1);
    expect(host.askedOf(GET_PHONE)).toHaveLength(10);
  });

  it('is replaced once for both when WeChat refuses it', async () => {
    await ann.post('/user/phone', tap());
    host.replaceToken();

    const answers = await Promise.all([
      ann.post('/user/phone', tap()),
      ann.at(secondUrl).post('/user/phone', tap()),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(fetched()).toBe(2);
  });

  it('is left alone by the instance whom an older one failed', async () => {
    await ann.post('/user/phone', tap());
    host.next(GET_PHONE, async (_asked: unknown, response: ServerResponse) => {
      host.replaceToken();
      await shop.db.query('UPDATE wechat_access_token SET token = $1', [host.token]);
      response.end('{"errcode":40001}');
    });

    const { status } = await ann.at(secondUrl).post('/user/phone', tap());

    expect(status).toBe(200);
    expect(fetched()).toBe(1);
  });

  it('is renewed by the shop’s clock, a few minutes before its end', async () => {
    await ann.post('/user/phone', tap());
    await shop.later(7200 - 400);
    ann = await shop.shopper('ann');
    await ann.post('/user/phone', tap());
    const before = fetched();

    await shop.later(120);
    await ann.at(secondUrl).post('/user/phone', tap());

    expect([before, fetched()]).toEqual([1, 2]);
  });

  it('[F27] needs no database connection while WeChat is slow', async () => {
    const waiting = new Promise<ServerResponse>((resolve) => {
      host.next(STABLE_TOKEN, (_asked: unknown, response: ServerResponse) => resolve(response));
    });
    const answer = ann.post('/user/phone', tap());
    const response = await waiting;

    const held = await eventually(busyConnections, (count) => count === 0);
    response.end(JSON.stringify({ access_token: host.token, expires_in: 7200 }));

    expect(held).toBe(0);
    expect((await answer).status).toBe(200);
  });
});

/** The sweep of closing orders has one for a moment, every second. */
async function busyConnections(): Promise<number> {
  const { rows } = await shop.db.query<{ busy: number }>(
    `SELECT count(*)::int AS busy FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'minimall' AND state <> 'idle'`,
  );
  return rows[0]!.busy;
}
