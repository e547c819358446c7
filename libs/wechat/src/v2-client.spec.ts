import { AppConfig, Random } from '@app/common';
import { Logger } from '@nestjs/common';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { keys } from '../../../test/vectors/wechat-pay-vectors.json';
import { V2Client } from './v2-client';
import { signV2, verifyV2, type Fields } from './v2-sign';
import { parseXml, writeXml } from './v2-xml';
import { WeChatHttp } from './wechat-http';

const [fresh, old] = ['n'.repeat(32), keys.apiV2Key];
const merchant = {
  gateway: 'v2',
  signType: 'HMAC-SHA256',
  appId: keys.appid,
  mchId: keys.mchid,
} as const;
const common = { return_code: 'SUCCESS', appid: keys.appid, mch_id: keys.mchid, nonce_str: 'n' };
const success: Fields = { ...common, result_code: 'SUCCESS' };

/** A WeChat on loopback that holds one key at a time, and hears nothing that another one signed. */
const host = { holds: old, asked: 0, refusal: unsigned, answer: success };

function unsigned(): string {
  return writeXml({ return_code: 'FAIL', return_msg: '签名错误，请检查后再试' });
}

function signed(fields: Fields): string {
  return writeXml({ ...fields, sign: signV2(fields, host.holds, 'HMAC-SHA256') });
}

let server: Server;
let http: WeChatHttp;
let payUrl: string;

beforeAll(async () => {
  Logger.overrideLogger(false);
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      host.asked += 1;
      const heard = verifyV2(parseXml(Buffer.concat(chunks)), [host.holds]);
      response.end(heard ? signed(host.answer) : host.refusal());
    });
  }).listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  payUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  http = new WeChatHttp(AppConfig.from({}), new Random(), { pauseMs: 1 });
});

beforeEach(() => Object.assign(host, { holds: old, asked: 0, refusal: unsigned, answer: success }));

afterAll(async () => {
  server.closeAllConnections();
  await http.onApplicationShutdown();
  server.close();
});

function clientWith(...configured: string[]): V2Client {
  return new V2Client(AppConfig.from({ WECHAT_PAY_V2_KEY: configured.join(',') }), http, new Random());
}

function ask(client: V2Client) {
  const url = new URL('/pay/orderquery', payUrl);
  return client.ask({ url, merchant, fields: { out_trade_no: '26010108AB12CD34EF56' } });
}

/** Which key the phone's parameters are signed with. */
function phoneKeyOf(client: V2Client): string | undefined {
  const params = { appId: keys.appid, package: 'prepay_id=wx01' };
  const paySign = client.sign(params, 'MD5');
  return [fresh, old].find((key) => signV2(params, key, 'MD5') === paySign);
}

it('[F17] loses no call while WeChat changes over to the new key', async () => {
  const client = clientWith(fresh, old);
  const stream = async (calls: number) => {
    const kinds = new Set<string>();
    for (let call = 0; call < calls; call += 1) kinds.add((await ask(client)).kind);
    return [...kinds];
  };

  const before = await stream(10);
  const askedBefore = host.asked;
  host.holds = fresh;
  const after = await stream(10);

  expect([before, after]).toEqual([['ok'], ['ok']]);
  // The change costs one try each time: what WeChat holds is learnt once.
  expect([askedBefore, host.asked]).toEqual([11, 22]);
});

it('loses none of many calls that are under way at that moment', async () => {
  const client = clientWith(fresh, old);

  const calls = Array.from({ length: 60 }, async (_, place) => {
    if (place === 30) host.holds = fresh;
    return (await ask(client)).kind;
  });

  expect(new Set(await Promise.all(calls))).toEqual(new Set(['ok']));
});

it('signs what the phone shows with the key that WeChat used last', async () => {
  const client = clientWith(fresh, old);

  const phoneKeys = [phoneKeyOf(client)];
  for (const held of [old, fresh]) {
    host.holds = held;
    await ask(client);
    phoneKeys.push(phoneKeyOf(client));
  }

  expect(phoneKeys).toEqual([fresh, old, fresh]);
});

it('takes a refusal of its sign that is signed for the same, and asks again with that key', async () => {
  host.refusal = () => signed({ ...common, result_code: 'FAIL', err_code: 'SIGNERROR' });

  expect((await ask(clientWith(fresh, old))).kind).toBe('ok');
  expect(host.asked).toBe(2);
});

it('stays with the key that was not refused, where WeChat is unwell besides', async () => {
  host.answer = { ...common, result_code: 'FAIL', err_code: 'SYSTEMERROR' };

  expect(await ask(clientWith(fresh, old))).toEqual({ kind: 'unknown', cause: 'SYSTEMERROR' });
  expect(host.asked).toBe(3);
});

it.each([
  ['both keys', [fresh, 'a'.repeat(32)]],
  ['its only key', [fresh]],
])('is unknown after three tries and not more where WeChat refuses %s', async (_which, configured) => {
  const client = clientWith(...configured);

  expect(await ask(client)).toEqual({
    kind: 'unknown',
    cause: expect.stringContaining('return_code FAIL: 签名错误'),
  });
  expect(host.asked).toBe(3);
});

it('is rejected at once where the only key is refused under WeChat’s sign', async () => {
  host.refusal = () => signed({ ...common, result_code: 'FAIL', err_code: 'SIGNERROR' });
  // WeChat signs its answer with the key that it did not find in the call's sign.
  host.answer = { ...common, result_code: 'FAIL', err_code: 'SIGNERROR', err_code_des: '签名错误' };

  expect(await ask(clientWith(old))).toMatchObject({ kind: 'rejected', code: 'SIGNERROR' });
  expect(host.asked).toBe(1);
});

it('signs anew for the standby host, which knows the merchant as the first one does', async () => {
  const away = 'http://127.0.0.1:9';
  const config = AppConfig.from({
    WECHAT_PAY_URL: away,
    WECHAT_PAY_STANDBY_URL: payUrl,
    WECHAT_PAY_V2_KEY: old,
  });
  const standing = new WeChatHttp(config, new Random(), { pauseMs: 1 });
  const url = new URL('/pay/orderquery', away);

  const outcome = await new V2Client(config, standing, new Random()).ask({ url, merchant, fields: {} });

  expect(outcome.kind).toBe('ok');
  expect(host.asked).toBe(1);
  await standing.onApplicationShutdown();
});

it('asks nothing without a key: a new merchant has v3 alone', async () => {
  const keyless = Object.assign(AppConfig.from({}), { WECHAT_PAY_V2_KEY: [] });

  const outcome = await ask(new V2Client(keyless, http, new Random()));

  expect(outcome).toEqual({ kind: 'unknown', cause: 'WECHAT_PAY_V2_KEY is missing' });
  expect(host.asked).toBe(0);
});
