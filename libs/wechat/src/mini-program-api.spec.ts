import { AppConfig, Random } from '@app/common';
import { Logger } from '@nestjs/common';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { MiniProgramApi } from './mini-program-api';
import { WeChatHttp } from './wechat-http';

const SECRET = '5ec2e75ec2e75ec2e75ec2e75ec2e700';
const CALL_MS = 1000;

/** A WeChat on loopback; `answer` is what it does next, `asked` the addresses it was asked. */
const host = { answer: (_response: ServerResponse): unknown => undefined, asked: [] as URL[] };

let server: Server;
let http: WeChatHttp;
let api: MiniProgramApi;

beforeAll(async () => {
  Logger.overrideLogger(false);
  server = createServer((request, response) => {
    host.asked.push(new URL(request.url ?? '', 'http://wechat'));
    host.answer(response);
  }).listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const config = AppConfig.from({
    WECHAT_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    WECHAT_APP_ID: 'wx0f3a5c7e9b1d2468',
    WECHAT_APP_SECRET: SECRET,
  });
  http = new WeChatHttp(config, new Random(), { callMs: CALL_MS, pauseMs: 1 });
  api = new MiniProgramApi(config, http);
});

afterEach(() => {
  host.asked = [];
});

afterAll(async () => {
  server.closeAllConnections();
  await http.onApplicationShutdown();
  server.close();
});

function answers(body: unknown): void {
  host.answer = (response) =>
    response.writeHead(200, { 'content-type': 'text/plain' }).end(JSON.stringify(body));
}

describe('a login code', () => {
  it('becomes the openid; the session_key stays behind', async () => {
    answers({ openid: 'oTEST0aBcDeFgHiJkLmNoPqRsTu1', session_key: 'q1b7Qd0m1yLxZk9tT3vW5g==' });

    const outcome = await api.codeToSession('021abc');

    expect(outcome).toEqual({ kind: 'ok', value: { openid: 'oTEST0aBcDeFgHiJkLmNoPqRsTu1' } });
    expect(host.asked[0]?.pathname).toBe('/sns/jscode2session');
    expect(Object.fromEntries(host.asked[0]!.searchParams)).toEqual({
      appid: 'wx0f3a5c7e9b1d2468',
      secret: SECRET,
      js_code: '021abc',
      grant_type: 'authorization_code',
    });
  });

  it('may be answered with errcode 0 and a unionid', async () => {
    answers({ errcode: 0, errmsg: 'ok', openid: 'oTEST1', unionid: 'uTEST1' });

    expect(await api.codeToSession('c')).toEqual({
      kind: 'ok',
      value: { openid: 'oTEST1', unionid: 'uTEST1' },
    });
  });

  it('cannot smuggle a parameter', async () => {
    answers({ openid: 'oTEST1' });

    await api.codeToSession('c&appid=wxffffffffffffffff#微信 +');

    expect(host.asked[0]?.searchParams.getAll('appid')).toEqual(['wx0f3a5c7e9b1d2468']);
    expect(host.asked[0]?.searchParams.get('js_code')).toBe('c&appid=wxffffffffffffffff#微信 +');
  });

  it.each([40029, 40163, 40226, 45011, 40013, 40125])('is rejected with %i, asked once', async (errcode) => {
    answers({ errcode, errmsg: 'invalid code, rid: 60a1' });

    expect(await api.codeToSession('c')).toEqual({
      kind: 'rejected',
      code: String(errcode),
      message: 'invalid code, rid: 60a1',
    });
    expect(host.asked).toHaveLength(1);
  });

  it('is tried again when WeChat is busy', async () => {
    host.answer = (response) => {
      answers({ openid: 'oTEST1' });
      response.end('{"errcode":-1,"errmsg":"system error"}');
    };

    expect((await api.codeToSession('c')).kind).toBe('ok');
    expect(host.asked).toHaveLength(2);
  });

  it('is unknown when WeChat stays busy', async () => {
    answers({ errcode: -1, errmsg: 'system error' });

    expect(await api.codeToSession('c')).toEqual({ kind: 'unknown', cause: 'WeChat is busy' });
    expect(host.asked).toHaveLength(3);
  });

  it.each<[string, (response: ServerResponse) => unknown]>([
    ['no answer at all', () => undefined],
    ['a reset', (response) => response.destroy()],
    ['an empty body', (response) => response.end()],
    ['half a body', (response) => response.end('{"openid":"oTEST1"')],
    ['HTML', (response) => response.end('<html></html>')],
    ['null', (response) => response.end('null')],
    ['a list', (response) => response.end('[]')],
    ['no openid', (response) => response.end('{"session_key":"x"}')],
    ['an openid that is none', (response) => response.end('{"openid":17}')],
    ['an empty openid', (response) => response.end('{"openid":""}')],
    ['an openid with blanks', (response) => response.end('{"openid":"o TEST"}')],
    ['a broken errcode', (response) => response.end('{"errcode":"busy","openid":"oTEST1"}')],
    ['500', (response) => response.writeHead(500).end('{"openid":"oTEST1"}')],
    ['a redirect', (response) => response.writeHead(302, { location: '/' }).end('{"openid":"oTEST1"}')],
  ])('is unknown after %s, and not spent twice', async (_what, answer) => {
    host.answer = answer;
    const start = performance.now();

    expect((await api.codeToSession('c')).kind).toBe('unknown');

    expect(performance.now() - start).toBeLessThan(CALL_MS + 1000);
    expect(host.asked).toHaveLength(1);
  });

  it('leaves neither AppSecret nor itself in a log or an outcome', async () => {
    const warn = vi.spyOn(Logger.prototype, 'warn');
    host.answer = (response) => response.destroy();

    const outcome = await api.codeToSession('021secretcode');

    expect(warn).toHaveBeenCalledOnce();
    expect(JSON.stringify([outcome, warn.mock.calls])).not.toMatch(/5ec2e7|021secretcode/);
  });
});
