import { AppConfig, Clock, Random } from '@app/common';
import { Logger } from '@nestjs/common';
import type { ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { keys, v3 } from '../../../test/vectors/wechat-pay-vectors.json';
import type { Asked } from '../../../test/wechat/loopback-host';
import { authorizationOf, isSigned, signatureOf, V3Host, type Signing } from '../../../test/wechat/v3-host';
import { MerchantCertificate } from './merchant-certificate';
import { MerchantSignature } from './merchant-signature';
import type { PrepayRequest } from './pay-gateway';
import { V3Certificates } from './v3-certificates';
import { V3Client } from './v3-client';
import { V3Gateway } from './v3-gateway';
import { V3Keys } from './v3-keys';
import { V3Signatures } from './v3-signatures';
import { WeChatHttp } from './wechat-http';

const CALL_MS = 1000;
const { id: publicKeyId } = keys.wechatpayPublicKey;
const certificate = keys.platformCertificates[0]!;
const clock = () => String(Math.floor(Date.now() / 1000));

const wechat = new V3Host();
const { host, publicKey: PUBLIC_KEY, certificates: CERTIFICATES } = wechat;

let http: WeChatHttp;
let gateway: V3Gateway;

beforeAll(async () => {
  Logger.overrideLogger(false);
  await host.listen();
  http = new WeChatHttp(AppConfig.from(wechat.merchant), new Random(), {
    callMs: CALL_MS,
    connectMs: 500,
    pauseMs: 1,
  });
  gateway = gatewayFor({ ...PUBLIC_KEY, ...CERTIFICATES });
});

afterEach(() => {
  host.asked = [];
  vi.restoreAllMocks();
});

afterAll(async () => {
  wechat.close();
  await http.onApplicationShutdown();
});

function gatewayFor(settings: Record<string, string>, scripted: { clock?: Clock; random?: Random } = {}) {
  const config = AppConfig.from({ ...wechat.merchant, ...settings });
  const { clock: time = new Clock(config), random = new Random() } = scripted;
  const merchant = new MerchantSignature(config, time, random, new MerchantCertificate(config));
  const keysOfWeChat = new V3Keys(config, new V3Certificates(config, http, time, merchant));
  const signatures = new V3Signatures(time, merchant, keysOfWeChat);
  return new V3Gateway(config, new V3Client(config, http, signatures), signatures);
}

const order = {
  gateway: 'v3',
  signType: 'RSA',
  appId: keys.appid,
  mchId: keys.mchid,
  orderNo: '26010108AB12CD34EF56',
} as const;

const request: PrepayRequest = {
  ...order,
  description: '云南普洱茶',
  totalFen: 1999,
  openid: 'oTEST0aBcDeFgHiJkLmNoPqRsTu1',
  payerIp: '203.0.113.7',
  timeExpire: new Date('2026-01-01T00:30:00Z'),
  notifyUrl: 'https://mall.example.com/api/v1/pay/notify/v3',
};

const prepaid = JSON.stringify({ prepay_id: 'wx01080001a3b4c5d6e7f8091a2b3c4d5e00' });
const trade = {
  appid: keys.appid,
  mchid: keys.mchid,
  out_trade_no: order.orderNo,
  trade_state: 'NOTPAY',
  trade_state_desc: '订单未支付',
};
const paid = {
  ...trade,
  trade_state: 'SUCCESS',
  transaction_id: '4200002345202601016789012345',
  success_time: '2026-01-01T08:12:33+08:00',
  payer: { openid: request.openid },
  amount: { total: 1999, payer_total: 1999, currency: 'CNY' },
};

describe('prepay', () => {
  it('[D1-21] [D3-1] signs the very text it sends, and hands the prepay_id over', async () => {
    wechat.answers(prepaid);

    const outcome = await gateway.prepay(request);

    expect(outcome).toEqual({ kind: 'ok', value: { prepayId: 'wx01080001a3b4c5d6e7f8091a2b3c4d5e00' } });
    const [asked] = host.asked as [Asked];
    expect(asked).toMatchObject({ method: 'POST', target: '/v3/pay/transactions/jsapi' });
    expect(asked.headers).toMatchObject({
      accept: 'application/json',
      'content-type': 'application/json',
      'user-agent': 'minimall',
    });
    expect(isSigned(asked)).toBe(true);
    expect(authorizationOf(asked)).toMatchObject({ mchid: keys.mchid, serial_no: keys.merchant.serial });
    expect(JSON.parse(asked.body)).toEqual({
      appid: keys.appid,
      mchid: keys.mchid,
      description: '云南普洱茶',
      out_trade_no: order.orderNo,
      time_expire: '2026-01-01T08:30:00+08:00',
      notify_url: request.notifyUrl,
      amount: { total: 1999, currency: 'CNY' },
      payer: { openid: request.openid },
    });
  });

  it('[D3-14] sends no null, no emoji, no half of one, and cuts a long description between characters', async () => {
    wechat.answers(prepaid);

    await gateway.prepay({ ...request, description: `🍐\uD83C\u0000${'普洱茶\n𠮷'.repeat(20)}` });

    const { description } = JSON.parse(host.asked[0]!.body) as { description: string };
    expect(description).toMatch(/^(普洱茶 )+普?洱?茶?$/);
    expect(Buffer.byteLength(description)).toBeLessThanOrEqual(127);
    expect(host.asked[0]!.body).not.toContain('null');
  });

  it('[D3-16] signs anew in a repeat, with the same business fields', async () => {
    host.answer = (response) => {
      wechat.answers(prepaid);
      response.destroy();
    };

    expect((await gateway.prepay(request)).kind).toBe('ok');

    const [first, second] = host.asked as [Asked, Asked];
    expect(second.body).toBe(first.body);
    expect(authorizationOf(second).nonce_str).not.toBe(authorizationOf(first).nonce_str);
    expect(second.headers.authorization).not.toBe(first.headers.authorization);
    expect([isSigned(first), isSigned(second)]).toEqual([true, true]);
  });

  it('is the same from another network', async () => {
    wechat.answers(prepaid);

    await gateway.prepay(request);
    await gateway.prepay({ ...request, payerIp: '198.51.100.9' });

    expect(host.asked[1]?.body).toBe(host.asked[0]?.body);
  });
});

describe('the key that signs WeChat’s answer', () => {
  const certified = { serial: certificate.serial, key: certificate.privateKeyPem };

  it('[D3-7] is asked for by the id of the public key, where there is one', async () => {
    wechat.answers(prepaid);

    await gatewayFor(PUBLIC_KEY).prepay(request);
    wechat.answers(prepaid, certified);
    await gatewayFor(CERTIFICATES).prepay(request);

    expect(host.asked.map(({ headers }) => headers['wechatpay-serial'])).toEqual([publicKeyId, undefined]);
  });

  it('[D3-6] is chosen by the serial of the answer, whichever was asked for', async () => {
    wechat.answers(prepaid, certified);

    expect((await gateway.prepay(request)).kind).toBe('ok');
  });

  it.each([
    ['the public key alone', PUBLIC_KEY, certified],
    ['certificates alone', CERTIFICATES, {}],
  ])(
    '[D3-5], [D3-19] with %s is not downloaded where it is another, and the answer is unknown',
    async (_what, settings, signing) => {
      wechat.answers(prepaid, signing);

      expect(await gatewayFor(settings).prepay(request)).toEqual({
        kind: 'unknown',
        cause: 'the answer does not verify: unknown serial',
      });
      expect(host.asked.map(({ target }) => target)).toEqual(Array(3).fill('/v3/pay/transactions/jsapi'));
    },
  );
});

describe('[F18] [F19] an answer that proves nothing is unknown', () => {
  it.each<[string, string, (response: ServerResponse) => unknown]>([
    ['no answer at all', 'timeout', () => undefined],
    ['a reset', 'UND_ERR_SOCKET', (response) => response.destroy()],
    ['a body that stops', 'timeout', (response) => response.writeHead(200, signatureOf(prepaid)).write('{')],
    ['a body without end', 'answer too large', (response) => response.end('x'.repeat(200_000))],
    ['no signature', 'header missing', (response) => response.end(prepaid)],
    [
      '[D3-23] a redirect',
      'HTTP 302',
      (response) =>
        response.writeHead(302, { ...signatureOf(prepaid), location: '/v3/elsewhere' }).end(prepaid),
    ],
    ['202', 'HTTP 202', (response) => response.writeHead(202, signatureOf(prepaid)).end(prepaid)],
    ['429', 'HTTP 429', (response) => response.writeHead(429, signatureOf(prepaid)).end(prepaid)],
    ['500', 'HTTP 500', (response) => response.writeHead(500, signatureOf(prepaid)).end(prepaid)],
    ['HTML of a gateway', 'HTTP 404 without', (response) => response.writeHead(404).end('<html>404</html>')],
    [
      'a code that forges a log line',
      'HTTP 400 without',
      (response) => response.writeHead(400).end(JSON.stringify({ code: 'ORDER\nPAID' })),
    ],
    [
      '[D3-11] a probe',
      'probe',
      (response) =>
        response
          .writeHead(200, { ...signatureOf(prepaid), 'Wechatpay-Signature': 'WECHATPAY/SIGNTEST/abc' })
          .end(prepaid),
    ],
  ])('%s: %s', async (_what, cause, answer) => {
    host.answer = answer;
    const start = performance.now();

    const outcome = await gateway.prepay(request);

    expect(outcome).toEqual({ kind: 'unknown', cause: expect.stringContaining(cause) });
    expect(performance.now() - start).toBeLessThan(CALL_MS + 1000);
    expect(host.asked.length).toBeLessThanOrEqual(3);
  });

  it.each<[string, string, string, Signing]>([
    ['signed over another body', 'signature', prepaid, { over: '{}' }],
    ['signed by somebody else', 'signature', prepaid, { key: keys.merchant.privateKeyPem }],
    ['of six minutes ago', 'timestamp is 36', prepaid, { timestamp: String(Number(clock()) - 360) }],
    ['of an unknown serial', 'unknown serial', prepaid, { serial: '7'.repeat(40) }],
    ['that is empty', 'without a prepay_id', '', {}],
    ['that is no object', 'without a prepay_id', '"wx01"', {}],
    ['without a prepay_id', 'without a prepay_id', '{}', {}],
    ['with a prepay_id that is no text', 'without a prepay_id', '{"prepay_id":{}}', {}],
    ['with a prepay_id that forges parameters', 'without a prepay_id', '{"prepay_id":"a&b=c"}', {}],
  ])('an answer %s: %s', async (_what, cause, body, signing) => {
    wechat.answers(body, signing);

    expect(await gateway.prepay(request)).toEqual({
      kind: 'unknown',
      cause: expect.stringContaining(cause),
    });
  });

  it('a key of ours that cannot be read, and nobody is asked', async () => {
    const keyless = gatewayFor({ ...PUBLIC_KEY, WECHAT_PAY_MCH_KEY_FILE: wechat.file('absent.pem') });

    expect(await keyless.query(order)).toEqual({
      kind: 'unknown',
      cause: 'WECHAT_PAY_MCH_KEY_FILE cannot be used',
    });
    expect(host.asked).toEqual([]);
  });

  it('a key of WeChat’s that cannot be read', async () => {
    wechat.answers(prepaid);
    const blind = gatewayFor({ ...PUBLIC_KEY, WECHAT_PAY_PUBLIC_KEY_FILE: wechat.file('merchant.pem.none') });

    expect(await blind.prepay(request)).toEqual({
      kind: 'unknown',
      cause: 'a key file of WeChat cannot be used',
    });
  });

  it('[D3-22] a byte-order mark is signed with the rest, and the answer read without it', async () => {
    wechat.answers(`\uFEFF${prepaid}`);

    expect((await gateway.prepay(request)).kind).toBe('ok');
  });
});

describe('a refusal', () => {
  it.each([
    ['ORDERPAID', 'ORDERPAID'],
    ['ORDER_PAID', 'ORDERPAID'],
    ['ORDER_CLOSED', 'ORDERCLOSED'],
    ['ORDER_NOT_EXIST', 'ORDERNOTEXIST'],
    ['RESOURCE_NOT_EXISTS', 'RESOURCENOTEXISTS'],
  ])(
    '[D3-15] is %s, normalised to %s, where it is signed, and unknown where it is not',
    async (said, code) => {
      wechat.refuses(400, said, {});
      const signed = await gateway.close(order);
      wechat.refuses(400, said);
      const unsigned = await gateway.close(order);
      wechat.refuses(400, said, { over: 'another body' });
      const forged = await gateway.close(order);

      expect(signed).toEqual({ kind: 'rejected', code, message: '说明' });
      expect(unsigned).toEqual({ kind: 'unknown', cause: `${code}, not signed` });
      expect(forged).toEqual({
        kind: 'unknown',
        cause: 'the answer does not verify: signature does not verify',
      });
    },
  );

  it.each([
    [400, 'PARAM_ERROR', 'PARAMERROR'],
    [400, 'APPID_MCHID_NOT_MATCH', 'APPIDMCHIDNOTMATCH'],
    [401, 'SIGN_ERROR', 'SIGNERROR'],
    [403, 'NO_AUTH', 'NOAUTH'],
    [403, 'OUT_TRADE_NO_USED', 'OUTTRADENOUSED'],
  ])('of the call itself, %i %s, needs no signature', async (status, said, code) => {
    wechat.refuses(status, said);

    expect(await gateway.prepay(request)).toMatchObject({ kind: 'rejected', code });
    expect(host.asked).toHaveLength(1);
  });

  it.each([
    [400, 'SYSTEM_ERROR'],
    [403, 'FREQUENCY_LIMITED'],
    [403, 'RATELIMIT_EXCEEDED'],
    [500, 'ORDER_PAID'],
    [429, 'PARAM_ERROR'],
    [302, 'PARAM_ERROR'],
    [202, 'PARAM_ERROR'],
  ])('that is none, %i %s, is unknown, signed as it is', async (status, said) => {
    wechat.refuses(status, said, {});

    expect((await gateway.prepay(request)).kind).toBe('unknown');
  });
});

describe('query', () => {
  it('[D3-2], [D3-3] signs path and query as they are sent, and an empty body', async () => {
    wechat.answers(JSON.stringify(trade));

    await gateway.query(order);

    const [asked] = host.asked as [Asked];
    expect(asked.method).toBe('GET');
    expect(asked.target).toBe(`/v3/pay/transactions/out-trade-no/${order.orderNo}?mchid=${keys.mchid}`);
    expect(asked.body).toBe('');
    expect(asked.headers['content-type']).toBeUndefined();
    expect(isSigned(asked)).toBe(true);
  });

  it('[D3-24] signs an order number that must be encoded as it is sent', async () => {
    const odd = { ...order, orderNo: 'WX20260101_000001|A*' };
    wechat.answers(JSON.stringify({ ...trade, out_trade_no: odd.orderNo }));

    expect(await gateway.query(odd)).toEqual({ kind: 'ok', value: { state: 'unpaid' } });
    expect(host.asked[0]?.target).toContain('/WX20260101_000001%7CA*?');
    expect(isSigned(host.asked[0]!)).toBe(true);
  });

  it.each(['SUCCESS', 'REFUND'])('of %s is a verified payment', async (trade_state) => {
    wechat.answers(JSON.stringify({ ...paid, trade_state }));

    expect(await gateway.query(order)).toMatchObject({
      kind: 'ok',
      value: {
        state: 'paid',
        payment: {
          gateway: 'v3',
          source: 'query',
          orderNo: order.orderNo,
          transactionId: paid.transaction_id,
          totalFen: 1999,
          openid: request.openid,
          paidAt: new Date('2026-01-01T00:12:33Z'),
        },
      },
    });
  });

  it.each([
    ['NOTPAY', 'unpaid'],
    ['USERPAYING', 'unpaid'],
    ['PAYERROR', 'unpaid'],
    ['CLOSED', 'closed'],
    ['REVOKED', 'closed'],
  ])('of %s is %s', async (trade_state, state) => {
    wechat.answers(JSON.stringify({ ...trade, trade_state }));

    expect(await gateway.query(order)).toEqual({ kind: 'ok', value: { state } });
  });

  it.each(['ORDERNOTEXIST', 'ORDER_NOT_EXIST'])('of %s is absent under a signature alone', async (code) => {
    wechat.refuses(404, code, {});
    const signed = await gateway.query(order);
    wechat.refuses(404, code);

    expect(signed).toEqual({ kind: 'ok', value: { state: 'absent' } });
    expect((await gateway.query(order)).kind).toBe('unknown');
  });

  it.each<[string, object]>([
    ['another order', { ...paid, out_trade_no: 'ANOTHER0000000000001' }],
    ['another app', { ...paid, appid: 'wx0000000000000000' }],
    ['another merchant', { ...paid, mchid: '1900000000' }],
    ['a payment without a transaction', { ...paid, transaction_id: undefined }],
    ['a payment of no amount', { ...paid, amount: undefined }],
    ['a state nobody knows', { ...paid, trade_state: 'SETTLED' }],
    ['no state', { ...paid, trade_state: undefined }],
    ['no object', []],
  ])('knows nothing from %s', async (_what, said) => {
    wechat.answers(JSON.stringify(said));

    expect((await gateway.query(order)).kind).toBe('unknown');
  });
});

describe('query of one payment', () => {
  const { orderNo, ...merchant } = order;
  const { transaction_id: transactionId } = paid;

  it("asks by WeChat's number, and finds the order's", async () => {
    wechat.answers(JSON.stringify(paid));

    const outcome = await gateway.queryPayment({ ...merchant, transactionId });

    expect(outcome).toMatchObject({
      kind: 'ok',
      value: { state: 'paid', payment: { transactionId, orderNo } },
    });
    expect(host.asked[0]?.target).toBe(`/v3/pay/transactions/id/${transactionId}?mchid=${keys.mchid}`);
  });

  it('learns nothing of another payment', async () => {
    wechat.answers(JSON.stringify({ ...paid, transaction_id: '4200009999202601010000000000' }));

    expect((await gateway.queryPayment({ ...merchant, transactionId })).kind).toBe('unknown');
  });

  it('learns that there is none', async () => {
    wechat.refuses(404, 'ORDER_NOT_EXIST', {});

    expect(await gateway.queryPayment({ ...merchant, transactionId })).toEqual({
      kind: 'ok',
      value: { state: 'absent' },
    });
  });
});

describe('close', () => {
  it('[D3-21] is done at a signed 204, of which nothing is parsed', async () => {
    wechat.answers('', { status: 204 });

    expect(await gateway.close(order)).toEqual({ kind: 'ok', value: 'closed' });
    const [asked] = host.asked as [Asked];
    expect(asked.target).toBe(`/v3/pay/transactions/out-trade-no/${order.orderNo}/close`);
    expect(asked.body).toBe(JSON.stringify({ mchid: keys.mchid }));
    expect(isSigned(asked)).toBe(true);
  });

  it('is unknown at a 204 that nobody signed', async () => {
    host.answer = (response) => response.writeHead(204).end();

    expect((await gateway.close(order)).kind).toBe('unknown');
  });
});

describe('the parameters of wx.requestPayment, by WeChat’s known answers', () => {
  it.each(v3.paySign)('$id', ({ input, expected }) => {
    const config = AppConfig.from(wechat.merchant);
    const time = Object.assign(new Clock(config), { now: () => new Date(Number(input.timeStamp) * 1000) });
    const random = Object.assign(new Random(), { hex: () => input.nonceStr });
    const scripted = gatewayFor(PUBLIC_KEY, { clock: time, random });

    expect(scripted.clientParams('RSA', input.package.replace('prepay_id=', ''))).toEqual(
      expected.clientParams,
    );
  });

  it('are fresh at every tap', () => {
    const [first, second] = [gateway.clientParams('RSA', 'wx01'), gateway.clientParams('RSA', 'wx01')];

    expect(first.nonceStr).toMatch(/^[0-9A-F]{32}$/);
    expect(first.nonceStr).not.toBe(second.nonceStr);
  });

  it('are refused as WeChat being unavailable where the key cannot be read', () => {
    const keyless = gatewayFor({ ...PUBLIC_KEY, WECHAT_PAY_MCH_KEY_FILE: wechat.file('absent.pem') });

    expect(() => keyless.clientParams('RSA', 'wx01')).toThrow('wechatUnavailable');
  });
});

it('[D3-25] waits for nothing that looks like a promise and is none', async () => {
  expect('then' in gateway).toBe(false);
  expect(await Promise.resolve(gateway)).toBe(gateway);
  expect(host.asked).toEqual([]);
});

it('logs neither key, openid, signature nor body of a call that failed, but WeChat’s id of it', async () => {
  const warn = vi.spyOn(Logger.prototype, 'warn');
  host.answer = (response) => response.writeHead(500, { 'Request-ID': '08F5A1-268435461' }).end(prepaid);

  await gateway.prepay(request);

  const told = JSON.stringify(warn.mock.calls);
  expect(told).toContain(order.orderNo);
  expect(told).toContain('08F5A1-268435461');
  expect(told).not.toMatch(new RegExp(`PRIVATE|${request.openid}|signature=|203\\.0\\.113|wx01080001`));
});
