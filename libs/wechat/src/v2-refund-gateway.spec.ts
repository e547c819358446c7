import { AppConfig, Random } from '@app/common';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { keys } from '../../../test/vectors/wechat-pay-vectors.json';
import { LoopbackHost } from '../../../test/wechat/loopback-host';
import { openPay } from '../../../test/wechat/open-pay';
import { CERTIFICATE, PRIVATE_KEY } from '../../../test/wechat/tls-pair';
import type { RefundRequest } from './refund-gateway';
import { signV2, verifyV2, type Fields } from './v2-sign';
import { parseXml, writeXml } from './v2-xml';
import { WeChatHttp } from './wechat-http';
import type { WeChatPayService } from './wechat-pay.service';

const key = keys.apiV2Key;
const folder = mkdtempSync(path.join(tmpdir(), 'v2-refund-'));
const file = (name: string) => path.join(folder, name);
const merchantPem = (name: string) => readFileSync(path.join(inject('keysDir'), name));

/** Refunds go to one host, everything else to the other. */
let refunds: LoopbackHost;
let payments: LoopbackHost;
let http: WeChatHttp;
let pay: WeChatPayService;

beforeAll(async () => {
  writeFileSync(file('ca.pem'), CERTIFICATE);
  refunds = await LoopbackHost.open(asking({ rejectUnauthorized: false }));
  payments = await LoopbackHost.open();
});

beforeEach(async () => {
  showing(merchantPem('merchant-cert.pem'), merchantPem('merchant-key.pem'));
  http = new WeChatHttp(configFor(), new Random(), { callMs: 1000, connectMs: 500, pauseMs: 1 });
  pay = await payAt(refunds.url);
});

afterEach(async () => {
  await http.onApplicationShutdown();
  refunds.asked = [];
  payments.asked = [];
});

afterAll(() => {
  refunds.close();
  payments.close();
  rmSync(folder, { recursive: true });
});

/** A TLS host that knows this merchant's certificate. */
function asking(options: { rejectUnauthorized: boolean }) {
  const ca = merchantPem('merchant-cert.pem');
  return { cert: CERTIFICATE, key: PRIVATE_KEY, requestCert: true, ca, ...options };
}

function showing(cert: string | Buffer, privateKey: string | Buffer): void {
  writeFileSync(file('cert.pem'), cert);
  writeFileSync(file('key.pem'), privateKey);
}

function configFor(settings: Record<string, string> = {}): AppConfig {
  return AppConfig.from({
    WECHAT_PAY_URL: payments.url,
    WECHAT_CA_FILE: file('ca.pem'),
    WECHAT_APP_ID: keys.appid,
    WECHAT_PAY_MCH_ID: keys.mchid,
    WECHAT_PAY_V2_KEY: key,
    WECHAT_PAY_MCH_CERT_FILE: file('cert.pem'),
    WECHAT_PAY_MCH_KEY_FILE: file('key.pem'),
    ...settings,
  });
}

function payAt(refundUrl: string, settings: Record<string, string> = {}): Promise<WeChatPayService> {
  return openPay(configFor({ WECHAT_PAY_REFUND_URL: refundUrl, ...settings }), http);
}

const asked = {
  gateway: 'v2',
  signType: 'HMAC-SHA256',
  appId: keys.appid,
  mchId: keys.mchid,
  orderNo: '26010108AB12CD34EF56',
  outRefundNo: 'R26010108AB12CD34EF56',
} as const;

const request: RefundRequest = {
  ...asked,
  transactionId: '4200002345202601016789012345',
  totalFen: 1999,
  refundFen: 999,
  reason: '七天无理由退货',
  notifyUrl: 'https://mall.example.com/api/v1/pay/refund-notify',
};

const common = { return_code: 'SUCCESS', appid: keys.appid, mch_id: keys.mchid, nonce_str: 'n' };
const order = {
  ...common,
  result_code: 'SUCCESS',
  transaction_id: request.transactionId,
  out_trade_no: asked.orderNo,
  total_fee: '1999',
  fee_type: 'CNY',
  cash_fee: '1999',
};
const accepted = {
  ...order,
  out_refund_no: asked.outRefundNo,
  refund_id: '50300001232026010112345678901',
  refund_fee: '999',
  cash_refund_fee: '999',
};
const found = {
  ...order,
  total_refund_count: '1',
  refund_count: '1',
  out_refund_no_0: asked.outRefundNo,
  refund_id_0: accepted.refund_id,
  refund_channel_0: '',
  refund_fee_0: '999',
  refund_status_0: 'SUCCESS',
  refund_recv_accout_0: '支付用户零钱',
  refund_success_time_0: '2026-01-02 09:10:11',
};
const failed = (err_code: string) => ({ ...common, result_code: 'FAIL', err_code, err_code_des: '说明' });

function signed(fields: Fields): string {
  return writeXml({ ...fields, sign: signV2(fields, key, 'HMAC-SHA256') });
}

/** As WeChat's own front does: HTTP 400 and HTML for a connection without a certificate that it knows. */
function accepts(fields: Fields): void {
  refunds.answer = (response, { authorized }) =>
    authorized
      ? response.end(signed(fields))
      : response.writeHead(400).end('<html>No required SSL certificate was sent</html>');
}

function says(fields: Fields): void {
  payments.answer = (response) => response.end(signed(fields));
}

describe('a refund over v2', () => {
  it('is asked for with signed fields, under the number of the payment, and accepted is not refunded', async () => {
    accepts(accepted);

    const outcome = await pay.refund(request);

    expect(outcome).toEqual({
      kind: 'ok',
      value: {
        gateway: 'v2',
        source: 'answer',
        orderNo: asked.orderNo,
        transactionId: request.transactionId,
        outRefundNo: asked.outRefundNo,
        refundId: accepted.refund_id,
        totalFen: 1999,
        refundFen: 999,
        state: 'processing',
        succeededAt: undefined,
      },
    });
    const [{ target, body }] = refunds.asked as [(typeof refunds.asked)[0]];
    const { nonce_str, sign, ...fields } = parseXml(Buffer.from(body));
    expect(target).toBe('/secapi/pay/refund');
    expect(verifyV2({ ...fields, nonce_str: nonce_str!, sign: sign! }, [key])).toBe(true);
    expect(fields).toEqual({
      appid: keys.appid,
      mch_id: keys.mchid,
      sign_type: 'HMAC-SHA256',
      transaction_id: request.transactionId,
      out_refund_no: asked.outRefundNo,
      total_fee: '1999',
      refund_fee: '999',
      refund_desc: '七天无理由退货',
      notify_url: request.notifyUrl,
    });
    expect(payments.asked).toEqual([]);
  });

  it('[D1-14] is asked for again under the same number where the outcome is unknown', async () => {
    refunds.answer = (response) => {
      accepts(accepted);
      response.destroy();
    };

    expect((await pay.refund(request)).kind).toBe('ok');

    const [first, second] = refunds.asked.map(({ body }) => parseXml(Buffer.from(body)));
    const again = { ...first, nonce_str: second?.nonce_str, sign: second?.sign };
    expect({ ...second }).toEqual(again);
    expect(second?.nonce_str).not.toBe(first?.nonce_str);
  });

  it('[D2-4] says a long reason as far as WeChat takes it, and no reason not at all', async () => {
    accepts(accepted);

    await pay.refund({ ...request, reason: `尺寸\n${'不合适'.repeat(40)}` });
    await pay.refund({ ...request, reason: ' ' });

    const [long, none] = refunds.asked.map(({ body }) => parseXml(Buffer.from(body)));
    expect(long?.refund_desc).toMatch(/^尺寸 (不合适)+不合$/);
    expect(long?.refund_desc).toHaveLength(80);
    expect(none).not.toHaveProperty('refund_desc');
  });

  it.each(['NOTENOUGH', 'NOT_ENOUGH', 'TRADE_OVERDUE', 'ERROR', 'USER_ACCOUNT_ABNORMAL', 'ORDERNOTEXIST'])(
    'is rejected with %s',
    async (said) => {
      accepts(failed(said));

      const code = said.replaceAll('_', '');
      expect(await pay.refund(request)).toEqual({ kind: 'rejected', code, message: '说明' });
    },
  );

  it.each<[string, string, Fields]>([
    ['SYSTEMERROR', 'SYSTEMERROR', failed('SYSTEMERROR')],
    ['BIZERR_NEED_RETRY', 'BIZERRNEEDRETRY', failed('BIZERR_NEED_RETRY')],
    ['FREQUENCY_LIMITED', 'FREQUENCYLIMITED', failed('FREQUENCY_LIMITED')],
    ['INVALID_REQ_TOO_MUCH', 'INVALIDREQTOOMUCH', failed('INVALID_REQ_TOO_MUCH')],
    ['another refund', 'outRefundNo', { ...accepted, out_refund_no: 'R2' }],
    ['another order', 'orderNo', { ...accepted, out_trade_no: 'ANOTHER0000000000001' }],
    ['another payment', 'transactionId', { ...accepted, transaction_id: '42' }],
    ['another amount', 'refundFen', { ...accepted, refund_fee: '998' }],
    ['another total', 'totalFen', { ...accepted, total_fee: '2000' }],
    ['another currency', 'CNY', { ...accepted, fee_type: 'USD' }],
    ['no refund_id', 'refund_id', { ...accepted, refund_id: '' }],
    ['no amount', 'refund_fee', { ...accepted, refund_fee: '0' }],
    ['a replayed answer of refundquery', 'out_refund_no', found],
  ])('is unknown after an answer of %s', async (_what, cause, fields) => {
    accepts(fields);

    expect(await pay.refund(request)).toEqual({ kind: 'unknown', cause: expect.stringContaining(cause) });
  });
});

describe('[D2-11] the merchant’s certificate', () => {
  it('is shown to the host of refunds', async () => {
    accepts(accepted);

    await pay.refund(request);

    expect(refunds.asked.map(({ authorized }) => authorized)).toEqual([true]);
  });

  it('is unknown to a host that wants another one: HTTP 400 and HTML say nothing about the refund', async () => {
    accepts(accepted);
    showing(CERTIFICATE, PRIVATE_KEY);

    expect(await pay.refund(request)).toEqual({ kind: 'unknown', cause: 'HTTP 400' });
    expect(refunds.asked[0]?.authorized).toBe(false);
  });

  it('ends the connection at a host that speaks with nobody else', async () => {
    const strict = await LoopbackHost.open(asking({ rejectUnauthorized: true }));
    strict.answer = (response) => response.end(signed(accepted));
    const strictly = await payAt(strict.url);

    const known = await strictly.refund(request);
    showing(CERTIFICATE, PRIVATE_KEY);
    const stranger = await strictly.refund(request);

    expect(known.kind).toBe('ok');
    expect(stranger.kind).toBe('unknown');
    expect(strict.asked).toHaveLength(1);
    strict.close();
  });

  it('is read again when its files change', async () => {
    accepts(accepted);
    showing(CERTIFICATE, PRIVATE_KEY);
    await pay.refund(request);
    showing(merchantPem('merchant-cert.pem'), merchantPem('merchant-key.pem'));

    expect((await pay.refund(request)).kind).toBe('ok');
  });

  it.each([
    ['is no certificate', 'cert.pem', 'ERR_OSSL_PEM_NO_START_LINE'],
    ['is absent', 'absent.pem', 'the merchant’s file cannot be read'],
  ])('makes the refund unknown where its file %s, and nobody is asked', async (_what, name, cause) => {
    writeFileSync(file('cert.pem'), 'none');
    const without = await payAt(refunds.url, { WECHAT_PAY_MCH_CERT_FILE: file(name) });

    const outcome = await without.refund(request);

    expect(outcome).toEqual({ kind: 'unknown', cause: expect.stringContaining(cause.replace('’', "'")) });
    expect(refunds.asked).toEqual([]);
  });
});

describe('a query of a refund over v2', () => {
  it('[D2-3] is a verified refund; empty elements of the answer take no part in its sign', async () => {
    says(found);

    expect(await pay.queryRefund(asked)).toMatchObject({
      kind: 'ok',
      value: {
        state: 'success',
        refund: {
          source: 'query',
          refundId: accepted.refund_id,
          refundFen: 999,
          totalFen: 1999,
          succeededAt: new Date('2026-01-02T01:10:11Z'),
        },
      },
    });
    const [{ target, body, authorized }] = payments.asked as [(typeof payments.asked)[0]];
    expect(target).toBe('/pay/refundquery');
    expect(parseXml(Buffer.from(body))).toMatchObject({ out_refund_no: asked.outRefundNo });
    expect(authorized).toBeUndefined();
  });

  it.each([
    ['PROCESSING', 'processing'],
    ['REFUNDCLOSE', 'closed'],
    ['CHANGE', 'abnormal'],
  ])('of %s is %s, and has no time', async (refund_status_0, state) => {
    says({ ...found, refund_status_0 });

    expect(await pay.queryRefund(asked)).toMatchObject({
      kind: 'ok',
      value: { state, refund: { state, succeededAt: undefined } },
    });
  });

  it('finds the refund by its number among others of its payment', async () => {
    const other = { out_refund_no_0: 'R0', refund_id_0: '1', refund_fee_0: '1', refund_status_0: 'SUCCESS' };
    const ours = {
      out_refund_no_1: asked.outRefundNo,
      refund_id_1: '2',
      refund_fee_1: '2',
      refund_status_1: 'CHANGE',
    };
    says({ ...order, refund_count: '2', ...other, ...ours });

    expect(await pay.queryRefund(asked)).toMatchObject({
      value: { state: 'abnormal', refund: { refundId: '2', refundFen: 2 } },
    });
  });

  it('is absent where WeChat signs that it knows none', async () => {
    says(failed('REFUNDNOTEXIST'));

    expect(await pay.queryRefund(asked)).toEqual({ kind: 'ok', value: { state: 'absent' } });
  });

  it.each<[string, (response: ServerResponse) => unknown]>([
    [
      'an unsigned refusal',
      (response) => response.end(writeXml({ return_code: 'FAIL', return_msg: 'REFUNDNOTEXIST' })),
    ],
    ['a refusal signed by somebody else', (response) => response.end(writeXml(failed('REFUNDNOTEXIST')))],
    ['another order', (response) => response.end(signed({ ...found, out_trade_no: 'ANOTHER0000000000001' }))],
    ['another refund', (response) => response.end(signed({ ...found, out_refund_no_0: 'R2' }))],
    ['no status', (response) => response.end(signed({ ...found, refund_status_0: '' }))],
    ['a status nobody knows', (response) => response.end(signed({ ...found, refund_status_0: 'SETTLED' }))],
    ['no amount', (response) => response.end(signed({ ...found, refund_fee_0: '' }))],
    [
      'a time that is none',
      (response) => response.end(signed({ ...found, refund_success_time_0: 'yesterday' })),
    ],
    ['a replayed answer of the refund', (response) => response.end(signed(accepted))],
  ])('is unknown after %s', async (_what, answer) => {
    payments.answer = answer;

    expect((await pay.queryRefund(asked)).kind).toBe('unknown');
  });
});
