import { writeXml } from '@app/wechat';
import { describe, expect, it } from 'vitest';
import { type Rig, startRig } from './rig';

const PAY = '/pay/unifiedorder';

describe('unifiedorder', () => {
  it.each(['MD5', 'HMAC-SHA256'] as const)('answers a prepay_id to a %s signature', async (type) => {
    const rig = await startRig();

    const answer = await rig.pay(PAY, rig.terms(await rig.login()), type);

    expect(answer).toMatchObject({ result_code: 'SUCCESS', trade_type: 'JSAPI' });
    expect(answer.prepay_id).toMatch(/^wx\d{14}[0-9a-f]{20}$/);
    expect(answer.sign).toHaveLength(type === 'MD5' ? 32 : 64);
  });

  it('signs with MD5 where no sign_type is said', async () => {
    const rig = await startRig();

    const answer = await rig.pay(PAY, { ...rig.terms(await rig.login()), sign_type: '' }, 'MD5');

    expect(answer.result_code).toBe('SUCCESS');
  });

  it('answers the same prepay_id again, whatever the address, nonce and signature type', async () => {
    const rig = await startRig();
    const { terms, prepay_id } = await rig.ordered();

    const again = await rig.pay(PAY, { ...terms, spbill_create_ip: '::1', nonce_str: 'OTHER' }, 'MD5');

    expect(again.prepay_id).toBe(prepay_id);
  });

  it('makes a new prepay_id when the old one is two hours old', async () => {
    const rig = await startRig();
    const { terms, prepay_id } = await rig.ordered({ time_expire: '' });

    await rig.sim('clock', { advanceSeconds: 7201 });
    const again = await rig.pay(PAY, terms);

    expect(again.prepay_id).toMatch(/^wx/);
    expect(again.prepay_id).not.toBe(prepay_id);
    await rig.sim('pay', { prepay_id }, 409);
  });

  it.each<Record<string, string>>([
    { body: '别的' },
    { total_fee: '1' },
    { notify_url: 'http://127.0.0.1:9/other' },
    { time_expire: '20991231235959' },
    { time_expire: '' },
    { attach: 'x' },
  ])('knows a number that comes back with other fields: %j', async (other) => {
    const rig = await startRig();
    const { terms } = await rig.ordered();

    expect((await rig.pay(PAY, { ...terms, ...other })).err_code).toBe('OUT_TRADE_NO_USED');
  });

  it('knows a number that comes back with another payer', async () => {
    const rig = await startRig();
    const { terms } = await rig.ordered();

    const answer = await rig.pay(PAY, { ...terms, openid: await rig.login('wang') });

    expect(answer.err_code).toBe('OUT_TRADE_NO_USED');
  });

  it('repeats an order in its last minute, but not after its time', async () => {
    const rig = await startRig();
    const { terms } = await rig.ordered({ time_expire: rig.stampIn(90) });

    await rig.sim('clock', { advanceSeconds: 60 });
    const inTime = await rig.pay(PAY, terms);
    await rig.sim('clock', { advanceSeconds: 60 });
    const tooLate = await rig.pay(PAY, terms);

    expect(inTime.result_code).toBe('SUCCESS');
    expect(tooLate.err_code).toBe('PARAM_ERROR');
  });

  it.each([
    'body',
    'out_trade_no',
    'total_fee',
    'spbill_create_ip',
    'notify_url',
    'trade_type',
    'openid',
    'nonce_str',
  ])('lacks %s', async (name) => {
    const rig = await startRig();
    const answer = await rig.pay(PAY, { ...rig.terms(await rig.login()), [name]: '' });

    expect(answer).toMatchObject({ return_code: 'SUCCESS', result_code: 'FAIL', err_code: 'LACK_PARAMS' });
    expect(answer.err_code_des).toContain(name);
  });

  it.each<Record<string, string>>([
    { body: '茶'.repeat(43) },
    { attach: 'a'.repeat(128) },
    { out_trade_no: 'AB123' },
    { out_trade_no: 'A'.repeat(33) },
    { out_trade_no: 'AB 1234' },
    { total_fee: '0' },
    { total_fee: '12.90' },
    { total_fee: '-1' },
    { total_fee: '0100' },
    { spbill_create_ip: '1.2.3' },
    { fee_type: 'USD' },
    { notify_url: 'http://shop.example.com/notify' },
    { notify_url: 'http://127.0.0.1:3000/notify?x=1' },
    { notify_url: 'http://u:p@127.0.0.1:3000/notify' },
    { notify_url: 'ftp://127.0.0.1/notify' },
    { notify_url: '/notify' },
    { time_expire: '2026-01-01' },
    { time_expire: '20260231000000' },
    { time_expire: '20200101000000' },
    { trade_type: 'jsapi' },
    { openid: 'oUnknownUnknownUnknownUnknow' },
    { nonce_str: 'n'.repeat(33) },
    { limit_pay: 'credit' },
  ])('refuses %j', async (other) => {
    const rig = await startRig();

    const answer = await rig.pay(PAY, rig.terms(await rig.login(), other));

    expect(answer).toMatchObject({ return_code: 'SUCCESS', result_code: 'FAIL', err_code: 'PARAM_ERROR' });
  });

  it('wants time_expire more than a minute ahead', async () => {
    const rig = await startRig();

    const answer = await rig.pay(PAY, rig.terms(await rig.login(), { time_expire: rig.stampIn(55) }));

    expect(answer.err_code).toBe('PARAM_ERROR');
  });

  it('has JSAPI alone', async () => {
    const rig = await startRig();

    expect((await rig.pay(PAY, rig.terms(await rig.login(), { trade_type: 'NATIVE' }))).err_code).toBe(
      'NOAUTH',
    );
  });
});

/** The code of an answer that says FAIL and is not signed. */
async function refusal(send: (rig: Rig) => Promise<Record<string, string>>) {
  const rig = await startRig();
  const answer = await send(rig);
  expect(answer.return_code).toBe('FAIL');
  expect(answer.sign).toBeUndefined();
  return answer.err_code;
}

describe('what WeChat does not understand', () => {
  it.each([
    ['nothing', '', 'POST_DATA_EMPTY'],
    ['JSON', '{"appid":"x"}', 'XML_FORMAT_ERROR'],
    ['a DTD', '<!DOCTYPE xml [<!ENTITY a "b">]><xml><appid>&a;</appid></xml>', 'XML_FORMAT_ERROR'],
    ['a repeated tag', '<xml><appid>a</appid><appid>b</appid></xml>', 'XML_FORMAT_ERROR'],
    ['bytes that are no UTF-8', Buffer.from([0x3c, 0xff, 0xfe]), 'NOT_UTF8'],
    ['no merchant', '<xml><total_fee>1</total_fee></xml>', 'LACK_PARAMS'],
  ])('%s', async (_name, body, code) => {
    expect(await refusal((rig) => rig.post(PAY, body))).toBe(code);
  });

  it('a foreign merchant, a foreign app', async () => {
    expect(await refusal((rig) => rig.pay(PAY, { mch_id: '1999999999' }))).toBe('MCHID_NOT_EXIST');
    expect(await refusal((rig) => rig.pay(PAY, { appid: 'wx0000000000000000' }))).toBe('APPID_NOT_EXIST');
  });

  it.each([
    ['no sign', { sign: '' }],
    ['a sign of the wrong length', { sign: 'ABC' }],
    ['a sign in lower case', { lower: true }],
    ['a changed amount', { total_fee: '1' }],
    ['an unknown sign_type', { sign_type: 'SHA1' }],
    ['a sign_type that the sign is not of', { sign_type: 'MD5' }],
  ])('%s', async (_name, { lower, ...forged }: { lower?: boolean; [field: string]: unknown }) => {
    const code = await refusal(async (rig) => {
      const fields = { ...rig.signed(rig.terms(await rig.login())), ...(forged as Record<string, string>) };
      if (lower) fields.sign = fields.sign!.toLowerCase();
      return rig.post(PAY, writeXml(fields));
    });

    expect(code).toBe('SIGNERROR');
  });

  it('a GET', async () => {
    const rig = await startRig();

    expect(await (await fetch(rig.url + PAY)).text()).toContain('REQUIRE_POST_METHOD');
  });
});

describe('orderquery', () => {
  it('tells NOTPAY, SUCCESS and CLOSED apart', async () => {
    const rig = await startRig();
    const { prepay_id, out_trade_no } = await rig.ordered({ attach: '007' });
    const unpaid = await rig.pay('/pay/orderquery', { out_trade_no });
    const { transaction_id } = await rig.sim('pay', { prepay_id });
    const paid = await rig.pay('/pay/orderquery', { transaction_id });

    expect(unpaid).toMatchObject({ trade_state: 'NOTPAY', out_trade_no });
    expect(unpaid.total_fee).toBeUndefined();
    expect(paid).toMatchObject({
      trade_state: 'SUCCESS',
      out_trade_no,
      transaction_id,
      attach: '007',
      total_fee: '12990',
      cash_fee: '12990',
      fee_type: 'CNY',
      is_subscribe: 'N',
      trade_type: 'JSAPI',
    });
    expect(paid.time_end).toMatch(/^\d{14}$/);
  });

  it('does not know what was never ordered', async () => {
    const rig = await startRig();

    expect((await rig.pay('/pay/orderquery', { out_trade_no: 'UNKNOWN1' })).err_code).toBe('ORDERNOTEXIST');
    expect((await rig.pay('/pay/orderquery', { transaction_id: '42' })).err_code).toBe('ORDERNOTEXIST');
    expect((await rig.pay('/pay/orderquery', {})).err_code).toBe('LACK_PARAMS');
  });
});

describe('closeorder', () => {
  it('closes for good, but not in the first five minutes', async () => {
    const rig = await startRig();
    const { terms, prepay_id, out_trade_no } = await rig.ordered();
    const tooEarly = await rig.pay('/pay/closeorder', { out_trade_no });
    await rig.sim('clock', { advanceSeconds: 301 });

    const closed = await rig.pay('/pay/closeorder', { out_trade_no });

    expect(tooEarly.err_code).toBe('TRADE_STATE_ERROR');
    expect(closed.result_code).toBe('SUCCESS');
    expect((await rig.pay('/pay/closeorder', { out_trade_no })).err_code).toBe('ORDERCLOSED');
    expect((await rig.pay(PAY, terms)).err_code).toBe('ORDERCLOSED');
    expect((await rig.pay('/pay/orderquery', { out_trade_no })).trade_state).toBe('CLOSED');
    await rig.sim('pay', { prepay_id }, 409);
  });

  it('refuses what is paid, and what it never saw', async () => {
    const rig = await startRig();
    const { terms, prepay_id, out_trade_no } = await rig.ordered();
    await rig.sim('pay', { prepay_id });

    expect((await rig.pay('/pay/closeorder', { out_trade_no })).err_code).toBe('ORDERPAID');
    expect((await rig.pay(PAY, terms)).err_code).toBe('ORDERPAID');
    expect((await rig.pay('/pay/closeorder', { out_trade_no: 'UNKNOWN1' })).err_code).toBe('ORDERNOTEXIST');
    expect((await rig.pay('/pay/closeorder', {})).err_code).toBe('LACK_PARAMS');
  });
});
