import type { V2SignType } from '@app/common';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { eventually, Shop } from '../given/shop';
import {
  books,
  due,
  FAIL,
  moneyOf,
  noticesOf,
  statusOf,
  SUCCESS,
  transactionId,
  Webhook,
  V2,
} from './webhook';

describe.each<[V2SignType, V2SignType]>([
  ['MD5', 'HMAC-SHA256'],
  ['HMAC-SHA256', 'MD5'],
])('a genuine notice, where the shop signs with %s', (own, other) => {
  let shop: Shop;
  let webhook: Webhook;
  beforeAll(async () => {
    shop = await Shop.open({ ...V2, WECHAT_PAY_V2_SIGN_TYPE: own });
    webhook = new Webhook(shop);
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(async () => {
    await webhook.close();
    await shop.stop();
  });

  it('turns the order paid, sells its goods, and is answered SUCCESS', async () => {
    const order = await due(shop, { stock: 10, count: 2 });

    const paid = await shop.pay(order.prepay);

    expect(order.prepay.signType).toBe(own);
    expect(paid.body.notified).toEqual([{ status: 200, body: SUCCESS }]);
    expect(await statusOf(shop, order)).toBe(2);
    expect(await shop.stockOf(order.skuId)).toEqual({ stock: 8, reserved: 0, sold: 2 });
    expect(await moneyOf(shop, order)).toEqual([
      {
        transaction_id: paid.body.transaction_id,
        fen: order.totalFen,
        currency: 'CNY',
        disposition: 'fulfilled',
      },
    ]);
  });

  it.each([own, other])('[D2-2] is believed under a %s sign, told by its length', async (type) => {
    const order = await due(shop);

    const heard = await webhook.send(webhook.notice(order, {}, { type }));

    expect(heard.body).toBe(SUCCESS);
    expect(await statusOf(shop, order)).toBe(2);
  });

  it('is believed by its sign where its sign_type says otherwise or something new', async () => {
    const [one, two] = [await due(shop), await due(shop)];

    const confused = await webhook.send(webhook.notice(one, { sign_type: other }, { type: own }));
    const unheardOf = await webhook.send(webhook.notice(two, { sign_type: 'SM3', brand_new: '1' }));

    expect([confused.body, unheardOf.body]).toEqual([SUCCESS, SUCCESS]);
    expect(await statusOf(shop, one)).toBe(2);
    expect(await statusOf(shop, two)).toBe(2);
  });
});

describe('a genuine notice', () => {
  let shop: Shop;
  let webhook: Webhook;
  beforeAll(async () => {
    shop = await Shop.open(V2);
    webhook = new Webhook(shop);
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(async () => {
    await webhook.close();
    await shop.stop();
  });

  it('[D2-14] is answered with exactly the words that WeChat reads, as text/xml, and so is a refused one', async () => {
    const order = await due(shop);
    const notice = webhook.notice(order);

    const refused = await webhook.send(notice.replace(order.orderNo, 'ANOTHER'));
    const taken = await webhook.send(notice);

    expect(refused).toMatchObject({ status: 200, type: 'text/xml; charset=utf-8', body: FAIL });
    expect(taken).toMatchObject({ status: 200, type: 'text/xml; charset=utf-8', body: SUCCESS });
  });

  it.each([
    ['text/xml', { 'content-type': 'text/xml' }],
    ['application/xml', { 'content-type': 'application/xml; charset=utf-8' }],
    ['application/octet-stream', { 'content-type': 'application/octet-stream' }],
    ['application/json', { 'content-type': 'application/json' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['no content type', {}],
    ['a content type that is nonsense', { 'content-type': 'xml' }],
    ['a token that is garbage', { token: 'garbage' }],
    ['a token that nobody was given', { token: 'f'.repeat(64), authorization: `Bearer ${'e'.repeat(64)}` }],
    ['an Idempotency-Key', { 'idempotency-key': 'once' }],
  ])('[D1-4] [D1-5] is taken with %s', async (_what, headers) => {
    const order = await due(shop);

    const heard = await webhook.send(webhook.notice(order), headers);

    expect(heard).toMatchObject({ status: 200, body: SUCCESS });
    expect(await statusOf(shop, order)).toBe(2);
  });

  it.each([
    ['a byte order mark', (xml: string) => `\uFEFF${xml}`],
    ['line breaks around it', (xml: string) => `\n\n${xml}\n`],
    ['a declaration', (xml: string) => `<?xml version="1.0" encoding="UTF-8"?>\n${xml}`],
    ['line breaks between its fields', (xml: string) => xml.replaceAll(/<\/\w+>/g, '$&\n  ')],
    ['values without CDATA', (xml: string) => xml.replaceAll(/<!\[CDATA\[|\]\]>/g, '')],
    ['empty fields', (xml: string) => xml.replace('</xml>', '<attach/><device_info></device_info></xml>')],
  ])('[D1-5] may come with %s', async (_what, written) => {
    const order = await due(shop);

    const heard = await webhook.send(written(webhook.notice(order)));

    expect(heard.body).toBe(SUCCESS);
    expect(await statusOf(shop, order)).toBe(2);
  });

  it('may name no currency, and a coupon that paid a part', async () => {
    const order = await due(shop);
    const coupon = { fee_type: undefined, coupon_fee: '100', coupon_count: '1', coupon_id_0: '7' };
    const cash_fee = String(order.totalFen - 100);

    const heard = await webhook.send(webhook.notice(order, { ...coupon, cash_fee }));

    expect(heard.body).toBe(SUCCESS);
    expect(await moneyOf(shop, order)).toMatchObject([{ fen: order.totalFen, disposition: 'fulfilled' }]);
  });

  it('is kept once, with the bytes it came in and without an address of its sender', async () => {
    const order = await due(shop);
    const transaction_id = transactionId();
    const first = webhook.notice(order, { transaction_id, attach: '普洱 & <茶>' });
    const from = {
      'x-forwarded-for': '203.0.113.9',
      'x-real-ip': '203.0.113.9',
      'user-agent': 'Mozilla/4.0',
    };

    await webhook.send(first, from);
    await webhook.send(webhook.notice(order, { transaction_id }), from);
    await webhook.send(first, from);

    const [kept, ...more] = await noticesOf(shop, transaction_id);
    expect(more).toEqual([]);
    expect(kept).toMatchObject({ kind: 'paid', outcome: 'fulfilled', attempts: 3, headers: {} });
    expect(kept?.body.equals(Buffer.from(first))).toBe(true);
  });

  it('[D1-1][F2] repeated fifteen times, also after shipping, is answered SUCCESS and changes nothing', async () => {
    const order = await due(shop);
    const paid = await shop.pay(order.prepay);
    const settled = await books(shop);
    const repeat = async (copies: number) => {
      const answers = [];
      for (let copy = 0; copy < copies; copy += 1) answers.push(...(await repeated(shop, order.orderNo)));
      return answers;
    };

    const before = await repeat(8);
    const meanwhile = await books(shop);
    const admin = await shop.admin();
    const shipped = await admin.put('/order/delivery', { id: order.id });
    const afterShipping = await books(shop);
    const after = await repeat(7);

    expect([...before, ...after]).toEqual(Array.from({ length: 15 }, () => ({ status: 200, body: SUCCESS })));
    expect(shipped.body).toMatchObject({ code: 201 });
    expect(withoutNotices(meanwhile)).toEqual(withoutNotices(settled));
    expect(withoutNotices(await books(shop))).toEqual(withoutNotices(afterShipping));
    expect(await statusOf(shop, order)).toBe(3);
    expect(await noticesOf(shop, paid.body.transaction_id)).toMatchObject([
      { outcome: 'fulfilled', attempts: 16 },
    ]);
  });

  it('that comes after the payment was found by a query changes nothing', async () => {
    const order = await due(shop);
    await shop.simulator.post('/sim/fault', { endpoint: 'notify', kind: 'drop', times: -1 });
    const paid = await shop.pay(order.prepay);
    await order.shopper.post(`/order/${order.id}/cancel`);
    await eventually(
      () => statusOf(shop, order),
      (status) => status === 2,
    );
    const found = await books(shop);

    await shop.simulator.post('/sim/fault', { endpoint: 'notify', kind: 'none' });
    const answers = await repeated(shop, order.orderNo);

    expect(paid.body.notified).toMatchObject([{ status: 0 }]);
    expect(answers).toEqual([{ status: 200, body: SUCCESS }]);
    expect(withoutNotices(await books(shop))).toEqual(withoutNotices(found));
    expect(await statusOf(shop, order)).toBe(2);
    expect(await noticesOf(shop, paid.body.transaction_id)).toMatchObject([{ outcome: 'repeated' }]);
  });
});

it('[F17] is taken under the new key and the old one while keys rotate, and under no other', async () => {
  const [fresh, old] = ['N'.repeat(32), 'O'.repeat(32)];
  const shop = await Shop.open({ ...V2, WECHAT_PAY_V2_KEY: `${fresh},${old}` });
  const webhook = new Webhook(shop);
  onTestFinished(async () => {
    await webhook.close();
    await shop.stop();
  });
  const [one, two] = [await due(shop), await due(shop)];

  const other = await webhook.watch(webhook.notice(one, {}, { key: 'P'.repeat(32) }));
  const mixed = await webhook.watch(webhook.notice(one, {}, { key: `${fresh},${old}` }));
  const underOld = await webhook.send(webhook.notice(one, {}, { key: old, type: 'MD5' }));
  const underNew = await webhook.send(webhook.notice(two, {}, { key: fresh }));

  expect([other.answer, mixed.answer]).toEqual([FAIL, FAIL]);
  expect(mixed.after).toEqual(other.before);
  expect([underOld.body, underNew.body]).toEqual([SUCCESS, SUCCESS]);
  expect(await statusOf(shop, one)).toBe(2);
  expect(await statusOf(shop, two)).toBe(2);
});

async function repeated(shop: Shop, out_trade_no: string): Promise<object[]> {
  const { body } = await shop.simulator.post('/sim/notify', { out_trade_no, copies: 1 });
  return body.notified;
}

function withoutNotices({ notice: _notice, ...others }: Record<string, object[]>) {
  return others;
}
