import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../given/client';
import { eventually, nonce, Shop, type Product } from '../given/shop';

const TOO_MANY = { status: 409, body: { error_code: 90007 } };
const CAP = 3;

describe('the cap on the orders of one shopper', () => {
  let shop: Shop;
  let pear: Product;
  let admin: Client;
  beforeAll(async () => {
    shop = await Shop.open({ MAX_OPEN_ORDERS: String(CAP) });
    pear = await shop.product({ stock: 10_000 });
    admin = await shop.admin();
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  const buyer = () => shop.shopper(`buyer-${nonce()}`);
  const place = (who: Client, count = 1) =>
    who.post('/order', { products: [{ product_id: pear.id, count }] });

  /** Placed and asked for at WeChat, which has to agree before its goods are released. */
  async function prepaid(who: Client, count = 1): Promise<number> {
    const { body } = await place(who, count);
    await who.post('/pay/pre_order', { id: body.order_id });
    return body.order_id;
  }

  async function closing(who: Client, count = 1): Promise<number> {
    const id = await prepaid(who, count);
    await cancel(who, id);
    return id;
  }

  it('bounds the goods that one shopper holds by ordering, asking WeChat and cancelling in turn', async () => {
    const ann = await buyer();
    const before = await shop.stockOf(pear.skuIds[0]);
    for (let n = 0; n < 2 * CAP; n += 1) await closing(ann, 999);

    const more = await place(ann, 999);

    const held = (await shop.stockOf(pear.skuIds[0])).reserved - before.reserved;
    expect(more).toMatchObject(TOO_MANY);
    expect(held).toBe(2 * CAP * 999);
  });

  it('lets an honest shopper cancel as many as are open and order as many again at once', async () => {
    const ann = await buyer();
    for (let n = 0; n < CAP; n += 1) await closing(ann);

    const again = [await place(ann), await place(ann), await place(ann)];
    const more = await place(ann);

    expect(again.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(more).toMatchObject(TOO_MANY);
  });

  it('is not passed by many requests at the same moment', async () => {
    const ann = await buyer();
    for (let n = 0; n < 2 * CAP - 1; n += 1) await closing(ann);

    const answers = await Promise.all(Array.from({ length: 6 }, () => place(ann)));

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('counts no order that is closed, paid, or was never asked for at WeChat and is cancelled', async () => {
    const ann = await buyer();
    for (let n = 0; n < 3 * CAP; n += 1) await cancel(ann, (await place(ann)).body.order_id);
    const { body } = await place(ann);
    await shop.pay((await ann.post('/pay/pre_order', { id: body.order_id })).body);

    const answers = [await place(ann), await place(ann), await place(ann), await place(ann)];

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 409]);
  });

  it('gives way again once WeChat has closed the orders', async () => {
    const ann = await buyer();
    for (let n = 0; n < 2 * CAP; n += 1) await closing(ann);
    const refused = await place(ann);

    await shop.later(301);
    const placed = await eventually(
      () => place(ann),
      ({ status }) => status === 200,
    );

    expect(refused).toMatchObject(TOO_MANY);
    expect(placed.status).toBe(200);
  });

  it('keeps the place of an order that waits to be replaced at another price', async () => {
    const ann = await buyer();
    const ids = [await prepaid(ann), await prepaid(ann), await prepaid(ann)];
    const lines = [{ sku_id: pear.skuIds[0], price: '18.00' }];
    const replacing = await admin.post(`/admin/order/${ids[0]}/replace`, { lines });

    const meanwhile = await place(ann);
    await shop.later(301);
    const placed = await eventually(
      async () => (await admin.get(`/admin/order/${ids[0]}`)).body.replaced_by,
      (found) => found !== null,
    );
    const after = await place(ann);

    expect(replacing).toMatchObject({ status: 201, body: { order_id: null } });
    expect(meanwhile).toMatchObject(TOO_MANY);
    expect(placed).toEqual(expect.any(Number));
    expect(after).toMatchObject(TOO_MANY);
  });

  it('is counted from an index of unpaid orders alone, however many a shopper has had', async () => {
    const ann = await buyer();
    await shop.db.query(
      `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET enable_seqscan = off', current_database()); END $$`,
    );
    await shop.reopen({});
    const scans = async (): Promise<number> => {
      const { rows } = await shop.db.query(
        `SELECT pg_stat_get_numscans('customer_order_unpaid'::regclass)::int4 AS scans`,
      );
      return rows[0].scans;
    };
    const before = await scans();

    await place(ann);

    expect(await eventually(scans, (seen) => seen > before)).toBeGreaterThan(before);
  });
});

function cancel(who: Client, id: number) {
  return who.post(`/order/${id}/cancel`);
}
