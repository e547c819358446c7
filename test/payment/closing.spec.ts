import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Client } from '../given/client';
import { eventually, Shop, type Product } from '../given/shop';

describe('closing an order', () => {
  let shop: Shop;
  let ann: Client;
  let pear: Product;
  beforeAll(async () => {
    shop = await Shop.open();
    ann = await shop.shopper('ann');
  });
  beforeEach(async () => {
    pear = await shop.product({ stock: 5 });
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  const place = async (): Promise<number> => {
    const { body } = await ann.post('/order', { products: [{ product_id: pear.id, count: 2 }] });
    return body.order_id;
  };
  const prepay = async (id: number) => (await ann.post('/pay/pre_order', { id })).body;
  const statusOf = async (id: number): Promise<number> => (await ann.get(`/order/${id}`)).body.status;
  const ends = (id: number, status: number) =>
    eventually(
      () => statusOf(id),
      (seen) => seen === status,
    );

  it('is done at once where WeChat was never asked', async () => {
    const id = await place();

    const cancelled = await ann.post(`/order/${id}/cancel`);

    expect(cancelled).toMatchObject({ status: 201, body: { code: 201, msg: 'ok', errorCode: 0 } });
    expect(await statusOf(id)).toBe(7);
    expect(await shop.stockOf(pear.skuIds[0])).toEqual({ stock: 5, reserved: 0, sold: 0 });
  });

  it('[D1-11] [D2-17] keeps the goods until WeChat may be told, five minutes after it was asked', async () => {
    const id = await place();
    await prepay(id);

    await ann.post(`/order/${id}/cancel`);
    const meanwhile = { status: await statusOf(id), stock: await shop.stockOf(pear.skuIds[0]) };
    await shop.later(301);

    expect(meanwhile).toEqual({ status: 1, stock: { stock: 3, reserved: 2, sold: 0 } });
    expect(await ends(id, 7)).toBe(7);
    expect(await shop.stockOf(pear.skuIds[0])).toEqual({ stock: 5, reserved: 0, sold: 0 });
    const books = await shop.simulator.get('/sim/books');
    expect(JSON.stringify(books.body)).toContain('CLOSED');
  });

  it('is no longer payable from the moment it was asked for', async () => {
    const id = await place();
    await prepay(id);
    await ann.post(`/order/${id}/cancel`);

    const again = await ann.post('/pay/pre_order', { id });

    expect(again).toMatchObject({ status: 409, body: { error_code: 90006 } });
  });

  it('yields to a payment that was faster', async () => {
    const id = await place();
    const params = await prepay(id);
    await ann.post(`/order/${id}/cancel`);

    await shop.pay(params);

    expect(await statusOf(id)).toBe(2);
    expect(await shop.stockOf(pear.skuIds[0])).toEqual({ stock: 3, reserved: 0, sold: 2 });
  });

  it('finds a payment whose notice was lost', async () => {
    const id = await place();
    const params = await prepay(id);
    await shop.simulator.post('/sim/fault', { endpoint: 'notify', kind: 'drop', times: -1 });
    await shop.pay(params);

    await ann.post(`/order/${id}/cancel`);
    await shop.simulator.post('/sim/fault', { endpoint: 'notify', kind: 'none' });

    expect(await ends(id, 2)).toBe(2);
  });

  it('gives the goods back where a wrong amount was paid, which waits for a person', async () => {
    const id = await place();
    await shop.pay(await prepay(id), { total_fee: 1 });

    const paidWrong = await statusOf(id);
    await shop.later(1801);

    expect(paidWrong).toBe(1);
    expect(await ends(id, 7)).toBe(7);
    expect(await shop.stockOf(pear.skuIds[0])).toEqual({ stock: 5, reserved: 0, sold: 0 });
    const { rows } = await shop.db.query(
      'SELECT fen::int4, disposition FROM money_transaction WHERE order_id = $1',
      [id],
    );
    expect(rows).toEqual([{ fen: 1, disposition: 'disputed' }]);
  });

  it('[D1-24] never gives the goods back while WeChat does not answer', async () => {
    const id = await place();
    await prepay(id);
    await shop.simulator.post('/sim/fault', { endpoint: 'orderquery', kind: 'http500', times: -1 });
    await ann.post(`/order/${id}/cancel`);
    await shop.later(400);
    await shop.later(400);
    const unsure = { status: await statusOf(id), stock: await shop.stockOf(pear.skuIds[0]) };

    await shop.simulator.post('/sim/fault', { endpoint: 'orderquery', kind: 'none' });
    await shop.later(60);

    expect(unsure).toEqual({ status: 1, stock: { stock: 3, reserved: 2, sold: 0 } });
    expect(await ends(id, 7)).toBe(7);
  });

  it('[D1-13] gives money back later that arrives after the close: to_refund, and the goods stay free', async () => {
    const id = await place();
    const params = await prepay(id);
    await ann.post(`/order/${id}/cancel`);
    await shop.later(301);
    await ends(id, 7);

    await shop.pay(params, { late: true });
    const admin = await shop.admin();
    const money = await admin.get('/admin/transaction?disposition=to_refund');

    expect(await statusOf(id)).toBe(7);
    expect(money.body.data).toMatchObject([{ order_id: id, amount: '39.98' }]);
    expect(await shop.stockOf(pear.skuIds[0])).toEqual({ stock: 5, reserved: 0, sold: 0 });
  });

  it('may be asked for twice, and not for a paid order', async () => {
    const [first, second] = [await place(), await place()];
    const params = await prepay(second);
    await shop.pay(params);

    const answers = [
      await ann.post(`/order/${first}/cancel`),
      await ann.post(`/order/${first}/cancel`),
      await ann.post(`/order/${second}/cancel`),
    ];

    expect(answers.map(({ status }) => status)).toEqual([201, 201, 409]);
  });

  it("is not another shopper's business", async () => {
    const id = await place();
    const bob = await shop.shopper('bob');

    const answer = await bob.post(`/order/${id}/cancel`);

    expect(answer).toMatchObject({ status: 404, body: { error_code: 80000 } });
    expect(await statusOf(id)).toBe(1);
  });

  it('[D1-12][F41] wins or loses against a payment at the same moment, and never strands the money', async () => {
    const many = await shop.product({ stock: 20 });
    const races = await Promise.all(
      Array.from({ length: 10 }, async (_, index) => {
        const buyer = await shop.shopper(`racer-${index}`);
        const { body } = await buyer.post('/order', { products: [{ product_id: many.id, count: 1 }] });
        return {
          buyer,
          id: body.order_id,
          params: (await buyer.post('/pay/pre_order', { id: body.order_id })).body,
        };
      }),
    );
    await shop.later(301);

    await Promise.all(
      races.flatMap(({ buyer, id, params }) => [buyer.post(`/order/${id}/cancel`), shop.pay(params)]),
    );
    await shop.later(60);
    const ended = await Promise.all(
      races.map(({ buyer, id }) =>
        eventually(
          async () => (await buyer.get(`/order/${id}`)).body.status as number,
          (status) => status !== 1,
        ),
      ),
    );

    const sold = ended.filter((status) => status === 2).length;
    expect(ended.every((status) => status === 2 || status === 7)).toBe(true);
    expect(await shop.stockOf(many.skuIds[0])).toEqual({ stock: 20 - sold, reserved: 0, sold });
    const { body: books } = await shop.simulator.get('/sim/books');
    const { rows } = await shop.db.query<{ id: string }>(
      'SELECT transaction_id AS id FROM money_transaction',
    );
    const booked = new Set(rows.map((row) => row.id));
    const taken = books.transactions.map((one: { transaction_id: string }) => one.transaction_id);
    expect(taken.filter((id: string) => !booked.has(id))).toEqual([]);
  });
});
