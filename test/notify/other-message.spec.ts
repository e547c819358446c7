import { signV2, writeXml } from '@app/wechat';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually, nonce, Shop } from '../given/shop';
import { due, FAIL, statusOf, SUCCESS, Webhook, type Due, type Fields, V2 } from './webhook';

let shop: Shop;
let webhook: Webhook;
/** Nothing in this file may turn it paid, but the genuine notice at the end. */
let order: Due;
let key: string;

beforeAll(async () => {
  shop = await Shop.open(V2);
  webhook = new Webhook(shop);
  order = await due(shop, { stock: 10, count: 2 });
  key = shop.config.WECHAT_PAY_V2_KEY[0]!;
});
afterEach(async () => {
  expect(await shop.breaches()).toEqual([]);
  expect(await statusOf(shop, order)).toBe(1);
});
afterAll(async () => {
  // What was refused lacked nothing but its sign: the same words under the key are believed.
  expect((await webhook.send(webhook.notice(order))).body).toBe(SUCCESS);
  expect(await statusOf(shop, order)).toBe(2);
  await webhook.close();
  await shop.stop();
});

const ask = async (path: string, fields: Fields): Promise<string> => {
  const { WECHAT_APP_ID: appid, WECHAT_PAY_MCH_ID: mch_id } = shop.config;
  const said = { appid, mch_id, nonce_str: nonce(), sign_type: 'HMAC-SHA256', ...fields };
  const body = webhook.signed(said);
  return (await shop.simulator.send('POST', path, { body, headers: { 'content-type': 'text/xml' } })).body;
};

describe('[F10] another message that our key signed is refused and changes nothing', () => {
  it('what the shopper’s phone got to pay with', async () => {
    const { package: prepay, timeStamp, nonceStr, signType, paySign } = order.prepay;
    const held = { appId: shop.config.WECHAT_APP_ID, timeStamp, nonceStr, package: prepay, signType };

    const said = [
      writeXml({ ...held, sign: paySign }),
      writeXml({ ...held, paySign }),
      writeXml({ ...webhook.fields(order), ...held, sign: paySign }),
      writeXml({ ...webhook.fields(order), nonce_str: nonceStr, sign: paySign }),
    ];

    expect(signV2(held, key, signType)).toBe(paySign);
    for (const xml of said) {
      const { answer, before, after } = await webhook.watch(xml);
      expect(answer).toBe(FAIL);
      expect(after).toEqual(before);
    }
  });

  it('WeChat’s answer to unifiedorder', async () => {
    const books = await shop.simulator.get('/sim/books');
    const answer = await ask('/pay/unifiedorder', {
      body: 'tea',
      out_trade_no: `X${order.orderNo}`,
      total_fee: '1',
      spbill_create_ip: '203.0.113.7',
      notify_url: 'http://127.0.0.1:9/',
      trade_type: 'JSAPI',
      openid: books.body.orders[0].openid,
    });

    const heard = await webhook.watch(answer);

    expect(answer).toContain('prepay_id');
    expect(heard.answer).toBe(FAIL);
    expect(heard.after).toEqual(heard.before);
  });

  it('its answer to orderquery, of an order that is unpaid or unknown', async () => {
    const unpaid = await ask('/pay/orderquery', { out_trade_no: order.orderNo });
    const unknown = await ask('/pay/orderquery', { out_trade_no: 'NOBODYKNOWS' });

    const heard = await webhook.watch(unpaid);
    const again = await webhook.watch(unknown);

    expect(unpaid).toContain('NOTPAY');
    expect(unknown).toContain('ORDERNOTEXIST');
    expect([heard.answer, again.answer]).toEqual([FAIL, FAIL]);
    expect(again.after).toEqual(heard.before);
  });

  it('its answer to orderquery, of an order that is paid', async () => {
    const paid = await due(shop);
    await shop.simulator.post('/sim/fault', { endpoint: 'notify', kind: 'drop', times: -1 });
    await shop.pay(paid.prepay);
    const answer = await ask('/pay/orderquery', { out_trade_no: paid.orderNo });

    const heard = await webhook.watch(answer);
    const status = await statusOf(shop, paid);
    await shop.simulator.post('/sim/fault', { endpoint: 'notify', kind: 'none' });
    await shop.simulator.post('/sim/notify', { out_trade_no: paid.orderNo });

    expect(answer).toMatch(/trade_state><!\[CDATA\[SUCCESS/);
    expect(heard.answer).toBe(FAIL);
    expect(heard.after).toEqual(heard.before);
    expect(status).toBe(1);
    expect(
      await eventually(
        () => statusOf(shop, paid),
        (seen) => seen === 2,
      ),
    ).toBe(2);
  });

  it('its answer to closeorder, of an order that cannot be closed yet', async () => {
    const answer = await ask('/pay/closeorder', { out_trade_no: order.orderNo });

    const heard = await webhook.watch(answer);

    expect(answer).toContain('FAIL');
    expect(heard.answer).toBe(FAIL);
    expect(heard.after).toEqual(heard.before);
  });

  it.each<[string, Fields]>([
    ['a success without a transaction', { transaction_id: undefined }],
    ['a success with an empty transaction', { transaction_id: '' }],
    ['a success whose transaction is no number of WeChat’s', { transaction_id: "1' OR '1'='1" }],
    ['an order query’s trade_state', { trade_state: 'SUCCESS' }],
    ['a trade_state that says NOTPAY', { trade_state: 'NOTPAY' }],
    ['a prepay_id', { prepay_id: 'wx01080001a3b4c5d6e7f8091a2b3c4d5e00' }],
    ['a refund', { refund_id: '50', out_refund_no: 'R1', refund_fee: '1' }],
    ['a refund’s query', { refund_count: '1', refund_status_0: 'SUCCESS' }],
    ['no result_code', { result_code: undefined }],
    ['a result_code in small letters', { result_code: 'success' }],
    ['a return_code that is FAIL', { return_code: 'FAIL' }],
    ['no return_code', { return_code: undefined }],
    ['no order', { out_trade_no: undefined }],
    ['an order that is no number of ours', { out_trade_no: "'; DROP TABLE notice; --" }],
    ['no amount', { total_fee: undefined }],
    ['no time', { time_end: undefined }],
    ['a time that is none', { time_end: '20261301081233' }],
    [
      'a failure without an order',
      { result_code: 'FAIL', out_trade_no: undefined, transaction_id: undefined },
    ],
  ])('a signed one with %s', async (_what, but) => {
    const { status, answer, before, after } = await webhook.watch(webhook.notice(order, but));

    expect({ status, answer }).toEqual({ status: 200, answer: FAIL });
    expect(after).toEqual(before);
  });

  it.each([
    '0',
    '-3998',
    '39.98',
    '3998.0',
    '+3998',
    ' 3998',
    '0x0f9e',
    '3998e0',
    '03998',
    '٣٩٩٨',
    '9'.repeat(30),
  ])('a signed one whose amount is written %j', async (total_fee) => {
    const { answer, before, after } = await webhook.watch(webhook.notice(order, { total_fee }));

    expect(answer).toBe(FAIL);
    expect(after).toEqual(before);
  });
});
