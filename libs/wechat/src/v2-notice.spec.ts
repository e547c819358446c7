import { describe, expect, it } from 'vitest';
import { keys, v2 } from '../../../test/vectors/wechat-pay-vectors.json';
import { NoticeRejected, type PayNotice } from './pay-gateway';
import { readV2PayNotice } from './v2-notice';
import { signV2, verifyV2, type Fields } from './v2-sign';
import { parseXml, writeXml } from './v2-xml';

const key = keys.apiV2Key;
const reader = { appId: keys.appid, mchId: keys.mchid, keys: [key] };
const read = (xml: string) => readV2PayNotice(Buffer.from(xml), reader);

describe('payment notices, by WeChat’s known answers', () => {
  const accepted = v2.payNotify.filter(({ expected }) => expected.verdict === 'accept');
  const refused = v2.payNotify.filter(({ expected }) => expected.verdict === 'reject');

  it.each(accepted)('$id', ({ body, expected }) => {
    const fields = parseXml(Buffer.from(body));
    const { kind } = read(body);

    expect({ ...fields }).toEqual(expected.fields);
    expect(verifyV2(fields, [key])).toBe(true);
    expect(kind).toBe(fields.result_code === 'SUCCESS' ? 'paid' : 'failed');
  });

  it.each(refused)('$id', ({ body }) => {
    expect(() => read(body)).toThrow(NoticeRejected);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

/** A notice as WeChat sends it; `but` changes it before it is signed, `undefined` leaves a field out. */
function notice(but: Record<string, string | undefined> = {}, by = key): string {
  const fields = {
    return_code: 'SUCCESS',
    result_code: 'SUCCESS',
    appid: keys.appid,
    mch_id: keys.mchid,
    nonce_str: '8264ILTKCH16CQ25',
    openid: 'oTEST0aBcDeFgHiJkLmNoPqRsTu1',
    trade_type: 'JSAPI',
    bank_type: 'OTHERS',
    total_fee: '12990',
    fee_type: 'CNY',
    cash_fee: '12000',
    transaction_id: '4200002345202601016789012345',
    out_trade_no: '26010108AB12CD34EF56',
    time_end: '20260101081233',
    ...but,
  };
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  return signed(Object.fromEntries(present), by);
}

function signed(fields: Fields, by = key): string {
  return writeXml({ ...fields, sign: signV2(fields, by, 'HMAC-SHA256') });
}

describe('a payment notice', () => {
  it('is a verified payment of the order’s whole amount', () => {
    const { kind, eventKey, payment } = read(notice()) as PayNotice & { kind: 'paid' };

    expect({ kind, eventKey }).toEqual({ kind: 'paid', eventKey: '4200002345202601016789012345' });
    expect({ ...payment }).toEqual({
      gateway: 'v2',
      source: 'notice',
      appId: keys.appid,
      mchId: keys.mchid,
      orderNo: '26010108AB12CD34EF56',
      transactionId: '4200002345202601016789012345',
      totalFen: 12990,
      currency: 'CNY',
      openid: 'oTEST0aBcDeFgHiJkLmNoPqRsTu1',
      paidAt: new Date('2026-01-01T08:12:33+08:00'),
    });
  });

  it('has yuan where it names no currency, and keeps the one it names', () => {
    expect(read(notice({ fee_type: undefined }))).toMatchObject({ payment: { currency: 'CNY' } });
    expect(read(notice({ fee_type: '' }))).toMatchObject({ payment: { currency: 'CNY' } });
    expect(read(notice({ fee_type: 'USD' }))).toMatchObject({ payment: { currency: 'USD' } });
  });

  it('is taken under the old key while keys rotate', () => {
    const old = 'o'.repeat(32);
    const rotating = { ...reader, keys: [key, old] };

    expect(readV2PayNotice(Buffer.from(notice({}, old)), rotating).kind).toBe('paid');
    expect(() => read(notice({}, old))).toThrow(NoticeRejected);
  });

  it('of a failed payment says so, and nothing more', () => {
    const failed = notice({ result_code: 'FAIL', err_code: 'NOTENOUGH', transaction_id: undefined });

    expect(read(failed)).toEqual({
      kind: 'failed',
      eventKey: '26010108AB12CD34EF56 NOTENOUGH',
      orderNo: '26010108AB12CD34EF56',
    });
  });

  it.each([
    ['another app', notice({ appid: 'wx0000000000000000' })],
    ['another merchant', notice({ mch_id: '1900000000' })],
    ['no app', notice({ appid: undefined })],
    ['a return_code that is no success', notice({ return_code: 'FAIL' })],
    ['no result_code', notice({ result_code: undefined })],
    ['an unknown result_code', notice({ result_code: 'success' })],
    ['no transaction', notice({ transaction_id: undefined })],
    ['an empty transaction', notice({ transaction_id: '' })],
    ['no order', notice({ out_trade_no: undefined })],
    ['an order that could be no number of ours', notice({ out_trade_no: "1' OR '1'='1" })],
    ['no amount', notice({ total_fee: undefined })],
    ['an amount of nothing', notice({ total_fee: '0' })],
    ['an amount with decimals', notice({ total_fee: '129.90' })],
    ['an amount in hex', notice({ total_fee: '0x32be' })],
    ['a negative amount', notice({ total_fee: '-1' })],
    ['an amount with blanks', notice({ total_fee: ' 12990' })],
    ['an amount beyond all reason', notice({ total_fee: '9'.repeat(20) })],
    ['a cash amount that is no number', notice({ cash_fee: 'NaN' })],
    ['no time', notice({ time_end: undefined })],
    ['a time that is none', notice({ time_end: '20261301081233' })],
  ])('is refused for %s', (_what, xml) => {
    expect(() => read(xml)).toThrow(NoticeRejected);
  });
});

describe('another message that our key signed is no notice', () => {
  const common = {
    return_code: 'SUCCESS',
    result_code: 'SUCCESS',
    appid: keys.appid,
    mch_id: keys.mchid,
    nonce_str: 'n',
  };
  const refund = { transaction_id: '42', out_trade_no: 'ORDER1', out_refund_no: 'R1', refund_id: '50' };

  it.each([
    ['an orderquery answer', notice({ trade_state: 'SUCCESS' })],
    ['an orderquery answer of an unpaid order', signed({ ...common, trade_state: 'NOTPAY' })],
    ['a unifiedorder answer', signed({ ...common, trade_type: 'JSAPI', prepay_id: 'wx01' })],
    ['a refused unifiedorder', signed({ ...common, result_code: 'FAIL', err_code: 'ORDERPAID' })],
    ['a closeorder answer', signed({ ...common, result_msg: 'OK' })],
    ['a refund answer', signed({ ...common, ...refund, total_fee: '1', cash_fee: '1', refund_fee: '1' })],
    ['a refundquery answer', notice({ refund_count: '1', refund_status_0: 'SUCCESS' })],
  ])('%s', (_what, xml) => {
    expect(() => read(xml)).toThrow(NoticeRejected);
  });

  it.each(v2.paySign)('the paySign that a shopper holds: $id', ({ params, expected }) => {
    const replayed = { ...params, sign: expected.sign };

    expect(verifyV2(replayed, [key])).toBe(true);
    expect(() => read(writeXml(replayed))).toThrow('return_code is not SUCCESS');
    expect(() => read(writeXml({ ...replayed, return_code: 'SUCCESS' }))).toThrow('does not verify');
  });
});

it('refuses without repeating anything of the message', () => {
  const values = ['<b>oops</b>', 'x'.repeat(50)];

  for (const value of values)
    expect(() => read(notice({ out_trade_no: value }))).toThrow(/^out_trade_no is missing or malformed$/);
});
