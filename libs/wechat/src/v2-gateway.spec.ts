import { AppConfig, Clock, Random } from '@app/common';
import { Logger } from '@nestjs/common';
import type { ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { keys, v2 } from '../../../test/vectors/wechat-pay-vectors.json';
import { LoopbackHost, type Asked } from '../../../test/wechat/loopback-host';
import type { PrepayRequest } from './pay-gateway';
import { V2Client } from './v2-client';
import { V2Gateway } from './v2-gateway';
import { signV2, verifyV2, type Fields } from './v2-sign';
import { parseXml, writeXml } from './v2-xml';
import { WeChatHttp } from './wechat-http';

const key = keys.apiV2Key;
const oldKey = 'o'.repeat(32);
const CALL_MS = 1000;

let host: LoopbackHost;
let http: WeChatHttp;
let gateway: V2Gateway;

beforeAll(async () => {
  Logger.overrideLogger(false);
  host = await LoopbackHost.open();
  const config = configFor(host.url);
  http = new WeChatHttp(config, new Random(), { callMs: CALL_MS, connectMs: 500, pauseMs: 1 });
  gateway = new V2Gateway(config, new V2Client(config, http, new Random()), new Clock(config), new Random());
});

afterEach(() => {
  host.asked = [];
});

afterAll(async () => {
  host.close();
  await http.onApplicationShutdown();
});

function configFor(payUrl: string): AppConfig {
  return AppConfig.from({
    WECHAT_PAY_URL: payUrl,
    WECHAT_APP_ID: keys.appid,
    WECHAT_PAY_MCH_ID: keys.mchid,
    WECHAT_PAY_V2_KEY: `${key},${oldKey}`,
  });
}

const order = {
  gateway: 'v2',
  signType: 'HMAC-SHA256',
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
  notifyUrl: 'https://mall.example.com/api/v1/pay/notify',
};

const common = { return_code: 'SUCCESS', appid: keys.appid, mch_id: keys.mchid, nonce_str: 'n' };
const success = { ...common, result_code: 'SUCCESS' };
const failed = (err_code: string) => ({
  ...common,
  result_code: 'FAIL',
  err_code,
  err_code_des: '订单已支付',
});
const prepaid = { ...success, trade_type: 'JSAPI', prepay_id: 'wx01080001a3b4c5d6e7f8091a2b3c4d5e00' };
const paid = {
  ...success,
  trade_state: 'SUCCESS',
  openid: request.openid,
  total_fee: '1999',
  cash_fee: '1999',
  transaction_id: '4200002345202601016789012345',
  out_trade_no: order.orderNo,
  time_end: '20260101081233',
};

function signed(fields: Fields, by = key, type: 'MD5' | 'HMAC-SHA256' = 'HMAC-SHA256'): string {
  return writeXml({ ...fields, sign: signV2(fields, by, type) });
}

function answers(body: string, status = 200): void {
  host.answer = (response) => response.writeHead(status, { 'content-type': 'text/plain' }).end(body);
}

/** The fields of every call. */
function sent(): Fields[] {
  return host.asked.map(({ body }) => parseXml(Buffer.from(body)));
}

describe('prepay', () => {
  it('[D1-21] asks with signed fields and hands the prepay_id over', async () => {
    answers(signed(prepaid));

    const outcome = await gateway.prepay(request);

    expect(outcome).toEqual({ kind: 'ok', value: { prepayId: prepaid.prepay_id } });
    const [{ target, headers }] = host.asked as [Asked];
    const [fields] = sent() as [Fields];
    expect(target).toBe('/pay/unifiedorder');
    expect(headers['content-type']).toContain('text/xml');
    expect(verifyV2(fields, [key])).toBe(true);
    expect(fields).toMatchObject({
      appid: keys.appid,
      mch_id: keys.mchid,
      sign_type: 'HMAC-SHA256',
      body: '云南普洱茶',
      out_trade_no: order.orderNo,
      total_fee: '1999',
      spbill_create_ip: '203.0.113.7',
      time_expire: '20260101083000',
      notify_url: request.notifyUrl,
      trade_type: 'JSAPI',
      openid: request.openid,
    });
  });

  it('keeps to the order’s own sign type', async () => {
    answers(signed(prepaid, key, 'MD5'));

    const outcome = await gateway.prepay({ ...request, signType: 'MD5' });

    expect(outcome.kind).toBe('ok');
    expect(sent()[0]?.sign).toHaveLength(32);
  });

  it('cuts a long description between characters, and signs what it sends', async () => {
    answers(signed(prepaid));

    await gateway.prepay({ ...request, description: `${'普洱茶\n'.repeat(20)}\u0000` });

    const { body = '' } = sent()[0]!;
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(127);
    expect(body).toMatch(/^(普洱茶 )+普洱?茶?$/);
    expect(verifyV2(sent()[0]!, [key])).toBe(true);
  });

  it('takes an answer under the old key while keys rotate', async () => {
    answers(signed(prepaid, oldKey));

    expect((await gateway.prepay(request)).kind).toBe('ok');
  });

  it.each([
    ['ORDERPAID', 'ORDERPAID'],
    ['ORDER_PAID', 'ORDERPAID'],
    ['OUT_TRADE_NO_USED', 'OUTTRADENOUSED'],
    ['orderclosed', 'ORDERCLOSED'],
  ])('[D2-8] is rejected with %s as %s', async (errCode, code) => {
    answers(signed(failed(errCode)));

    expect(await gateway.prepay(request)).toEqual({ kind: 'rejected', code, message: '订单已支付' });
    expect(host.asked).toHaveLength(1);
  });

  it('[D1-9] asks again with the same business fields, a new nonce and a new sign', async () => {
    host.answer = (response) => {
      answers(signed(prepaid));
      response.destroy();
    };

    expect((await gateway.prepay(request)).kind).toBe('ok');

    const [first, second] = sent().map(({ nonce_str, sign, ...rest }) => ({
      nonce_str,
      sign,
      rest,
    }));
    expect(second?.rest).toEqual(first?.rest);
    expect(second?.nonce_str).not.toBe(first?.nonce_str);
    expect(second?.sign).not.toBe(first?.sign);
  });
});

describe('[F18] [F19] an answer that proves nothing is unknown', () => {
  const xml = signed(prepaid);

  it.each<[string, string, (response: ServerResponse) => unknown]>([
    ['no answer at all', 'timeout', () => undefined],
    ['a reset', 'UND_ERR_SOCKET', (response) => response.destroy()],
    ['a body that stops', 'timeout', (response) => response.writeHead(200).write(xml.slice(0, 50))],
    [
      'a body that is cut off',
      'UND_ERR_SOCKET',
      (response) => {
        response.writeHead(200, { 'content-length': xml.length }).write(xml.slice(0, 50));
        setTimeout(() => response.destroy(), 20);
      },
    ],
    ['an empty body', 'answer not one plain <xml> element', (response) => response.end()],
    ['a truncated document', 'answer not one plain', (response) => response.end(xml.slice(0, 90))],
    ['HTML', 'answer not one plain', (response) => response.end('<html><body>502</body></html>')],
    ['a body without end', 'answer too large', (response) => response.end('x'.repeat(200_000))],
    [
      'a redirect',
      'HTTP 302',
      (response) => response.writeHead(302, { location: '/pay/elsewhere' }).end(xml),
    ],
    ['202', 'HTTP 202', (response) => response.writeHead(202).end(xml)],
    ['429', 'HTTP 429', (response) => response.writeHead(429).end(xml)],
    ['500', 'HTTP 500', (response) => response.writeHead(500).end(xml)],
    ['a bad sign', 'the sign does not verify', (response) => response.end(signed(prepaid, 'x'.repeat(32)))],
    [
      '[D2-7] a refusal that somebody forged',
      'the sign does not verify',
      (response) => response.end(signed(failed('ORDERCLOSED'), 'x'.repeat(32))),
    ],
    ['no sign', 'the sign does not verify', (response) => response.end(writeXml(prepaid))],
    [
      '[D2-16] an unsigned refusal',
      'return_code FAIL: 签名错误',
      (response) => response.end(writeXml({ return_code: 'FAIL', return_msg: '签名错误' })),
    ],
    [
      'another app',
      'of another app or merchant',
      (response) => response.end(signed({ ...prepaid, appid: 'wx0000000000000000' })),
    ],
    [
      'another merchant',
      'of another app or merchant',
      (response) => response.end(signed({ ...prepaid, mch_id: '1900000000' })),
    ],
    ['SYSTEMERROR', 'SYSTEMERROR', (response) => response.end(signed(failed('SYSTEM_ERROR')))],
    ['no result_code', 'neither a result', (response) => response.end(signed(common))],
    ['a refusal without a code', 'neither a result', (response) => response.end(signed(failed('')))],
    ['[D2-8] no prepay_id', 'without a prepay_id', (response) => response.end(signed(success))],
  ])('%s: %s', async (_what, cause, answer) => {
    host.answer = answer;
    const start = performance.now();

    const outcome = await gateway.prepay(request);

    expect(outcome).toEqual({ kind: 'unknown', cause: expect.stringContaining(cause) });
    expect(performance.now() - start).toBeLessThan(CALL_MS + 1000);
    expect(host.asked.length).toBeLessThanOrEqual(3);
  });

  it('nobody listens: ECONNREFUSED', async () => {
    const config = configFor('http://127.0.0.1:9');
    const client = new V2Client(config, new WeChatHttp(config, new Random(), { pauseMs: 1 }), new Random());
    const alone = new V2Gateway(config, client, new Clock(config), new Random());

    expect(await alone.query(order)).toEqual({ kind: 'unknown', cause: 'ECONNREFUSED' });
  });
});

describe('query', () => {
  it.each(['SUCCESS', 'REFUND'])('of %s is a verified payment', async (trade_state) => {
    answers(signed({ ...paid, trade_state }));

    const outcome = await gateway.query(order);

    expect(outcome).toMatchObject({
      kind: 'ok',
      value: {
        state: 'paid',
        payment: { source: 'query', orderNo: order.orderNo, totalFen: 1999, currency: 'CNY' },
      },
    });
    expect(host.asked[0]?.target).toBe('/pay/orderquery');
    expect(sent()[0]?.out_trade_no).toBe(order.orderNo);
  });

  it.each([
    ['NOTPAY', 'unpaid'],
    ['USERPAYING', 'unpaid'],
    ['ACCEPT', 'unpaid'],
    ['PAYERROR', 'unpaid'],
    ['CLOSED', 'closed'],
    ['REVOKED', 'closed'],
  ])('of %s is %s', async (trade_state, state) => {
    answers(signed({ ...success, trade_state }));

    expect(await gateway.query(order)).toEqual({ kind: 'ok', value: { state } });
  });

  it.each(['ORDERNOTEXIST', 'ORDER_NOT_EXIST'])('of %s is absent', async (code) => {
    answers(signed(failed(code)));

    expect(await gateway.query(order)).toEqual({ kind: 'ok', value: { state: 'absent' } });
  });

  it.each([
    ['another order', { ...paid, out_trade_no: 'ANOTHER0000000000001' }],
    ['another order, unpaid', { ...success, trade_state: 'NOTPAY', out_trade_no: 'ANOTHER0000000000001' }],
    ['a payment without a transaction', { ...paid, transaction_id: '' }],
    ['a payment of no amount', { ...paid, total_fee: '' }],
    ['a state nobody knows', { ...paid, trade_state: 'SETTLED' }],
    ['a replayed notice, which has no trade_state', { ...paid, trade_state: '' }],
  ])('knows nothing from %s', async (_what, fields) => {
    answers(signed(fields));

    expect((await gateway.query(order)).kind).toBe('unknown');
  });
});

describe('query of one payment', () => {
  const { orderNo, ...merchant } = order;
  const { transaction_id: transactionId } = paid;

  it("asks by WeChat's number alone, and finds the order's", async () => {
    answers(signed(paid));

    const outcome = await gateway.queryPayment({ ...merchant, transactionId });

    expect(outcome).toMatchObject({
      kind: 'ok',
      value: { state: 'paid', payment: { transactionId, orderNo } },
    });
    expect(sent()[0]).toMatchObject({ transaction_id: transactionId });
    expect(sent()[0]).not.toHaveProperty('out_trade_no');
  });

  it.each([
    [
      'nothing of another payment',
      signed({ ...paid, transaction_id: '4200009999202601010000000000' }),
      'unknown',
    ],
    ['that there is none', signed(failed('ORDERNOTEXIST')), 'ok'],
  ])('learns %s', async (_what, answer, kind) => {
    answers(answer);

    expect(await gateway.queryPayment({ ...merchant, transactionId })).toMatchObject({ kind });
  });
});

describe('close', () => {
  it('is done when WeChat says so', async () => {
    answers(signed({ ...success, result_msg: 'OK' }));

    expect(await gateway.close(order)).toEqual({ kind: 'ok', value: 'closed' });
    expect(host.asked[0]?.target).toBe('/pay/closeorder');
    expect(sent()[0]?.out_trade_no).toBe(order.orderNo);
  });

  it.each(['ORDERPAID', 'ORDERCLOSED', 'ORDERNOTEXIST'])('is rejected with %s', async (code) => {
    answers(signed(failed(code)));

    expect(await gateway.close(order)).toMatchObject({ kind: 'rejected', code });
  });
});

describe('the parameters of wx.requestPayment, by WeChat’s known answers', () => {
  it.each(v2.paySign)('$id', ({ params, expected }) => {
    const config = configFor('http://127.0.0.1:9');
    const clock = Object.assign(new Clock(config), { now: () => new Date(Number(params.timeStamp) * 1000) });
    const random = Object.assign(new Random(), { hex: () => params.nonceStr });
    const scripted = new V2Gateway(config, new V2Client(config, http, random), clock, random);

    const client = scripted.clientParams(
      params.signType as 'MD5' | 'HMAC-SHA256',
      params.package.replace('prepay_id=', ''),
    );

    expect(client).toEqual(expected.clientParams);
  });

  it('are fresh at every tap', () => {
    const [first, second] = [gateway.clientParams('MD5', 'wx01'), gateway.clientParams('MD5', 'wx01')];

    expect(first.nonceStr).toMatch(/^[0-9A-F]{32}$/);
    expect(first.nonceStr).not.toBe(second.nonceStr);
  });
});

it('logs neither key, openid nor body of a call that failed', async () => {
  const warn = vi.spyOn(Logger.prototype, 'warn');
  host.answer = (response) => response.destroy();

  await gateway.prepay(request);

  expect(JSON.stringify(warn.mock.calls)).toContain(order.orderNo);
  expect(JSON.stringify(warn.mock.calls)).not.toMatch(new RegExp(`${key}|${request.openid}|203\\.0\\.113`));
});
