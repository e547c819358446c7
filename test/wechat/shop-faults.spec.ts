import { WeChatHttp } from '@app/wechat';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isFaultOfV2Notice, KINDS_OF, type FaultKind } from '../../apps/wechat/src/faults';
import type { Client } from '../given/client';
import { eventually, Shop } from '../given/shop';
import { due, moneyOf, statusOf } from '../notify/webhook';

/** Takes the money of nobody: the order is open and holds its goods. */
const UNTOUCHED = { status: 1, stock: { stock: 97, reserved: 3, sold: 0 } };
const UNAVAILABLE = { status: 503, body: { error_code: 90001 } };

describe.each([
  ['v2', 'unifiedorder', KINDS_OF.notify.filter(isFaultOfV2Notice)],
  ['v3', 'v3jsapi', KINDS_OF.notify],
] as const)('an order through %s', (gateway, prepayEndpoint, noticeKinds) => {
  let shop: Shop;
  let ann: Client;
  beforeAll(async () => {
    shop = await Shop.open({ WECHAT_PAY_GATEWAY: gateway, MAX_OPEN_ORDERS: '0' });
    ann = await shop.shopper('ann');
    // The shop waits for seven seconds in earnest, which other specs see to.
    const http = shop.mall.get(WeChatHttp, { strict: false });
    Object.assign(http['limits'], { tryMs: 200, callMs: 600, pauseMs: 5 });
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  const plan = (endpoint: string, kind: FaultKind, times = 1) =>
    shop.simulator.post('/sim/fault', { endpoint, kind, times });

  it.each(KINDS_OF[prepayEndpoint])(
    'is untouched while its prepay meets %s, and paid afterwards',
    async (kind) => {
      const pear = await shop.product();
      const products = [{ product_id: pear.id, count: 3 }];
      const { order_id: id } = (await ann.post('/order', { products })).body;
      await plan(prepayEndpoint, kind, -1);

      const refused = await ann.post('/pay/pre_order', { id });
      const meanwhile = { status: await statusOf(shop, { id }), stock: await shop.stockOf(pear.skuIds[0]) };
      await plan(prepayEndpoint, 'none');
      const prepay = await eventually(
        () => ann.post('/pay/pre_order', { id }),
        ({ status }) => status === 200,
      );
      await shop.pay(prepay.body);

      expect(refused).toMatchObject(UNAVAILABLE);
      expect(meanwhile).toEqual(UNTOUCHED);
      expect(await statusOf(shop, { id })).toBe(2);
      expect(await moneyOf(shop, { id })).toMatchObject([{ fen: 5997, disposition: 'fulfilled' }]);
    },
  );

  it.each(noticeKinds)('is paid once, though the first notice of it meets %s', async (kind) => {
    const order = await due(shop);
    await plan('notify', kind);

    await shop.pay(order.prepay);
    await shop.simulator.post('/sim/notify', { out_trade_no: order.orderNo, copies: 1 });
    const status = await eventually(
      () => statusOf(shop, order),
      (seen) => seen === 2,
    );

    expect(status).toBe(2);
    expect(await moneyOf(shop, order)).toMatchObject([{ fen: order.totalFen, disposition: 'fulfilled' }]);
  });
});
