import { AppConfig, Random } from '@app/common';
import { Logger } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { MiniProgramHost } from '../../../test/given/mini-program-host';
import { TokenShelf } from '../../../test/given/token-shelf';
import { AccessTokenService } from './access-token.service';
import { WeChatHttp } from './wechat-http';

const STABLE_TOKEN = '/cgi-bin/stable_token';
const APP_ID = 'wx0f3a5c7e9b1d2468';
const SECRET = '5ec2e75ec2e75ec2e75ec2e75ec2e700';

let host: MiniProgramHost;
let config: AppConfig;
let http: WeChatHttp;
let shelf: TokenShelf;
let tokens: AccessTokenService;

beforeAll(async () => {
  Logger.overrideLogger(false);
  host = await MiniProgramHost.open(APP_ID);
  config = AppConfig.from({
    WECHAT_API_URL: host.url,
    WECHAT_APP_ID: APP_ID,
    WECHAT_APP_SECRET: SECRET,
  });
  http = new WeChatHttp(config, new Random(), { callMs: 1000, pauseMs: 1 });
});

beforeEach(() => {
  shelf = new TokenShelf();
  tokens = instance();
});

afterEach(() => {
  host.forget();
  vi.restoreAllMocks();
});

afterAll(async () => {
  await http.onApplicationShutdown();
  await host.close();
});

function instance(): AccessTokenService {
  return new AccessTokenService(config, http, shelf, new Random());
}

function fetched(): number {
  return host.askedOf(STABLE_TOKEN).length;
}

describe('the access token', () => {
  it('is fetched once, in the mode that leaves the old one alive, and then kept', async () => {
    const first = await tokens.current();
    const again = await instance().current();

    expect([first, again]).toEqual([
      { kind: 'ok', value: host.token },
      { kind: 'ok', value: host.token },
    ]);
    expect(host.askedOf(STABLE_TOKEN).map(({ body }) => body)).toEqual([
      { grant_type: 'client_credential', appid: APP_ID, secret: SECRET },
    ]);
  });

  it('is fetched once for all who ask at the same moment, in one instance and in ten', async () => {
    const asking = Array.from({ length: 10 }, instance).flatMap((one) => [one.current(), one.current()]);

    const answers = await Promise.all(asking);

    expect(answers).toEqual(answers.map(() => ({ kind: 'ok', value: host.token })));
    expect(fetched()).toBe(1);
  });

  it.each([
    ['kept while more than six minutes are left', 7200 - 361, 1],
    ['renewed when less than five minutes are left', 7200 - 299, 2],
    ['renewed when it has run out', 7200, 2],
  ])('is %s', async (_what, seconds, times) => {
    await tokens.current();
    host.replaceToken();

    shelf.seconds = seconds;
    const token = await tokens.current();

    expect(fetched()).toBe(times);
    expect(token.kind).toBe('ok');
    if (times === 2) expect(token).toEqual({ kind: 'ok', value: host.token });
  });

  it('is still used near its end by those who do not renew it, and by those who cannot', async () => {
    const { value: old } = (await tokens.current()) as { value: string };
    host.replaceToken();
    shelf.seconds = 7200 - 200;
    host.next(STABLE_TOKEN, { errcode: -1 }, { errcode: -1 }, { errcode: -1 });

    const answers = await Promise.all([tokens.current(), instance().current()]);

    expect(answers).toEqual([
      { kind: 'ok', value: old },
      { kind: 'ok', value: old },
    ]);
    expect(fetched()).toBe(4);
  });

  it('is fetched by itself where he who claimed it never comes back', async () => {
    shelf.claimedUntil = 1_000_000;
    const start = performance.now();

    const token = await tokens.current();

    expect(token).toEqual({ kind: 'ok', value: host.token });
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it('that WeChat refused is dropped and fetched anew, once for all whom it failed', async () => {
    const { value: refused } = (await tokens.current()) as { value: string };
    host.replaceToken();

    const answers = await Promise.all([
      tokens.insteadOf(refused),
      tokens.insteadOf(refused),
      instance().insteadOf(refused),
    ]);

    expect(answers).toEqual(answers.map(() => ({ kind: 'ok', value: host.token })));
    expect(fetched()).toBe(2);
  });

  it('that somebody has replaced already is not dropped', async () => {
    await tokens.current();

    const token = await tokens.insteadOf('another one');

    expect(token).toEqual({ kind: 'ok', value: host.token });
    expect(fetched()).toBe(1);
  });

  it.each([40013, 40125, 40164, 89503])(
    'is unknown and alarmed where WeChat refuses with %i',
    async (errcode) => {
      const error = vi.spyOn(Logger.prototype, 'error');
      host.next(STABLE_TOKEN, { errcode, errmsg: `invalid ip 203.0.113.7, not in whitelist rid: 1` });

      const token = await tokens.current();

      expect(token).toEqual({ kind: 'unknown', cause: `no access token: ${errcode}` });
      expect(error).toHaveBeenCalledWith(expect.objectContaining({ event: 'wechatRefusesAccessToken' }));
      expect(fetched()).toBe(1);
    },
  );

  it.each<[string, object]>([
    ['no token', { expires_in: 7200 }],
    ['a token that is none', { access_token: 'a b', expires_in: 7200 }],
    ['no time', { access_token: 'T' }],
    ['a time that is none', { access_token: 'T', expires_in: '7200' }],
    ['no time left', { access_token: 'T', expires_in: 0 }],
    ['busy', { errcode: -1 }],
    ['too often', { errcode: 45011 }],
  ])('is unknown after three answers with %s', async (_what, answer) => {
    host.next(STABLE_TOKEN, answer, answer, answer);

    expect((await tokens.current()).kind).toBe('unknown');
    expect(fetched()).toBe(3);
    expect(shelf.kept).toBeUndefined();
  });

  it('is asked for again after a lost answer', async () => {
    host.next(STABLE_TOKEN, (_asked, response) => response.destroy());

    expect(await tokens.current()).toEqual({ kind: 'ok', value: host.token });
  });

  it('is never believed to be good for longer than WeChat says at most', async () => {
    host.next(STABLE_TOKEN, { access_token: 'T', expires_in: 1e9 });

    await tokens.current();

    expect(shelf.kept?.until).toBe(7200);
  });

  it('[D1-22] leaves neither itself nor the secret in a log or an outcome', async () => {
    const logged = (['warn', 'error'] as const).map((level) => vi.spyOn(Logger.prototype, level));
    const echo = { errcode: 40125, errmsg: `invalid appsecret ${SECRET}` };
    host.next(STABLE_TOKEN, echo);

    const outcome = await tokens.current();

    expect(logged.flatMap(({ mock }) => mock.calls)).toHaveLength(1);
    expect(JSON.stringify([outcome, logged.map(({ mock }) => mock.calls)])).not.toMatch(/5ec2e7|TTT/);
  });
});
