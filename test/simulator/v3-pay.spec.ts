import { describe, expect, it } from 'vitest';
import { JSAPI, timeIn, V3Merchant, type Json, type V3Answer } from './v3-merchant';

const refusal = ({ status, body }: V3Answer) => [status, body.code];

describe('jsapi', () => {
  it('answers a prepay_id', async () => {
    const merchant = await V3Merchant.open();

    const answer = await merchant.post(JSAPI, await merchant.terms());

    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(answer.body).toEqual({ prepay_id: expect.stringMatching(/^wx\d{14}[0-9a-f]{20}$/) });
    expect(merchant.signerOf(answer.headers, answer.text)).toBe('certificate');
    expect((await merchant.rig.books()).orders[0]).toMatchObject({ sign_type: 'RSA', total_fee: 12990 });
  });

  it('answers the same prepay_id again, and a new one when that is two hours old', async () => {
    const merchant = await V3Merchant.open();
    const { terms, prepay_id } = await merchant.ordered({ time_expire: undefined });
    const elsewhere = { ...terms, scene_info: { payer_client_ip: '::1' } };

    const again = await merchant.post(JSAPI, elsewhere);
    await merchant.later(7201);
    const later = await merchant.post(JSAPI, terms);

    expect(again.body.prepay_id).toBe(prepay_id);
    expect(later.body.prepay_id).toMatch(/^wx/);
    expect(later.body.prepay_id).not.toBe(prepay_id);
    await merchant.rig.sim('pay', { prepay_id }, 409);
  });

  it.each<Json>([
    { description: '别的' },
    { amount: { total: 1, currency: 'CNY' } },
    { notify_url: 'http://127.0.0.1:9/other' },
    { time_expire: '2099-12-31T23:59:59+08:00' },
    { time_expire: undefined },
    { attach: 'x' },
  ])('knows a number that comes back with other parameters: %j', async (other) => {
    const merchant = await V3Merchant.open();
    const { terms } = await merchant.ordered();

    const answer = await merchant.post(JSAPI, { ...terms, ...other });

    expect(answer.status).toBe(400);
    expect(answer.body.code).toBe('INVALID_REQUEST');
  });

  it('shares its numbers with v2, both ways', async () => {
    const merchant = await V3Merchant.open();
    const { rig } = merchant;
    const common = { notify_url: 'http://127.0.0.1:9/pay/notify/v3', time_expire: '' };
    const ofV2 = await rig.ordered({ ...common, out_trade_no: 'FROMV2' });
    const ofV3 = await merchant.ordered({ ...common, time_expire: undefined, out_trade_no: 'FROMV3' });

    const throughV3 = await merchant.post(JSAPI, { ...ofV3.terms, out_trade_no: ofV2.out_trade_no });
    const throughV2 = await rig.pay('/pay/unifiedorder', {
      ...ofV2.terms,
      out_trade_no: ofV3.out_trade_no,
    });

    expect(throughV3.body.code).toBe('INVALID_REQUEST');
    expect(throughV2.err_code).toBe('OUT_TRADE_NO_USED');
    expect((await merchant.query('FROMV2')).body.trade_state).toBe('NOTPAY');
    expect((await rig.pay('/pay/orderquery', { out_trade_no: 'FROMV3' })).trade_state).toBe('NOTPAY');
  });

  it('moves a time_expire that is too near by a minute, and refuses one that has passed', async () => {
    const merchant = await V3Merchant.open();
    const { prepay_id } = await merchant.ordered({ time_expire: timeIn(5), out_trade_no: 'SOON01' });
    const past = await merchant.post(
      JSAPI,
      await merchant.terms({ time_expire: timeIn(-5), out_trade_no: 'PAST01' }),
    );

    await merchant.later(50);
    await merchant.rig.sim('pay', { prepay_id });

    expect(past.body).toMatchObject({ code: 'PARAM_ERROR', detail: { field: '/time_expire' } });
  });

  it('lets nobody begin to pay after time_expire, or after seven days without one', async () => {
    const merchant = await V3Merchant.open();
    const halfHour = await merchant.ordered({ out_trade_no: 'HALF01' });
    await merchant.later(1801);
    await merchant.rig.sim('pay', { prepay_id: halfHour.prepay_id }, 409);
    expect((await merchant.post(JSAPI, halfHour.terms)).body.code).toBe('INVALID_REQUEST');
    const week = await merchant.ordered({ out_trade_no: 'WEEK01', time_expire: undefined });

    await merchant.later(7 * 86_400 + 1);

    expect((await merchant.post(JSAPI, week.terms)).body.code).toBe('INVALID_REQUEST');
  });

  it.each<[string, Json]>([
    ['/description', { description: undefined }],
    ['/description', { description: '茶'.repeat(43) }],
    ['/description', { description: '' }],
    ['/description', { description: 1 }],
    ['/attach', { attach: 'a'.repeat(129) }],
    ['/out_trade_no', { out_trade_no: 'AB123' }],
    ['/out_trade_no', { out_trade_no: 'A'.repeat(33) }],
    ['/out_trade_no', { out_trade_no: 'AB 1234' }],
    ['/amount', { amount: undefined }],
    ['/amount', { amount: 12990 }],
    ['/amount/total', { amount: { currency: 'CNY' } }],
    ['/amount/total', { amount: { total: '12990' } }],
    ['/amount/total', { amount: { total: 0 } }],
    ['/amount/total', { amount: { total: 129.9 } }],
    ['/amount/currency', { amount: { total: 1, currency: 'USD' } }],
    ['/notify_url', { notify_url: 'http://shop.example.com/notify' }],
    ['/notify_url', { notify_url: 'http://127.0.0.1:3000/notify?x=1' }],
    ['/time_expire', { time_expire: '20260101083000' }],
    ['/time_expire', { time_expire: '2099-02-30T08:30:00+08:00' }],
    ['/time_expire', { time_expire: '2099-02-03T08:30:00' }],
    ['/payer/openid', { payer: {} }],
    ['/scene_info/payer_client_ip', { scene_info: { device_id: '1' } }],
    ['/scene_info/payer_client_ip', { scene_info: { payer_client_ip: '1.2.3' } }],
    ['/detail/goods_detail/0/quantity', { detail: { goods_detail: [{ merchant_goods_id: '1' }] } }],
    ['/mchid', { mchid: '1999999999' }],
  ])('names %s in %j', async (field, other) => {
    const merchant = await V3Merchant.open();

    const answer = await merchant.post(JSAPI, await merchant.terms(other));

    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 'PARAM_ERROR', detail: { field, location: 'body' } });
  });

  it('knows its app and its shoppers', async () => {
    const merchant = await V3Merchant.open();
    const refused = async (other: Json) => refusal(await merchant.post(JSAPI, await merchant.terms(other)));

    expect(await refused({ appid: 'wx0000000000000000' })).toEqual([400, 'APPID_MCHID_NOT_MATCH']);
    expect(await refused({ payer: { openid: 'oUnknown' } })).toEqual([500, 'OPENID_MISMATCH']);
  });
});

describe('the query', () => {
  it('tells NOTPAY and SUCCESS apart, by both numbers', async () => {
    const merchant = await V3Merchant.open();
    const { terms, prepay_id, out_trade_no } = await merchant.ordered({
      attach: '007',
      scene_info: { payer_client_ip: '::1', device_id: 'till 1' },
    });
    const unpaid = await merchant.query(out_trade_no);
    const { transaction_id } = await merchant.rig.sim('pay', { prepay_id });

    const paid = await merchant.query(out_trade_no);
    const byWeChat = await merchant.get(`/v3/pay/transactions/id/${transaction_id}?mchid=${merchant.mchid}`);

    const { config } = merchant.rig;
    const same = {
      appid: config.WECHAT_APP_ID,
      mchid: config.WECHAT_PAY_MCH_ID,
      out_trade_no,
      attach: '007',
      payer: terms.payer,
      scene_info: { device_id: 'till 1' },
      promotion_detail: [],
    };
    expect(unpaid.body).toEqual({
      ...same,
      trade_state: 'NOTPAY',
      trade_state_desc: '订单未支付',
      amount: { total: 12990, currency: 'CNY' },
    });
    expect(paid.body).toEqual({
      ...same,
      trade_state: 'SUCCESS',
      trade_state_desc: '支付成功',
      transaction_id,
      trade_type: 'JSAPI',
      bank_type: 'OTHERS',
      success_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/),
      amount: { total: 12990, payer_total: 12990, currency: 'CNY', payer_currency: 'CNY' },
    });
    expect(byWeChat.body).toEqual(paid.body);
    expect(merchant.signerOf(byWeChat.headers, byWeChat.text)).toBe('certificate');
  });

  it('does not know what was never ordered', async () => {
    const merchant = await V3Merchant.open();

    const answers = [
      await merchant.query('UNKNOWN1'),
      await merchant.get(`/v3/pay/transactions/id/42?mchid=${merchant.mchid}`),
    ];

    expect(answers.map(refusal)).toEqual([
      [404, 'ORDER_NOT_EXIST'],
      [404, 'ORDER_NOT_EXIST'],
    ]);
  });

  it.each(['', '?mchid=', '?mchid=1999999999', '?mchid=1900000001&mchid=1900000001'])(
    'wants the merchant in the query, not %j',
    async (query) => {
      const merchant = await V3Merchant.open();
      const { out_trade_no } = await merchant.ordered();

      const answer = await merchant.get(`/v3/pay/transactions/out-trade-no/${out_trade_no}${query}`);

      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({
        code: 'PARAM_ERROR',
        detail: { field: '/mchid', location: 'query' },
      });
    },
  );
});

describe('close', () => {
  it('closes at once and for good, and says so again', async () => {
    const merchant = await V3Merchant.open();
    const { terms, prepay_id, out_trade_no } = await merchant.ordered();

    const closed = [await merchant.close(out_trade_no), await merchant.close(out_trade_no)];

    for (const answer of closed) {
      expect(answer.status).toBe(204);
      expect(answer.text).toBe('');
      expect(merchant.signerOf(answer.headers, '')).toBe('certificate');
    }
    expect((await merchant.query(out_trade_no)).body.trade_state).toBe('CLOSED');
    expect((await merchant.post(JSAPI, terms)).body.code).toBe('ORDER_CLOSED');
    await merchant.rig.sim('pay', { prepay_id }, 409);
  });

  it('refuses what is paid, what it never saw, and another merchant', async () => {
    const merchant = await V3Merchant.open();
    const { terms, prepay_id, out_trade_no } = await merchant.ordered();
    await merchant.rig.sim('pay', { prepay_id });

    expect(refusal(await merchant.close(out_trade_no))).toEqual([400, 'ORDER_PAID']);
    expect(refusal(await merchant.post(JSAPI, terms))).toEqual([400, 'ORDERPAID']);
    expect(refusal(await merchant.close('UNKNOWN1'))).toEqual([404, 'ORDER_NOT_EXIST']);
    expect(refusal(await merchant.close(out_trade_no, {}))).toEqual([400, 'PARAM_ERROR']);
    expect(refusal(await merchant.close(out_trade_no, { mchid: '1999999999' }))).toEqual([
      400,
      'PARAM_ERROR',
    ]);
  });
});

describe('the certificates', () => {
  it('come sealed under the v3 key, and verify the answer they came in', async () => {
    const merchant = await V3Merchant.open();

    const answer = await merchant.get('/v3/certificates');

    const [row] = answer.body.data;
    expect(answer.body.data).toHaveLength(1);
    expect(row).toMatchObject({
      serial_no: merchant.certificate.serialNumber,
      encrypt_certificate: { algorithm: 'AEAD_AES_256_GCM', associated_data: 'certificate' },
    });
    expect(Date.parse(row.effective_time)).toBeLessThan(Date.now());
    expect(Date.parse(row.expire_time)).toBeGreaterThan(Date.now());
    expect(merchant.open(row.encrypt_certificate)).toBe(merchant.pem('wechatpay-platform-cert.pem'));
    expect(merchant.signerOf(answer.headers, answer.text)).toBe('certificate');
  });

  it('are served to a merchant with the public key too, under that', async () => {
    const merchant = await V3Merchant.open();

    const answer = await merchant.get('/v3/certificates', {
      headers: { 'wechatpay-serial': merchant.publicKeyId },
    });

    expect(answer.status).toBe(200);
    expect(merchant.signerOf(answer.headers, answer.text)).toBe('public_key');
  });
});
