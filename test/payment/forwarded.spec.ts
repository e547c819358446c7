import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { nonce, Shop } from '../given/shop';

describe.each(['v2', 'v3'])('a payment over %s behind a proxy', (gateway) => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open({ WECHAT_PAY_GATEWAY: gateway, TRUSTED_PROXIES: '127.0.0.1' });
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  it.each([
    '203.0.113.7',
    '203.0.113.7:51234',
    '"203.0.113.7:51234"',
    '[2001:db8::7]:443',
    '[2001:db8::7]',
    'unknown',
    '_hidden',
    'shop.example',
    ' ',
    '203.0.113.7, unknown',
  ])('is made, where the proxy writes X-Forwarded-For: %s', async (client) => {
    const pear = await shop.product();
    const ann = await shop.shopper(`ann-${nonce()}`);
    const { body: order } = await ann.post('/order', { products: [{ product_id: pear.id, count: 1 }] });

    const prepay = await ann.post('/pay/pre_order', { id: order.order_id }, { 'x-forwarded-for': client });

    expect(prepay).toMatchObject({ status: 200, body: { package: expect.stringContaining('prepay_id=') } });
  });
});
