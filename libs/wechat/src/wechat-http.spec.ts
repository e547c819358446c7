import { AppConfig, CommonModule, Random } from '@app/common';
import { Test } from '@nestjs/testing';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { CERTIFICATE, PRIVATE_KEY } from '../../../test/wechat/tls-pair';
import { MiniProgramApi } from './mini-program-api';
import { ok, unknown, type Outcome } from './outcome';
import { WeChatHttp, type HttpLimits, type WeChatAnswer } from './wechat-http';
import { WeChatPayService } from './wechat-pay.service';
import { WeChatModule } from './wechat.module';

const folder = mkdtempSync(path.join(tmpdir(), 'wechat-http-'));
const authorityFile = path.join(folder, 'authority.pem');
const open: { servers: Server[]; http?: WeChatHttp } = { servers: [] };

beforeAll(() => {
  writeFileSync(authorityFile, CERTIFICATE);
  return () => rmSync(folder, { recursive: true });
});

afterEach(async () => {
  for (const server of open.servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
  await open.http?.onApplicationShutdown();
});

async function urlOf(server: Server, scheme: string): Promise<URL> {
  open.servers.push(server.listen(0, '127.0.0.1'));
  await new Promise((listening) => server.once('listening', listening));
  return new URL(`${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}/pay/orderquery`);
}

function client(env: Record<string, string> = {}, limits: Partial<HttpLimits> = {}): WeChatHttp {
  return (open.http = new WeChatHttp(AppConfig.from(env), new Random(), limits));
}

const post = (url: URL, callMs = 5000) =>
  ({ method: 'POST', url, body: '<xml/>', signal: AbortSignal.timeout(callMs) }) as const;

it('calls one host a bounded number of times at once, and makes nobody wait beyond the deadline', async () => {
  let [underWay, most] = [0, 0];
  const url = await urlOf(
    createServer((request) => {
      most = Math.max(most, (underWay += 1));
      request.on('close', () => (underWay -= 1));
    }),
    'http',
  );
  const http = client({}, { connections: 2 });

  const outcomes = await Promise.all(Array.from({ length: 20 }, () => http.send(post(url, 500))));

  expect(outcomes).toEqual(Array.from({ length: 20 }, () => ({ kind: 'unknown', cause: 'timeout' })));
  expect(most).toBe(2);
});

/** A host that counts what it is asked, and the sockets that are open to it. */
async function host(answer: RequestListener): Promise<{ url: URL; asked: string[]; sockets: Set<unknown> }> {
  const [asked, sockets] = [[] as string[], new Set<unknown>()];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    request.resume();
    answer(request, response);
  }).on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  return { url: await urlOf(server, 'http'), asked, sockets };
}

const SILENCE: RequestListener = () => undefined;
const YES: RequestListener = (_request, response) => response.end('yes');
const LENGTHY: RequestListener = (_request, response) => response.end('x'.repeat(100_000));
const NO: RequestListener = (_request, response) => response.writeHead(500).end('no');

/** A call that believes 200 alone. */
function calling(http: WeChatHttp, url: URL): Promise<Outcome<string>> {
  return http.repeatable(async (signal, at) => {
    const answer = await http.send({ method: 'POST', url: at(url), body: '<xml/>', signal });
    return answer.kind === 'ok' ? believed(answer.value) : answer;
  });
}

function believed({ status, body }: WeChatAnswer): Outcome<string> {
  return status === 200 ? ok(body.toString()) : unknown(`HTTP ${status}`);
}

describe('a call whose outcome stays unknown', () => {
  it('[F25] is made three times and not more', async () => {
    const { url, asked } = await host(NO);

    const outcome = await calling(client({}, { pauseMs: 1 }), url);

    expect(outcome).toEqual(unknown('HTTP 500'));
    expect(asked).toHaveLength(3);
  });

  it('is made once where arriving twice would do harm', async () => {
    const { url, asked } = await host(NO);
    const http = client({}, { pauseMs: 1 });
    const call = (signal: AbortSignal) => http.send({ method: 'POST', url, signal });

    await http.repeatable(
      async (signal) => {
        await call(signal);
        return unknown('HTTP 500');
      },
      (cause) => cause === 'busy',
    );

    expect(asked).toHaveLength(1);
  });

  it('[F18] keeps to its deadline, pauses and all, and gives each try a part of it', async () => {
    const { url, asked } = await host(SILENCE);
    const start = performance.now();

    const outcome = await calling(client({}, { tryMs: 150, callMs: 600, pauseMs: 20 }), url);

    expect(outcome).toEqual(unknown('timeout'));
    expect(asked).toHaveLength(3);
    expect(performance.now() - start).toBeGreaterThan(400);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it('ends with the try that would outlast the deadline', async () => {
    const { url, asked } = await host(SILENCE);
    const start = performance.now();

    await calling(client({}, { tryMs: 300, callMs: 450, pauseMs: 20 }), url);

    expect(asked).toHaveLength(2);
    expect(performance.now() - start).toBeLessThan(900);
  });
});

describe('the standby host of WeChat Pay', () => {
  it.each<[string, RequestListener]>([
    ['hangs', SILENCE],
    ['breaks off', (_request, response) => response.destroy()],
    ['is unwell', NO],
  ])('answers the second try where the first host %s', async (_what, answer) => {
    const [main, standby] = [await host(answer), await host(YES)];
    const settings = { WECHAT_PAY_URL: main.url.origin, WECHAT_PAY_STANDBY_URL: standby.url.origin };

    const outcome = await calling(client(settings, { tryMs: 200, pauseMs: 1 }), main.url);

    expect(outcome).toEqual(ok('yes'));
    expect([main.asked, standby.asked]).toEqual([['/pay/orderquery'], ['/pay/orderquery']]);
  });

  it('answers where nobody listens at the first host', async () => {
    const standby = await host(YES);
    const settings = {
      WECHAT_PAY_URL: 'http://127.0.0.1:9',
      WECHAT_PAY_STANDBY_URL: standby.url.origin,
    };

    const outcome = await calling(
      client(settings, { pauseMs: 1 }),
      new URL('http://127.0.0.1:9/pay/orderquery'),
    );

    expect(outcome).toEqual(ok('yes'));
  });

  it('is left again in the third try', async () => {
    const [main, standby] = [await host(NO), await host(NO)];
    const settings = { WECHAT_PAY_URL: main.url.origin, WECHAT_PAY_STANDBY_URL: standby.url.origin };

    await calling(client(settings, { pauseMs: 1 }), main.url);

    expect([main.asked.length, standby.asked.length]).toEqual([2, 1]);
  });

  it('hears nothing that goes to another host', async () => {
    const [other, standby] = [await host(NO), await host(YES)];

    await calling(client({ WECHAT_PAY_STANDBY_URL: standby.url.origin }, { pauseMs: 1 }), other.url);

    expect([other.asked.length, standby.asked.length]).toEqual([3, 0]);
  });
});

describe('an answer', () => {
  it('longer than 64 KiB is none', async () => {
    const { url } = await host(LENGTHY);

    expect(await client().send(post(url))).toEqual(unknown('answer too large'));
  });

  it('may be longer where the call says so', async () => {
    const { url } = await host(LENGTHY);
    const http = client();

    const outcomes = [
      await http.send({ ...post(url), answerBytes: 100_000 }),
      await http.send({ ...post(url), answerBytes: 200_000 }),
      await http.send({ ...post(url), answerBytes: 99_999 }),
    ];

    expect(outcomes).toMatchObject([
      { kind: 'ok', value: { body: { length: 100_000 } } },
      { kind: 'ok', value: { body: { length: 100_000 } } },
      unknown('answer too large'),
    ]);
  });

  it('that has no end is none, however large it may be, and its connection is given up', async () => {
    const given = { up: false };
    const { url } = await host((_request, response) => {
      response.on('close', () => (given.up = true));
      const flood = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
      };
      response.on('drain', flood);
      flood();
    });

    expect(await client().send({ ...post(url), answerBytes: 5_000_000 })).toEqual(
      unknown('answer too large'),
    );
    await vi.waitFor(() => expect(given.up).toBe(true));
  });

  it('[F18] that drips ends at the deadline', async () => {
    const { url } = await host((_request, response) => {
      const drip = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(drip));
    });
    const start = performance.now();

    expect(await client().send(post(url, 300))).toEqual(unknown('timeout'));
    expect(performance.now() - start).toBeLessThan(800);
  });

  it('[D3-23] that redirects is not followed', async () => {
    const elsewhere = await host(YES);
    const { url, asked } = await host((_request, response) =>
      response.writeHead(307, { location: elsewhere.url.href }).end(),
    );

    expect(await client().send(post(url))).toMatchObject({ kind: 'ok', value: { status: 307 } });
    expect([asked.length, elsewhere.asked.length]).toEqual([1, 0]);
  });
});

it.each<[string, RequestListener]>([
  ['is reset', (_request, response) => response.destroy()],
  ['is never answered', SILENCE],
  ['is cut off', (_request, response) => response.writeHead(200, { 'content-length': 9 }).end('x')],
  ['is answered at length', LENGTHY],
  ['is answered with what is no HTTP', ({ socket }) => socket.end('nonsense\r\n\r\n')],
])('[D1-22] a call that %s leaves no secret in its outcome and none in the log', async (_what, answer) => {
  const log = vi.spyOn(process.stdout, 'write');
  const { url } = await host(answer);
  url.search = '?secret=APPSECRET&access_token=ACCESSTOKEN';
  const call = { ...post(url, 300), body: 'BODY', headers: { authorization: 'AUTHORIZATION' } };

  const outcome = await client().send(call);

  expect(outcome.kind).toBe('unknown');
  expect(JSON.stringify([outcome, log.mock.calls])).not.toMatch(/APPSECRET|ACCESSTOKEN|BODY|AUTHORIZATION/);
  log.mockRestore();
});

it('leaves no connection behind when the shop closes, and opens none after it', async () => {
  const { url, asked, sockets } = await host(YES);
  const http = client();
  await Promise.all(Array.from({ length: 5 }, () => http.send(post(url))));
  expect(sockets.size).toBeGreaterThan(0);

  await http.onApplicationShutdown();

  await vi.waitFor(() => expect(sockets.size).toBe(0));
  expect(await calling(http, url)).toEqual(unknown('shutting down'));
  expect(asked).toHaveLength(5);
});

function tlsServer(maxVersion: 'TLSv1.3' | 'TLSv1.1' = 'TLSv1.3'): Server {
  return createTlsServer(
    { key: PRIVATE_KEY, cert: CERTIFICATE, maxVersion, minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' },
    (_request, response) => response.end('hello'),
  );
}

describe('TLS', () => {
  it('is spoken with the authority of WECHAT_CA_FILE', async () => {
    const url = await urlOf(tlsServer(), 'https');

    const outcome = await client({ WECHAT_CA_FILE: authorityFile }).send(post(url));

    expect(outcome).toEqual({ kind: 'ok', value: { status: 200, body: Buffer.from('hello') } });
  });

  it('[F20] is not spoken with an unknown authority', async () => {
    const url = await urlOf(tlsServer(), 'https');

    const config = Object.assign(AppConfig.from({}), { WECHAT_CA_FILE: undefined });
    open.http = new WeChatHttp(config, new Random());

    expect(await open.http.send(post(url))).toEqual({
      kind: 'unknown',
      cause: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
  });

  it('is not spoken below 1.2', async () => {
    const url = await urlOf(tlsServer('TLSv1.1'), 'https');

    const outcome = await client({ WECHAT_CA_FILE: authorityFile }).send(post(url));

    expect(outcome).toEqual({
      kind: 'unknown',
      cause: expect.stringMatching(/PROTOCOL_VERSION|UNSUPPORTED/),
    });
  });

  it('[F20] is spoken again when the file of the authority is back', async () => {
    const url = await urlOf(tlsServer(), 'https');
    const http = client({ WECHAT_CA_FILE: authorityFile });
    const kinds: string[] = [];
    const call = async () => kinds.push((await http.send(post(url))).kind);

    await call();
    renameSync(authorityFile, `${authorityFile}.away`);
    await call();
    await call();
    renameSync(`${authorityFile}.away`, authorityFile);
    await call();

    expect(kinds).toEqual(['ok', 'unknown', 'unknown', 'ok']);
  });

  it('is not spoken while the file of the authority cannot be read', async () => {
    const url = await urlOf(tlsServer(), 'https');

    const outcome = await client({ WECHAT_CA_FILE: '/nowhere/authority.pem' }).send(post(url));

    expect(outcome).toEqual({ kind: 'unknown', cause: 'ENOENT' });
  });
});

it('opens the whole room with nothing but the settings, and closes it', async () => {
  const config = AppConfig.from({ WECHAT_PAY_GATEWAY: 'v2', WECHAT_PAY_V2_SIGN_TYPE: 'MD5' });
  const room = await Test.createTestingModule({
    imports: [CommonModule.with(config), WeChatModule],
  }).compile();

  expect(room.get(MiniProgramApi)).toBeDefined();
  expect(room.get(WeChatPayService).current).toEqual({
    gateway: 'v2',
    signType: 'MD5',
    appId: config.WECHAT_APP_ID,
    mchId: config.WECHAT_PAY_MCH_ID,
  });
  await room.close();
});
