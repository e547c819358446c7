import { AppConfig, CommonModule } from '@app/common';
import { Test } from '@nestjs/testing';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CERTIFICATE, PRIVATE_KEY } from '../../../test/wechat/tls-pair';
import { MiniProgramApi } from './mini-program-api';
import { WeChatHttp, type HttpLimits } from './wechat-http';
import { WeChatPayService } from './wechat-pay.service';
import { WeChatModule } from './wechat.module';

const folder = mkdtempSync(path.join(tmpdir(), 'wechat-http-'));
const authorityFile = path.join(folder, 'authority.pem');
const open: { server?: Server; http?: WeChatHttp } = {};

beforeAll(() => {
  writeFileSync(authorityFile, CERTIFICATE);
  return () => rmSync(folder, { recursive: true });
});

afterEach(async () => {
  open.server?.closeAllConnections();
  open.server?.close();
  await open.http?.onApplicationShutdown();
});

async function urlOf(server: Server, scheme: string): Promise<URL> {
  open.server = server.listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  return new URL(`${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}/pay/orderquery`);
}

function client(env: Record<string, string> = {}, limits: Partial<HttpLimits> = {}): WeChatHttp {
  return (open.http = new WeChatHttp(AppConfig.from(env), limits));
}

const post = (url: URL, callMs = 5000) =>
  ({ method: 'POST', url, body: '<xml/>', signal: AbortSignal.timeout(callMs) }) as const;

it('calls one host a bounded number of times at once, and makes nobody wait beyond the deadline', async () => {
  const sockets = { now: 0, most: 0 };
  const server = createServer(() => undefined).on('connection', (socket) => {
    sockets.most = Math.max(sockets.most, ++sockets.now);
    socket.on('close', () => sockets.now--);
  });
  const url = await urlOf(server, 'http');
  const http = client({}, { connections: 2 });

  const outcomes = await Promise.all(Array.from({ length: 20 }, () => http.send(post(url, 500))));

  expect(outcomes).toEqual(Array.from({ length: 20 }, () => ({ kind: 'unknown', cause: 'timeout' })));
  expect(sockets.most).toBe(2);
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

  it('is not spoken with an unknown authority', async () => {
    const url = await urlOf(tlsServer(), 'https');

    const config = Object.assign(AppConfig.from({}), { WECHAT_CA_FILE: undefined });
    open.http = new WeChatHttp(config);

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

  it('is not spoken while the file of the authority cannot be read', async () => {
    const url = await urlOf(tlsServer(), 'https');

    const outcome = await client({ WECHAT_CA_FILE: '/nowhere/authority.pem' }).send(post(url));

    expect(outcome).toEqual({ kind: 'unknown', cause: 'ENOENT' });
  });
});

it('opens the whole room with nothing but the settings, and closes it', async () => {
  const config = AppConfig.from({ WECHAT_PAY_V2_SIGN_TYPE: 'MD5' });
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
