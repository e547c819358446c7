import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../given/client';
import { Shop } from '../given/shop';
import { paid, refundsOf } from './paid';

const CAP = 50;
const ABOVE = { status: 403, body: { error_code: 90014 } };

describe('what an operator gives back in a day', () => {
  let shop: Shop;
  let owner: Client;
  let operator: Client;
  beforeAll(async () => {
    shop = await Shop.open({ OPERATOR_REFUND_CAP: String(CAP), TOKEN_TTL_SECONDS: '1000000' });
    owner = await shop.admin();
    operator = await shop.admin('operator');
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
    // Each test has a day of its own.
    await shop.later(86_400);
  });
  afterAll(() => shop.stop());

  const order = (priceFen: number) => paid(shop, { count: 1, priceFen });

  it('is refused above the cap, in words that say what is left, and is the owner’s then', async () => {
    const [small, large] = [await order(3000), await order(2001)];

    const first = await operator.post(`/admin/order/${small.id}/refund`);
    const preview = await operator.post(`/admin/order/${large.id}/refund/preview`);
    const second = await operator.post(`/admin/order/${large.id}/refund`);
    const less = await operator.post(`/admin/order/${large.id}/refund`, { amount: '20.00' });
    const least = await operator.post(`/admin/order/${large.id}/refund`, { amount: '0.01' });
    const byOwner = await owner.post(`/admin/order/${large.id}/refund`);

    expect([first.status, less.status, byOwner.status]).toEqual([201, 201, 201]);
    const left = { ...ABOVE, body: { ...ABOVE.body, msg: '操作员今日还可退款20.00元，更多请由店主退款' } };
    expect(preview).toMatchObject(left);
    expect(second).toMatchObject(left);
    expect(least).toMatchObject({ ...ABOVE, body: { msg: expect.stringContaining('0.00元') } });
    const refunds = await refundsOf(owner, large.id);
    expect(refunds.map(({ amount, actor }) => [amount, actor.slice(0, 6)])).toEqual([
      ['0.01', 'admin:'],
      ['20.00', 'admin:'],
    ]);
  });

  it('is free again on the next day of Beijing', async () => {
    const [today, tomorrow] = [await order(5000), await order(5000)];
    await operator.post(`/admin/order/${today.id}/refund`);

    const refused = await operator.post(`/admin/order/${tomorrow.id}/refund`);
    await shop.later(86_400);
    const taken = await operator.post(`/admin/order/${tomorrow.id}/refund`);

    expect(refused).toMatchObject(ABOVE);
    expect(taken.status).toBe(201);
  });

  it('is decided in turn where he asks for many at once', async () => {
    const orders = await Promise.all(Array.from({ length: 8 }, () => order(2000)));

    const answers = await Promise.all(orders.map(({ id }) => operator.post(`/admin/order/${id}/refund`)));

    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 201, ...Array(6).fill(403)]);
  });

  it('counts after-sales that he agrees to, which stay open where it is too much', async () => {
    const { id, shopper } = await order(5001);
    const wish = { kind: 'refund_only', reason: '不要了' };
    const { body: asked } = await shopper.post(`/order/${id}/after-sale`, wish);

    const refused = await operator.post(`/admin/after-sale/${asked.after_sale_id}/agree`);
    const open = await owner.get(`/admin/after-sale?order_id=${id}`);
    const agreed = await owner.post(`/admin/after-sale/${asked.after_sale_id}/agree`);

    expect(refused).toMatchObject(ABOVE);
    expect(open.body.data).toMatchObject([{ state: 'asked' }]);
    expect(agreed.status).toBe(201);
  });
});

it('is without a cap where the merchant wants none', async () => {
  const shop = await Shop.open({ OPERATOR_REFUND_CAP: '0' });
  const operator = await shop.admin('operator');
  const { id } = await paid(shop, { count: 2, priceFen: 900_000 });

  const answer = await operator.post(`/admin/order/${id}/refund`);

  expect(answer.status).toBe(201);
  await shop.stop();
});
