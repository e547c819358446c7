import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../given/client';
import { Shop } from '../given/shop';
import { casesOf, inTime } from '../reconciliation/accounts';
import { afterMinutes, refused } from './owed';
import { booksOf, paid, refundsOf, statusOf } from './paid';

const NOTE = { note: '银行转账退回' };

describe('a refund that WeChat refuses for good', () => {
  let shop: Shop;
  let admin: Client;
  beforeAll(async () => {
    shop = await Shop.open({ TOKEN_TTL_SECONDS: '400000000', MAX_OPEN_ORDERS: '0' });
    admin = await shop.admin();
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  const caseOf = (kind: string, subject: string, state = 'open') =>
    inTime(
      shop,
      async () =>
        (await casesOf(admin, `kind=${kind}&state=${state}`)).find((one) => one.subject === subject),
      (found) => found !== undefined,
    );

  it('is given up by the merchant, who then refunds what is left', async () => {
    const { id, no, refundId } = await refused(shop, admin);

    const blocked = await admin.post(`/admin/order/${id}/refund`);
    const given = await admin.post(`/admin/refund/${refundId}/give_up`);
    const again = await admin.post(`/admin/refund/${refundId}/give_up`);
    const open = await caseOf('refund_closed', `${no}R1`);
    const rest = await admin.post(`/admin/order/${id}/refund`, { amount: '29.98' });
    await afterMinutes(shop, admin, id, ([row]) => row?.state === 'success');

    expect(blocked).toMatchObject({ status: 409, body: { error_code: 90008 } });
    expect([given.status, again.status, again.body.error_code]).toEqual([201, 409, 90016]);
    expect(open).toMatchObject({ facts: { order_id: id, fen: 3998 } });
    expect(rest.status).toBe(201);
    expect(await caseOf('refund_closed', `${no}R1`, 'healed')).toBeDefined();
  });

  it('is recorded as made outside WeChat, once, by the owner alone', async () => {
    const operator = await shop.admin('operator');
    const order = await refused(shop, admin);

    const byOperator = await operator.post(`/admin/refund/${order.refundId}/returned_outside`, NOTE);
    const recorded = await admin.post(`/admin/refund/${order.refundId}/returned_outside`, NOTE);
    const again = await admin.post(`/admin/refund/${order.refundId}/returned_outside`, NOTE);

    expect([byOperator.status, recorded.status, again.status]).toEqual([403, 201, 409]);
    expect(await refundsOf(admin, order.id)).toMatchObject([{ state: 'success', outside: NOTE.note }]);
    expect(await statusOf(admin, order.id)).toBe(8);
    expect(await booksOf(shop, order.no)).toHaveLength(1);
  });

  it('is neither given up nor recorded while WeChat may still make it, or has made it', async () => {
    const { id, no } = await paid(shop);
    await admin.post(`/admin/order/${id}/refund`);
    const [row] = await refundsOf(admin, id, ({ state }) => state === 'processing');

    const given = await admin.post(`/admin/refund/${row!.id}/give_up`);
    const recorded = await admin.post(`/admin/refund/${row!.id}/returned_outside`, NOTE);
    const unknown = await admin.post('/admin/refund/999999/give_up');

    expect([given, recorded, unknown].map(({ body }) => body.error_code)).toEqual([90016, 90016, 90016]);
    expect(await booksOf(shop, no)).toHaveLength(1);
  });

  it('stays as it is where WeChat does not answer', async () => {
    const { id, no, refundId } = await refused(shop, admin);
    await shop.simulator.post('/sim/fault', { endpoint: 'v3refundquery', kind: 'http500', times: -1 });

    const unsure = await admin.post(`/admin/refund/${refundId}/give_up`);
    await shop.simulator.post('/sim/fault', { endpoint: 'v3refundquery', kind: 'none' });

    expect(unsure).toMatchObject({ status: 503, body: { error_code: 90001 } });
    expect(await refundsOf(admin, id)).toMatchObject([{ state: 'requested' }]);
    expect(await booksOf(shop, no)).toHaveLength(1);
  });

  it.each([
    ['without a note', {}, 400],
    ['with an empty note', { note: ' ' }, 400],
    ['with a note of 201 characters', { note: '转'.repeat(201) }, 400],
  ])('is not recorded as made outside WeChat %s', async (_, body, status) => {
    const { id, refundId } = await refused(shop, admin);

    const answer = await admin.post(`/admin/refund/${refundId}/returned_outside`, body);

    expect(answer.status).toBe(status);
    expect(await refundsOf(admin, id)).toMatchObject([{ state: 'requested', outside: null }]);
  });
});
