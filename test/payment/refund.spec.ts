import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Client } from '../given/client';
import { Shop } from '../given/shop';
import { paid, reasonsOf, refundedAtWeChat, refundsOf, statusOf } from './paid';

const keyFile = (name: string) => path.join(inject('keysDir'), name);
const V3 = { WECHAT_PAY_GATEWAY: 'v3' };
const PUBLIC_KEY = {
  WECHAT_PAY_PUBLIC_KEY_ID: 'PUB_KEY_ID_0119000000012026000000000001',
  WECHAT_PAY_PUBLIC_KEY_FILE: keyFile('wechatpay-public-key.pem'),
};
const CERTIFICATES = { WECHAT_PAY_PLATFORM_CERT_FILES: keyFile('wechatpay-platform-cert.pem') };
const OK = { code: 201, msg: 'ok', errorCode: 0 };

describe.each<[string, Record<string, string>]>([
  ['v2, HMAC-SHA256', { WECHAT_PAY_GATEWAY: 'v2' }],
  ['v2, MD5', { WECHAT_PAY_GATEWAY: 'v2', WECHAT_PAY_V2_SIGN_TYPE: 'MD5' }],
  ['v3, verified by the public key alone', { ...V3, ...PUBLIC_KEY }],
  ['v3, verified by certificates alone', { ...V3, ...CERTIFICATES }],
  ['v3, verified by both', { ...V3, ...PUBLIC_KEY, ...CERTIFICATES }],
])('a refund through %s', (_gateway, settings) => {
  let shop: Shop;
  let admin: Client;
  beforeAll(async () => {
    shop = await Shop.open(settings);
    admin = await shop.admin();
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  it('gives the whole order back, with its goods, once WeChat says that it is done', async () => {
    const { id, no, pear } = await paid(shop, { count: 2 });

    const asked = await admin.post(`/admin/order/${id}/refund`, { reason: '七天无理由' });
    const accepted = await refundsOf(admin, id, ({ state }) => state === 'processing');
    const stillPaid = await statusOf(admin, id);
    await shop.later(4);
    const [refund] = await refundsOf(admin, id, ({ state }) => state === 'success');

    expect(asked).toMatchObject({ status: 201, body: { ...OK, refund_id: refund!.id } });
    expect(accepted).toHaveLength(1);
    expect(stillPaid).toBe(2);
    expect(refund).toMatchObject({ amount: '39.98', reason: '七天无理由', state: 'success', restock: true });
    expect(await statusOf(admin, id)).toBe(8);
    expect(await shop.stockOf(pear.skuIds[0])).toEqual({ stock: 10, reserved: 0, sold: 0 });
    expect(await reasonsOf(admin, id)).toEqual(['place', 'prepay', 'settle', 'refund', 'refund_success']);
    expect(await refundedAtWeChat(shop, no)).toEqual([3998]);
  });

  it('gives a line back, then an amount, then the rest, a minute apart, and the last one ends the order', async () => {
    const { id, no, pear } = await paid(shop, { count: 3, priceFen: 1001 });

    await admin.post(`/admin/order/${id}/refund`, { lines: [{ sku_id: pear.skuIds[0], count: 1 }] });
    await admin.post(`/admin/order/${id}/refund`, { amount: '5' });
    await admin.post(`/admin/order/${id}/refund`, { restock: false });
    for (const done of [1, 2, 3]) {
      await shop.later(62);
      await refundsOf(admin, id, ({ state }) => state !== 'requested', done);
      await shop.later(4);
      await refundsOf(admin, id, ({ state }) => state === 'success', done);
    }
    const refunds = await refundsOf(admin, id);

    expect(refunds.map(({ amount }) => amount)).toEqual(['15.02', '5.00', '10.01']);
    expect(await statusOf(admin, id)).toBe(8);
    expect(await shop.stockOf(pear.skuIds[0])).toEqual({ stock: 8, reserved: 0, sold: 2 });
    expect(await refundedAtWeChat(shop, no)).toEqual([1001, 500, 1502]);
  });
});
