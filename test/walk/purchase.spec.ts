import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Shop } from '../given/shop';

describe('a purchase', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  it('goes from login to a paid order with its goods sold', async () => {
    const pear = await shop.product({ stock: 10, priceFen: 1999 });
    const ann = await shop.shopper('ann');

    const order = await ann.post('/order', { products: [{ product_id: pear.id, count: 2 }] });
    const prepay = await ann.post('/pay/pre_order', { id: order.body.order_id });
    const paid = await shop.pay(prepay.body);
    const detail = await ann.get(`/order/${order.body.order_id}`);

    expect(order).toMatchObject({ status: 200, body: { pass: true } });
    expect(prepay).toMatchObject({ status: 200, body: { signType: 'RSA' } });
    expect(paid.body.notified).toMatchObject([{ status: 200, body: expect.stringContaining('SUCCESS') }]);
    expect(detail.body).toMatchObject({ status: 2, total_price: '39.98', total_count: 2 });
    expect(await shop.stockOf(pear.skuIds[0])).toEqual({ stock: 8, reserved: 0, sold: 2 });
  });

  it('leaves a timeline that says who did what', async () => {
    const pear = await shop.product();
    const bob = await shop.shopper('bob');
    const { body: order } = await bob.post('/order', { products: [{ product_id: pear.id, count: 1 }] });
    const { body: prepay } = await bob.post('/pay/pre_order', { id: order.order_id });
    await bob.post('/pay/pre_order', { id: order.order_id });
    await shop.pay(prepay);
    const admin = await shop.admin();
    await admin.put('/order/delivery', { id: order.order_id });

    const { body: timeline } = await admin.get(`/admin/order/${order.order_id}/timeline`);

    expect(timeline).toMatchObject([
      { from: null, to: 1, reason: 'place', actor: expect.stringMatching(/^shopper:\d+$/) },
      { from: 1, to: 1, reason: 'prepay', actor: expect.stringMatching(/^shopper:\d+$/) },
      { from: 1, to: 2, reason: 'settle', actor: 'wechat' },
      { from: 2, to: 3, reason: 'ship', actor: 'admin:1' },
    ]);
  });
});
