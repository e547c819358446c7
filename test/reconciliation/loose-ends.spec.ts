import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../given/client';
import { eventually, Shop } from '../given/shop';
import { due, transactionId, Webhook } from '../notify/webhook';
import { begun, casesOf, inTime, moneyOf, statusOf, type Case } from './accounts';

describe('what waits for a person', () => {
  let shop: Shop;
  let admin: Client;
  let webhook: Webhook;
  beforeAll(async () => {
    shop = await Shop.open({
      WECHAT_PAY_GATEWAY: 'v2',
      TOKEN_TTL_SECONDS: '9999999',
      ORDER_TTL_SECONDS: '999999',
    });
    admin = await shop.admin();
    webhook = new Webhook(shop);
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(async () => {
    await webhook.close();
    await shop.stop();
  });

  const caseOf = (kind: string, state: string): Promise<Case[]> =>
    inTime(
      shop,
      () => casesOf(admin, `kind=${kind}&state=${state}`),
      (cases) => cases.length > 0,
    );
  const refundedCase = async (order: { id: number }) => {
    const { body } = await admin.post(`/admin/order/${order.id}/refund`);
    return body.refund_id as number;
  };

  it('is a payment of a wrong amount, until the merchant gives it back', async () => {
    const order = await begun(shop);
    await shop.pay(order.prepay, { total_fee: 100 });
    const [open] = await caseOf('money_disputed', 'open');
    const { body: listed } = await admin.get('/admin/transaction?disposition=disputed');

    const asked = await admin.post(`/admin/transaction/${listed.data[0].id}/refund`, { reason: '金额不符' });
    const again = await admin.post(`/admin/transaction/${listed.data[0].id}/refund`);
    const unknown = await admin.post('/admin/transaction/999999/refund');
    const [healed] = await caseOf('money_disputed', 'healed');

    expect(open).toMatchObject({ facts: { order_id: order.id, paid_fen: 100, order_fen: 3998 } });
    expect([asked, again, unknown].map(({ status, body }) => [status, body.error_code])).toEqual([
      [201, undefined],
      [409, 90008],
      [404, 80006],
    ]);
    expect(healed!.id).toBe(open!.id);
    expect(await moneyOf(shop, order)).toMatchObject([{ disposition: 'disputed', fen: 100, refunded: 100 }]);
    expect(await statusOf(shop, order)).toBe(1);
  });

  it('is a payment in another currency, which WeChat gives back in its portal alone', async () => {
    const order = await begun(shop);
    await shop.pay(order.prepay, { fee_type: 'USD' });
    const { body } = await admin.get(`/admin/transaction?order_id=${order.id}`);

    const refused = await admin.post(`/admin/transaction/${body.data[0].id}/refund`);

    expect(refused).toMatchObject({ status: 409, body: { error_code: 90006 } });
    expect(await moneyOf(shop, order)).toMatchObject([{ disposition: 'disputed', refunded: 0 }]);
  });

  it('is not a payment that counts for its order: that one is refunded with its order', async () => {
    const order = await begun(shop);
    await shop.pay(order.prepay);
    const { body } = await admin.get('/admin/transaction?disposition=fulfilled');

    const refused = await admin.post(`/admin/transaction/${body.data[0].id}/refund`);

    expect(refused).toMatchObject({ status: 409, body: { error_code: 90006 } });
    expect(await moneyOf(shop, order)).toMatchObject([{ disposition: 'fulfilled', refunded: 0 }]);
  });

  it('is a payment of an order that never came, and one that is settled when its order is there', async () => {
    const order = await due(shop);
    const rename = (no: string) =>
      shop.db.query('UPDATE customer_order SET order_no = $2 WHERE id = $1', [order.id, no]);
    // As if the order were not committed yet, and as if nobody asked about it.
    await rename('00000000000000000000');
    await shop.db.query('UPDATE customer_order SET next_query_at = NULL WHERE id = $1', [order.id]);
    const { body: paid } = await shop.pay(order.prepay);
    await webhook.send(
      webhook.notice({ ...order, orderNo: '26010108AB12CD34EF56' }, { transaction_id: transactionId() }),
    );
    await shop.later(601);
    const open = await eventually(
      () => casesOf(admin, 'kind=notice_unsettled&state=open'),
      (cases) => cases.length === 2,
    );

    await rename(order.orderNo);
    const [healed] = await caseOf('notice_unsettled', 'healed');

    expect(open).toHaveLength(2);
    expect(healed).toMatchObject({ facts: { event: paid.transaction_id } });
    expect(await statusOf(shop, order)).toBe(2);
    expect(await casesOf(admin, 'kind=notice_unsettled&state=open')).toHaveLength(1);
  });

  it('is a refund that WeChat refuses for want of funds, until it succeeds', async () => {
    const order = await begun(shop);
    await shop.pay(order.prepay);
    await shop.simulator.post('/sim/funds', { enough: false });
    const refund = await refundedCase(order);
    const [open] = await caseOf('refund_refused', 'open');

    await shop.simulator.post('/sim/funds', { enough: true });
    await admin.post(`/admin/refund/${refund}/retry`);
    const [healed] = await caseOf('refund_refused', 'healed');

    expect(open).toMatchObject({ facts: { refund, order_id: order.id, fen: 3998, refusal: 'NOTENOUGH' } });
    expect(healed!.id).toBe(open!.id);
    expect(await statusOf(shop, order)).toBe(8);
  });

  it("is a refund that did not reach the shopper, until it is mended in WeChat's portal", async () => {
    const order = await begun(shop);
    await shop.pay(order.prepay);
    await shop.simulator.post('/sim/refund', { becomes: 'ABNORMAL' });
    await refundedCase(order);
    const [open] = await caseOf('refund_abnormal', 'open');

    await shop.simulator.post('/sim/refund', { becomes: 'SUCCESS', out_refund_no: open!.subject });
    const [healed] = await caseOf('refund_abnormal', 'healed');

    expect(open).toMatchObject({ facts: { order_id: order.id, fen: 3998 } });
    expect(healed!.id).toBe(open!.id);
  });
});
