import { signV2 } from '@app/wechat';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FaultsDto } from '../../apps/wechat/src/faults.dto';
import { eventually, Shop } from '../given/shop';
import { due, moneyOf, statusOf, SUCCESS, Webhook, type Due } from '../notify/webhook';
import { Gate } from './gate';

/** Long enough for a prepay_id to die before its order does. */
const PATIENT = { ORDER_TTL_SECONDS: '20000', TOKEN_TTL_SECONDS: '30000' };

interface BookedOrder {
  out_trade_no: string;
  attach?: string;
  notify_url: string;
  sign_type: string;
}

interface BookedRefund {
  out_trade_no: string;
  out_refund_no: string;
  refund_fee: number;
  accepted_at: string;
}

async function bookedAtWeChat(shop: Shop, { orderNo }: Due): Promise<BookedOrder[]> {
  const { body } = await shop.simulator.get('/sim/books');
  return body.orders.filter(({ out_trade_no }: BookedOrder) => out_trade_no === orderNo);
}

const tapPay = (order: Due) => order.shopper.post('/pay/pre_order', { id: order.id });
const fault = (shop: Shop, endpoint: string, kind: string, times = -1) =>
  shop.simulator.post('/sim/fault', { endpoint, kind, times });

describe.each([
  ['v2', '/pay/unifiedorder', '/pay/closeorder'],
  ['v3', '/v3/pay/transactions/jsapi', '/close'],
])('an order through %s', (gateway, prepayPath, closePath) => {
  let shop: Shop;
  let gate: Gate;
  beforeAll(async () => {
    ({ shop, gate } = await Gate.openShop({ WECHAT_PAY_GATEWAY: gateway, ...PATIENT }));
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(async () => {
    await shop.stop();
    await gate.close();
  });

  it('[D1-8] [D1-10] keeps its number at every tap, and its prepay_id for 110 minutes', async () => {
    const order = await due(shop);
    const before = gate.timesOf(prepayPath);
    const asked = () => gate.timesOf(prepayPath) - before;

    const soon = await tapPay(order);
    await shop.later(6500);
    const later = await tapPay(order);
    const askedInTime = asked();
    await shop.later(120);
    const renewed = await tapPay(order);
    const askedAfter = asked();
    await shop.later(7100);
    const successor = await tapPay(order);
    await shop.pay(successor.body);

    const same = { status: 200, body: { package: order.prepay.package } };
    expect([soon, later, renewed]).toMatchObject([same, same, same]);
    expect([askedInTime, askedAfter]).toEqual([0, 1]);
    expect(successor.body.package).not.toBe(order.prepay.package);
    expect(await bookedAtWeChat(shop, order)).toHaveLength(1);
    expect(await statusOf(shop, order)).toBe(2);
  });

  it('[D1-9] is asked for with its first words, whatever the shop and its goods are called by now', async () => {
    const order = await due(shop);
    await shop.db.query(`UPDATE product SET name = '新名'`);
    await shop.reopen({ SHOP_NAME: '新店', ORDER_TTL_SECONDS: 400 });
    await shop.later(6700);
    const before = gate.timesOf(prepayPath);

    const again = await tapPay(order);

    expect(gate.timesOf(prepayPath) - before).toBe(1);
    expect(again).toMatchObject({ status: 200, body: { package: expect.stringContaining('prepay_id=') } });
  });

  it('[D1-12] that is paid while its close is on the way is paid, and its goods are sold', async () => {
    const order = await due(shop, { stock: 10, count: 2 });
    gate.beforeNext(closePath, () => shop.pay(order.prepay, { lost: true }));

    await order.shopper.post(`/order/${order.id}/cancel`);
    await shop.later(301);
    const status = await eventually(
      () => statusOf(shop, order),
      (seen) => seen !== 1,
    );

    expect(status).toBe(2);
    expect(await shop.stockOf(order.skuId)).toEqual({ stock: 8, reserved: 0, sold: 2 });
  });

  it('[D1-23] is not paid because the phone says so, and is when WeChat does', async () => {
    const order = await due(shop);

    const said = await order.shopper.post('/pay/confirm', { id: order.id });
    const untouched = await statusOf(shop, order);
    await shop.pay(order.prepay, { lost: true });
    const proven = await order.shopper.post('/pay/confirm', { id: order.id });

    expect(said).toMatchObject({ status: 200, body: { status: 1 } });
    expect(untouched).toBe(1);
    expect(proven).toMatchObject({ status: 200, body: { status: 2 } });
  });

  it('[D1-26] is settled within a moment while nothing else of WeChat answers', async () => {
    const order = await due(shop);
    const { endpoints } = (await shop.simulator.get('/sim/faults')).body as FaultsDto;
    const called = endpoints.map(({ endpoint }) => endpoint).filter((name) => !name.endsWith('notify'));
    for (const endpoint of called) await fault(shop, endpoint, 'timeout');
    const start = performance.now();

    const paid = await shop.pay(order.prepay);
    const ms = performance.now() - start;
    for (const endpoint of called) await fault(shop, endpoint, 'none');

    expect(paid.body.notified).toMatchObject([{ status: 200, body: expect.stringContaining('SUCCESS') }]);
    expect(await statusOf(shop, order)).toBe(2);
    expect(ms).toBeLessThan(2500);
  });

  it('[D1-17] is refunded once where two refunds at the same moment ask for more than was paid', async () => {
    const order = await due(shop);
    await shop.pay(order.prepay);
    const admin = await shop.admin();

    const answers = await Promise.all(
      ['30', '30', '30'].map((amount) => admin.post(`/admin/order/${order.id}/refund`, { amount })),
    );
    const [fen] = await refunded(shop, order, 1);

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.every(({ status }) => status === 201 || status === 400 || status === 409)).toBe(true);
    expect(fen).toMatchObject({ refund_fee: 3000 });
  });

  it('[D1-17] has its partial refunds made a minute apart, however fast they were asked for', async () => {
    const order = await due(shop);
    await shop.pay(order.prepay);
    const admin = await shop.admin();

    await Promise.all(['1', '2'].map((amount) => admin.post(`/admin/order/${order.id}/refund`, { amount })));
    await refunded(shop, order, 1);
    await shop.later(62);
    const both = await refunded(shop, order, 2);

    const [first, second] = both.map(({ accepted_at }) => Date.parse(accepted_at)) as [number, number];
    expect(Math.abs(second - first)).toBeGreaterThanOrEqual(60_000);
    expect(both.map(({ refund_fee }) => refund_fee).toSorted()).toEqual([100, 200]);
  });

  it('[D1-15] [D1-16] is paid until its refund is a success, and gets a new number where one was closed', async () => {
    const order = await due(shop);
    await shop.pay(order.prepay);
    const admin = await shop.admin();
    const statesOf = async (): Promise<string[]> =>
      (await admin.get(`/admin/refund?order_id=${order.id}`)).body.data.map(
        ({ state }: { state: string }) => state,
      );
    await shop.simulator.post('/sim/refund', { becomes: 'CLOSED', afterSeconds: 1, times: 1 });

    await admin.post(`/admin/order/${order.id}/refund`);
    await eventually(statesOf, ([state]) => state === 'processing');
    const accepted = await statusOf(shop, order);
    await shop.later(62);
    await eventually(statesOf, ([state]) => state === 'closed');
    const closed = await statusOf(shop, order);
    await admin.post(`/admin/order/${order.id}/refund`);
    await shop.later(62);
    await refunded(shop, order, 2);
    await shop.later(62);
    const states = await eventually(statesOf, (seen) => seen.includes('success'));

    const numbers = (await refunded(shop, order, 2)).map(({ out_refund_no }) => out_refund_no);
    expect([accepted, closed]).toEqual([2, 2]);
    expect(states.toSorted()).toEqual(['closed', 'success']);
    expect(new Set(numbers).size).toBe(2);
    expect(await statusOf(shop, order)).toBe(8);
  });

  it('[D1-13] that was closed gives the money back by itself when it comes all the same', async () => {
    const order = await due(shop);
    await order.shopper.post(`/order/${order.id}/cancel`);
    await shop.later(301);
    await eventually(
      () => statusOf(shop, order),
      (status) => status === 7,
    );

    await shop.pay(order.prepay, { late: true });
    const [refund] = await refunded(shop, order, 1);

    expect(refund).toMatchObject({ refund_fee: order.totalFen });
    expect(await statusOf(shop, order)).toBe(7);
  });

  it('[D1-28] tells WeChat an address without query, which asks nobody for a token', async () => {
    const order = await due(shop);

    const [booked] = await bookedAtWeChat(shop, order);
    const { pathname, search, hash } = new URL(booked!.notify_url);
    const knocked = await fetch(booked!.notify_url, {
      method: 'POST',
      redirect: 'manual',
      body: '<xml></xml>',
    });

    expect([search, hash]).toEqual(['', '']);
    expect(pathname).toBe(`/api/v1/pay/notify${gateway === 'v3' ? '/v3' : ''}`);
    expect(await knocked.text()).toContain('FAIL');
  });
});

async function refunded(shop: Shop, { orderNo }: Due, count: number) {
  const look = async () => {
    const { body } = await shop.simulator.get('/sim/books');
    const rows = body.refunds as BookedRefund[];
    return rows.filter(({ out_trade_no }) => out_trade_no === orderNo);
  };
  return eventually(look, (rows) => rows.length >= count);
}

describe.each(['MD5', 'HMAC-SHA256'] as const)('what the phone pays with under %s', (type) => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open({ WECHAT_PAY_GATEWAY: 'v2', WECHAT_PAY_V2_SIGN_TYPE: type });
  });
  afterAll(() => shop.stop());

  it('[D2-9] [D2-10] is five texts, spelled as wx.requestPayment wants them, of the type of the order', async () => {
    const order = await due(shop);
    const { cashier_url: _, paySign, ...params } = order.prepay as Due['prepay'] & { cashier_url?: string };

    const { WECHAT_APP_ID: appId, WECHAT_PAY_V2_KEY: keys } = shop.config;

    expect(params).toEqual({
      timeStamp: expect.stringMatching(/^\d{10}$/),
      nonceStr: expect.stringMatching(/^\w{1,32}$/),
      package: expect.stringMatching(/^prepay_id=\w+$/),
      signType: type,
    });
    expect(paySign).toBe(signV2({ appId, ...params }, keys[0]!, type));
    expect(await bookedAtWeChat(shop, order)).toMatchObject([{ sign_type: type }]);
  });

  it('[D2-8] is nothing where WeChat names no prepay_id, and the order can be paid later', async () => {
    const shopper = await shop.shopper(`refused-${type}`);
    const products = [{ product_id: (await shop.product()).id, count: 1 }];
    const { order_id: id } = (await shopper.post('/order', { products })).body;
    await fault(shop, 'unifiedorder', 'systemError');

    const refused = await shopper.post('/pay/pre_order', { id });
    await fault(shop, 'unifiedorder', 'none');
    const taken = await shopper.post('/pay/pre_order', { id });

    expect(refused).toMatchObject({ status: 503, body: { error_code: 90001 } });
    expect(JSON.stringify(refused.body)).not.toContain('prepay_id');
    expect(taken.body.package).toMatch(/^prepay_id=\w+$/);
  });
});

describe('a notice’s attach', () => {
  let shop: Shop;
  let webhook: Webhook;
  beforeAll(async () => {
    shop = await Shop.open({ WECHAT_PAY_GATEWAY: 'v2' });
    webhook = new Webhook(shop);
  });
  afterAll(async () => {
    await webhook.close();
    await shop.stop();
  });

  it('[D1-27] is never sent, and decides nothing where one comes', async () => {
    const [order, other] = [await due(shop), await due(shop)];
    const attach = JSON.stringify({ order_id: other.id, out_trade_no: other.orderNo, total_fee: 1 });

    const heard = await webhook.send(webhook.notice(order, { attach }));

    expect((await bookedAtWeChat(shop, order))[0]).not.toHaveProperty('attach');
    expect(heard.body).toBe(SUCCESS);
    expect([await statusOf(shop, order), await statusOf(shop, other)]).toEqual([2, 1]);
    expect(await moneyOf(shop, other)).toEqual([]);
  });
});
