import { AppConfig, Clock, Random } from '@app/common';
import { Logger } from '@nestjs/common';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { keys } from '../../../test/vectors/wechat-pay-vectors.json';
import { MerchantCertificate } from './merchant-certificate';
import { MerchantSignature } from './merchant-signature';
import { NoticeRejected } from './pay-gateway';
import { UnusableKey } from './unusable-key';
import { sealV3 } from './v3-aead';
import { V3Certificates } from './v3-certificates';
import { V3Client } from './v3-client';
import { V3Gateway } from './v3-gateway';
import { V3Keys } from './v3-keys';
import { signV3, v3Message, v3RequestMessage, verifyV3Signature } from './v3-sign';
import { V3Signatures } from './v3-signatures';
import { WeChatHttp } from './wechat-http';

const [first, next] = [keys.platformCertificates[0]!, keys.platformCertificates[1]!];
const LIST = '/v3/certificates';
const HOUR_MS = 3_600_000;
const orderNo = '26010108AB12CD34EF56';
const order = {
  gateway: 'v3',
  signType: 'RSA',
  appId: keys.appid,
  mchId: keys.mchid,
  orderNo,
} as const;
const trade = JSON.stringify({
  appid: keys.appid,
  mchid: keys.mchid,
  out_trade_no: orderNo,
  trade_state: 'NOTPAY',
});

/** A WeChat on loopback: the certificates it lists, the one it signs with, and the merchants whose calls it hears. */
const host = {
  lists: [first],
  signsBy: first,
  until: '2036-01-01T00:00:00+08:00',
  hears: keys.merchant as { serial: string; publicKeyPem: string },
  fails: 0,
  asked: [] as string[],
};
/** The time of both sides is ahead by this. */
const ahead = { ms: 0 };
const nowMs = () => Date.now() + ahead.ms;

function signatureOf(body: string) {
  const timestamp = String(Math.floor(nowMs() / 1000));
  return {
    'wechatpay-timestamp': timestamp,
    'wechatpay-nonce': 'nonce',
    'wechatpay-serial': host.signsBy.serial,
    'wechatpay-signature': signV3(v3Message([timestamp, 'nonce', body]), host.signsBy.privateKeyPem),
  };
}

function listed(): string {
  const seal = { nonce: 'fdasflkja484', associated_data: 'certificate' };
  const data = host.lists.map(({ certificatePem }) => ({
    effective_time: '2026-01-01T00:00:00+08:00',
    expire_time: host.until,
    encrypt_certificate: {
      algorithm: 'AEAD_AES_256_GCM',
      ...seal,
      ciphertext: sealV3(certificatePem, keys.apiV3Key, seal),
    },
  }));
  return JSON.stringify({ data });
}

function isHeard(target: string, authorization = ''): boolean {
  const [serial, timestamp, nonce, signature] = ['serial_no', 'timestamp', 'nonce_str', 'signature'].map(
    (name) => new RegExp(`${name}="([^"]*)"`).exec(authorization)?.[1] ?? '',
  ) as [string, string, string, string];
  const message = v3RequestMessage({ method: 'GET', target, timestamp, nonce, body: '' });
  const { hears } = host;
  return serial === hears.serial && verifyV3Signature(message, signature, hears.publicKeyPem);
}

function respond(response: ServerResponse, target: string, authorization?: string): void {
  host.asked.push(target.split('?')[0]!);
  if (!isHeard(target, authorization)) response.writeHead(401).end('{"code":"SIGN_ERROR"}');
  else if (target === LIST && host.fails-- > 0) response.writeHead(500).end();
  else {
    const body = target === LIST ? listed() : trade;
    response.writeHead(200, signatureOf(body)).end(body);
  }
}

const folder = mkdtempSync(path.join(tmpdir(), 'v3-certificates-'));
const file = (name: string) => path.join(folder, name);
const KEYLESS = { WECHAT_PAY_PUBLIC_KEY_ID: undefined, WECHAT_PAY_PUBLIC_KEY_FILE: undefined };

let server: Server;
let http: WeChatHttp;
let gateway: V3Gateway;
let certificates: V3Certificates;

beforeAll(async () => {
  Logger.overrideLogger(false);
  server = createServer((request, response) => {
    respond(response, request.url ?? '', request.headers.authorization);
  }).listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  http = new WeChatHttp(AppConfig.from({}), new Random(), { pauseMs: 1, callMs: 2000 });
});

beforeEach(() => {
  Object.assign(host, {
    lists: [first],
    signsBy: first,
    until: '2036-01-01T00:00:00+08:00',
    hears: keys.merchant,
    fails: 0,
    asked: [],
  });
  ahead.ms = 0;
  put('key.pem', keys.merchant.privateKeyPem);
  put('cert.pem', keys.merchant.certificatePem);
  ({ gateway, certificates } = open({ ...KEYLESS, WECHAT_PAY_PLATFORM_CERT_FILES: [] }));
});

afterEach(() => {
  vi.restoreAllMocks();
});

afterAll(async () => {
  server.closeAllConnections();
  await http.onApplicationShutdown();
  server.close();
  rmSync(folder, { recursive: true });
});

function put(name: string, text: string): void {
  writeFileSync(file('half'), text);
  renameSync(file('half'), file(name));
}

/** The sandbox names the simulator's keys for whoever names none; a live merchant may really have none. */
function open(unset: Partial<Record<keyof AppConfig, unknown>>) {
  const settings = AppConfig.from({
    WECHAT_PAY_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    WECHAT_APP_ID: keys.appid,
    WECHAT_PAY_MCH_ID: keys.mchid,
    WECHAT_PAY_V3_KEY: `${'n'.repeat(32)},${keys.apiV3Key}`,
    WECHAT_PAY_MCH_KEY_FILE: file('key.pem'),
    WECHAT_PAY_MCH_CERT_FILE: file('cert.pem'),
  });
  const config = Object.assign(settings, unset) as AppConfig;
  const clock = Object.assign(new Clock(config), { now: () => new Date(nowMs()) });
  const merchant = new MerchantSignature(config, clock, new Random(), new MerchantCertificate(config));
  const list = new V3Certificates(config, http, clock, merchant);
  const signatures = new V3Signatures(clock, merchant, new V3Keys(config, list));
  const client = new V3Client(config, http, signatures);
  return { gateway: new V3Gateway(config, client, signatures), certificates: list };
}

const downloads = () => host.asked.filter((target) => target === LIST).length;
const trusts = (serial: string) => {
  try {
    return certificates.keyOf(serial) !== undefined;
  } catch (error) {
    if (error instanceof UnusableKey) return false;
    throw error;
  }
};

/** A notice that WeChat signs now; what is in it is of no matter here. */
function takeNotice(): unknown {
  const body = '{"event_type":"OTHER","id":"EV-2018022511223320873"}';
  try {
    return gateway.readPayNotice(Buffer.from(body), signatureOf(body));
  } catch (error) {
    return error;
  }
}

describe('[C.2.1] the certificates of a merchant who has put none into a file', () => {
  it('are downloaded before his first call, once for many at the same moment', async () => {
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => gateway.query(order)));

    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['ok']));
    expect(downloads()).toBe(1);
    expect(host.asked).toHaveLength(21);
  });

  it('are downloaded again when WeChat is unwell, within the same call', async () => {
    host.fails = 2;

    expect((await gateway.query(order)).kind).toBe('ok');
    expect(downloads()).toBe(3);
  });

  it('leave the call unknown where they cannot be had, and are asked for once a minute', async () => {
    const error = vi.spyOn(Logger.prototype, 'error');
    host.fails = Infinity;

    const outcomes = [await gateway.query(order), await gateway.query(order)];
    const asked = downloads();
    ahead.ms = 60_000;
    host.fails = 0;

    for (const outcome of outcomes)
      expect(outcome).toEqual({ kind: 'unknown', cause: expect.stringContaining('serial') });
    expect(asked).toBe(3);
    expect(error).toHaveBeenCalledOnce();
    expect((await gateway.query(order)).kind).toBe('ok');
  });

  it('are asked for again after twelve hours, in the background', async () => {
    await gateway.query(order);
    ahead.ms = 12 * HOUR_MS - 60_000;
    await gateway.query(order);
    const before = downloads();
    ahead.ms = 12 * HOUR_MS + 60_000;

    expect((await gateway.query(order)).kind).toBe('ok');
    expect(before).toBe(1);
    await vi.waitFor(() => expect(downloads()).toBe(2));
  });

  it('stay in use while WeChat does not answer for them', async () => {
    await gateway.query(order);
    ahead.ms = 13 * HOUR_MS;
    host.fails = Infinity;

    expect((await gateway.query(order)).kind).toBe('ok');
    await vi.waitFor(() => expect(downloads()).toBe(4));
    expect((await gateway.query(order)).kind).toBe('ok');
  });

  it('warn before they expire, once a day', async () => {
    const warn = vi.spyOn(Logger.prototype, 'warn');
    host.until = new Date(nowMs() + 30 * 24 * HOUR_MS).toISOString();

    for (const hours of [0, 12.1, 24.2, 36.3]) {
      ahead.ms = hours * HOUR_MS;
      await gateway.query(order);
      await vi.waitFor(() => expect(downloads()).toBe(Math.floor(hours / 12) + 1));
      await certificates.ready();
    }

    await vi.waitFor(() => expect(warn).toHaveBeenCalledTimes(2));
    expect(warn).toHaveBeenCalledWith(expect.objectContaining({ serial: first.serial }));
  });
});

describe('[F17] WeChat’s next certificate', () => {
  it('is taken while the old one still signs, and after it', async () => {
    await gateway.query(order);
    host.lists = [first, next];
    ahead.ms = 13 * HOUR_MS;
    await gateway.query(order);
    await vi.waitFor(() => expect(trusts(next.serial)).toBe(true));

    const kinds: string[] = [];
    for (const signsBy of [first, next, first, next]) {
      host.signsBy = signsBy;
      kinds.push((await gateway.query(order)).kind);
    }

    expect(kinds).toEqual(Array(4).fill('ok'));
    expect(downloads()).toBe(2);
  });

  it('that signs an answer unheard of is downloaded once, and verifies the answers after that', async () => {
    await gateway.query(order);
    Object.assign(host, { lists: [first, next], signsBy: next });
    ahead.ms = 2 * 60_000;

    await vi.waitFor(async () => expect((await gateway.query(order)).kind).toBe('ok'));

    expect(downloads()).toBe(2);
  });

  it('that signs a notice unheard of makes it our fault: WeChat sends it again, and then it is known', async () => {
    await gateway.query(order);
    Object.assign(host, { lists: [first, next], signsBy: next });
    ahead.ms = 2 * 60_000;

    const refused = takeNotice();

    expect(refused).toBeInstanceOf(UnusableKey);
    expect(refused).toMatchObject({ status: 503 });
    await vi.waitFor(() => expect(trusts(next.serial)).toBe(true));
    // It verifies now, and is refused for what is in it alone.
    expect(takeNotice()).toBeInstanceOf(NoticeRejected);
    expect(takeNotice()).toMatchObject({ fault: 'malformed' });
  });

  it('that WeChat lists no longer is trusted no longer', async () => {
    await gateway.query(order);
    Object.assign(host, { lists: [next], signsBy: next });
    ahead.ms = 13 * HOUR_MS;
    trusts(next.serial);

    await vi.waitFor(() => expect(trusts(next.serial)).toBe(true));
    expect(trusts(first.serial)).toBe(false);
  });
});

it('[D3-19] lets nobody make us call out more than once a minute', async () => {
  await gateway.query(order);
  ahead.ms = 2 * 60_000;

  for (let serial = 0; serial < 50; serial += 1) expect(trusts(`AB${serial}`)).toBe(false);
  await vi.waitFor(() => expect(downloads()).toBe(2));
  for (let serial = 0; serial < 50; serial += 1) expect(trusts(`CD${serial}`)).toBe(false);
  await gateway.query(order);

  expect(downloads()).toBe(2);
});

it.each<[string, Partial<Record<keyof AppConfig, unknown>>]>([
  ['the public key', { ...KEYLESS, WECHAT_PAY_PUBLIC_KEY_ID: keys.wechatpayPublicKey.id }],
  ['certificates in files', { ...KEYLESS, WECHAT_PAY_PLATFORM_CERT_FILES: ['cert.pem'] }],
  ['no v3 key', { ...KEYLESS, WECHAT_PAY_PLATFORM_CERT_FILES: [], WECHAT_PAY_V3_KEY: [] }],
  [
    'no key of his own',
    { ...KEYLESS, WECHAT_PAY_PLATFORM_CERT_FILES: [], WECHAT_PAY_MCH_KEY_FILE: undefined },
  ],
])('[D3-5] never downloads for a merchant with %s', async (_what, settings) => {
  const { certificates: none } = open({ WECHAT_PAY_PLATFORM_CERT_FILES: [], ...settings });

  await none.ready();

  expect(none.keyOf(first.serial)).toBeUndefined();
  expect(host.asked).toEqual([]);
});

it('[F17] loses no call while the merchant’s own key is replaced', async () => {
  const mine = keys.merchant;
  const kinds: string[] = [];
  const call = async () => kinds.push((await gateway.query(order)).kind);
  await call();
  put('key.pem', next.privateKeyPem);
  await call();
  await call();
  put('cert.pem', next.certificatePem);
  const before = host.asked.length;
  host.hears = next;
  await call();

  expect(kinds).toEqual(Array(4).fill('ok'));
  expect(host.asked).toHaveLength(before + 1);
  host.hears = mine;
  expect(await gateway.query(order)).toMatchObject({ kind: 'rejected', code: 'SIGNERROR' });
});
