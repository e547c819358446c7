import { AppConfig, Random } from '@app/common';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { keys } from '../../../test/vectors/wechat-pay-vectors.json';
import type { Asked } from '../../../test/wechat/loopback-host';
import { openPay } from '../../../test/wechat/open-pay';
import { authorizationOf, isSigned, V3Host } from '../../../test/wechat/v3-host';
import type { RefundRequest } from './refund-gateway';
import { WeChatHttp } from './wechat-http';
import type { WeChatPayService } from './wechat-pay.service';

let wechat: V3Host;
let http: WeChatHttp;
let pay: WeChatPayService;

beforeAll(async () => {
  wechat = await V3Host.open();
  const config = AppConfig.from(wechat.settings);
  http = new WeChatHttp(config, new Random(), { callMs: 1000, connectMs: 500, pauseMs: 1 });
  pay = await openPay(config, http);
});

afterEach(() => {
  wechat.host.asked = [];
});

afterAll(async () => {
  wechat.close();
  await http.onApplicationShutdown();
});

const asked = {
  gateway: 'v3',
  signType: 'RSA',
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
  notifyUrl: 'https://mall.example.com/api/v1/pay/refund-notify/v3',
};

const amount = { total: 1999, refund: 999, payer_total: 1990, payer_refund: 990, currency: 'CNY' };
const processing = {
  refund_id: '50300001232026010112345678901',
  out_refund_no: asked.outRefundNo,
  transaction_id: request.transactionId,
  out_trade_no: asked.orderNo,
  channel: 'ORIGINAL',
  user_received_account: '支付用户零钱',
  create_time: '2026-01-02T09:10:08+08:00',
  status: 'PROCESSING',
  funds_account: 'UNSETTLED',
  amount,
};
const success = { ...processing, status: 'SUCCESS', success_time: '2026-01-02T09:10:11+08:00' };

describe('a refund over v3', () => {
  it('is asked for under the number of the payment, signed, and accepted is not refunded', async () => {
    wechat.answers(processing);

    const outcome = await pay.refund(request);

    expect(outcome).toEqual({
      kind: 'ok',
      value: {
        gateway: 'v3',
        source: 'answer',
        orderNo: asked.orderNo,
        transactionId: request.transactionId,
        outRefundNo: asked.outRefundNo,
        refundId: processing.refund_id,
        totalFen: 1999,
        refundFen: 999,
        state: 'processing',
        succeededAt: undefined,
      },
    });
    const [sent] = wechat.host.asked as [Asked];
    expect(sent).toMatchObject({ method: 'POST', target: '/v3/refund/domestic/refunds' });
    expect(isSigned(sent)).toBe(true);
    expect(JSON.parse(sent.body)).toEqual({
      transaction_id: request.transactionId,
      out_refund_no: asked.outRefundNo,
      reason: '七天无理由退货',
      notify_url: request.notifyUrl,
      amount: { refund: 999, total: 1999, currency: 'CNY' },
    });
  });

  it('is told of as done where WeChat says so at once', async () => {
    wechat.answers(success);

    expect(await pay.refund(request)).toMatchObject({
      kind: 'ok',
      value: { state: 'success', succeededAt: new Date('2026-01-02T01:10:11Z') },
    });
  });

  it('[D1-14], [D3-16] is asked for again under the same number, signed anew, where the outcome is unknown', async () => {
    wechat.host.answer = (response) => {
      wechat.answers(processing);
      response.destroy();
    };

    expect((await pay.refund(request)).kind).toBe('ok');

    const [first, second] = wechat.host.asked as [Asked, Asked];
    expect(second.body).toBe(first.body);
    expect(authorizationOf(second).nonce_str).not.toBe(authorizationOf(first).nonce_str);
    expect(isSigned(second)).toBe(true);
  });

  it('[D3-14] sends no emoji, no null, and a long reason as far as WeChat takes it', async () => {
    wechat.answers(processing);

    await pay.refund({ ...request, reason: `🍐尺寸\n${'不合适'.repeat(40)}` });
    await pay.refund({ ...request, reason: '🍐' });

    const [long, none] = wechat.host.asked.map(({ body }) => JSON.parse(body) as { reason?: string });
    expect(long?.reason).toMatch(/^尺寸 (不合适)+/);
    expect(long?.reason).toHaveLength(80);
    expect(none).not.toHaveProperty('reason');
    expect(wechat.host.asked[1]?.body).not.toContain('null');
  });

  it.each([
    [403, 'NOT_ENOUGH', 'NOTENOUGH'],
    [403, 'NOTENOUGH', 'NOTENOUGH'],
    [404, 'RESOURCE_NOT_EXISTS', 'RESOURCENOTEXISTS'],
    [400, 'INVALID_REQUEST', 'INVALIDREQUEST'],
    [403, 'USER_ACCOUNT_ABNORMAL', 'USERACCOUNTABNORMAL'],
  ])('is rejected with a signed %i %s', async (status, said, code) => {
    wechat.refuses(status, said, {});

    expect(await pay.refund(request)).toEqual({ kind: 'rejected', code, message: '说明' });
  });

  it.each<[string, string, () => void]>([
    ['SYSTEM_ERROR', 'HTTP 500', () => wechat.refuses(500, 'SYSTEM_ERROR', {})],
    ['FREQUENCY_LIMITED', 'HTTP 429', () => wechat.refuses(429, 'FREQUENCY_LIMITED', {})],
    ['BIZERR_NEED_RETRY', 'BIZERRNEEDRETRY', () => wechat.refuses(400, 'BIZERR_NEED_RETRY', {})],
    ['an unsigned refusal', 'not signed', () => wechat.refuses(403, 'NOT_ENOUGH')],
    ['another body than signed', 'signature', () => wechat.answers(processing, { over: '{}' })],
    ['no object', 'no JSON object', () => wechat.answers([])],
    ['another refund', 'outRefundNo', () => wechat.answers({ ...processing, out_refund_no: 'R2' })],
    ['another order', 'orderNo', () => wechat.answers({ ...processing, out_trade_no: 'ANOTHER1' })],
    ['another payment', 'transactionId', () => wechat.answers({ ...processing, transaction_id: '42' })],
    [
      'another amount',
      'refundFen',
      () => wechat.answers({ ...processing, amount: { ...amount, refund: 998 } }),
    ],
    [
      'another total',
      'totalFen',
      () => wechat.answers({ ...processing, amount: { ...amount, total: 2000 } }),
    ],
    [
      'another currency',
      'CNY',
      () => wechat.answers({ ...processing, amount: { ...amount, currency: 'USD' } }),
    ],
    ['no amount', 'amount', () => wechat.answers({ ...processing, amount: undefined })],
    [
      '[D3-17] a notice',
      'status',
      () => wechat.answers({ ...processing, status: undefined, refund_status: 'SUCCESS' }),
    ],
  ])('is unknown after %s', async (_what, cause, answer) => {
    answer();

    expect(await pay.refund(request)).toEqual({ kind: 'unknown', cause: expect.stringContaining(cause) });
  });
});

describe('a query of a refund over v3', () => {
  it('is a verified refund of the amount that was asked for, whatever the payer’s coupon paid of it', async () => {
    wechat.answers(success);

    expect(await pay.queryRefund(asked)).toMatchObject({
      kind: 'ok',
      value: { state: 'success', refund: { source: 'query', refundFen: 999, totalFen: 1999 } },
    });
    const [sent] = wechat.host.asked as [Asked];
    expect(sent).toMatchObject({
      method: 'GET',
      target: `/v3/refund/domestic/refunds/${asked.outRefundNo}`,
      body: '',
    });
    expect(isSigned(sent)).toBe(true);
  });

  it('signs a number that must be encoded as it is sent', async () => {
    const odd = { ...asked, outRefundNo: 'RF20260101-000001@1' };
    wechat.answers({ ...success, out_refund_no: odd.outRefundNo });

    expect((await pay.queryRefund(odd)).kind).toBe('ok');
    expect(wechat.host.asked[0]?.target).toContain('/RF20260101-000001%401');
    expect(isSigned(wechat.host.asked[0]!)).toBe(true);
  });

  it.each([
    ['PROCESSING', 'processing'],
    ['CLOSED', 'closed'],
    ['ABNORMAL', 'abnormal'],
  ])('of %s is %s', async (status, state) => {
    wechat.answers({ ...processing, status });

    expect(await pay.queryRefund(asked)).toMatchObject({
      kind: 'ok',
      value: { state, refund: { state, succeededAt: undefined } },
    });
  });

  it('is absent under a signature alone', async () => {
    wechat.refuses(404, 'RESOURCE_NOT_EXISTS', {});
    const signed = await pay.queryRefund(asked);
    wechat.refuses(404, 'RESOURCE_NOT_EXISTS');
    const unsigned = await pay.queryRefund(asked);
    wechat.refuses(404, 'RESOURCE_NOT_EXISTS', { over: 'another body' });
    const forged = await pay.queryRefund(asked);

    expect(signed).toEqual({ kind: 'ok', value: { state: 'absent' } });
    expect([unsigned.kind, forged.kind]).toEqual(['unknown', 'unknown']);
  });

  it.each<[string, unknown]>([
    ['another refund', { ...success, out_refund_no: 'R2' }],
    ['another order', { ...success, out_trade_no: 'ANOTHER0000000000001' }],
    ['no status', { ...success, status: undefined }],
    ['a status nobody knows', { ...success, status: 'SETTLED' }],
    ['an amount of text', { ...success, amount: { ...amount, refund: '999' } }],
    ['an amount of nothing', { ...success, amount: { ...amount, refund: 0 } }],
    ['a time without a zone', { ...success, success_time: '2026-01-02T09:10:11' }],
    ['no object', '[]'],
  ])('knows nothing from %s', async (_what, said) => {
    wechat.answers(said);

    expect((await pay.queryRefund(asked)).kind).toBe('unknown');
  });
});
