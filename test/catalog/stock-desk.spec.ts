import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../given/client';
import { Shop } from '../given/shop';

describe('stock that the merchant changes', () => {
  let shop: Shop;
  let admin: Client;
  let ann: Client;
  beforeAll(async () => {
    shop = await Shop.open({ MAX_OPEN_ORDERS: '0' });
    [admin, ann] = [await shop.admin(), await shop.shopper('ann')];
  });
  afterAll(() => shop.stop());

  const change = (skuId: number, kind: string, count: number, headers: Record<string, string> = {}) =>
    admin.post(`/admin/sku/${skuId}/stock`, { kind, count, reason: '盘点' }, headers);

  async function pears(stock: number): Promise<{ id: number; skuId: number }> {
    const { id, skuIds } = await shop.product({ stock });
    return { id, skuId: skuIds[0]! };
  }

  it('comes in and is put right, and every change says why', async () => {
    const { skuId } = await pears(5);

    const answers = [
      await change(skuId, 'IN', 3),
      await change(skuId, 'ADJUST', -8),
      await change(skuId, 'ADJUST', 1),
    ];

    expect(answers.map(({ status, body }) => [status, body.stock])).toEqual([
      [201, 8],
      [201, 0],
      [201, 1],
    ]);
    expect((await admin.get(`/admin/sku/${skuId}/ledger`)).body).toMatchObject({
      data: [
        {
          kind: 'ADJUST',
          count: 1,
          reason: '盘点',
          actor: expect.stringMatching(/^admin:\d+$/),
          order_id: null,
        },
        { kind: 'ADJUST', count: -8 },
        { kind: 'IN', count: 3 },
        { kind: 'IN', count: 5, actor: 'system' },
      ],
      next: null,
    });
    expect(await shop.breaches()).toEqual([]);
  });

  it('never goes below what is for sale: what an order holds is not there to take', async () => {
    const { id, skuId } = await pears(5);
    await ann.post('/order', { products: [{ product_id: id, count: 3 }] });

    const refused = await change(skuId, 'ADJUST', -3);
    const taken = await change(skuId, 'ADJUST', -2);

    expect(refused).toMatchObject({ status: 409, body: { error_code: 20022, msg: expect.any(String) } });
    expect(taken.body).toEqual({ sku_id: skuId, stock: 0, reserved: 3, sold: 0 });
  });

  it('has an end', async () => {
    const { skuId } = await pears(0);
    await shop.db.query('UPDATE sku_stock SET stock = 999999999, stocked = 999999999 WHERE sku_id = $1', [
      skuId,
    ]);

    const answers = [await change(skuId, 'IN', 2), await change(skuId, 'IN', 1)];
    await shop.db.query('UPDATE sku_stock SET stock = 1, stocked = 1 WHERE sku_id = $1', [skuId]);

    expect(answers.map(({ status, body }) => [status, body.error_code])).toEqual([
      [409, 20023],
      [201, undefined],
    ]);
  });

  it.each([
    ['IN', 0],
    ['IN', -1],
    ['ADJUST', 0],
    ['ADJUST', 1.5],
    ['IN', 1_000_001],
    ['SELL', 1],
  ])('is refused as a change of %s %d', async (kind, count) => {
    const { skuId } = await pears(5);

    expect(await change(skuId, kind, count)).toMatchObject({ status: 400, body: { error_code: 10000 } });
  });

  it('is changed once under one key, however often it is asked', async () => {
    const { skuId } = await pears(0);
    const keyed = { 'idempotency-key': `paper-${skuId}` };

    const first = await change(skuId, 'IN', 4, keyed);
    const again = await change(skuId, 'IN', 4, keyed);
    const other = await change(skuId, 'IN', 5, keyed);

    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(other).toMatchObject({ status: 422, body: { error_code: 90004 } });
    expect(await shop.stockOf(skuId)).toMatchObject({ stock: 4 });
  });

  it('is read page by page, the newest first', async () => {
    const { skuId } = await pears(1);
    for (let count = 2; count <= 5; count += 1) await change(skuId, 'IN', count);

    const counts: number[] = [];
    for (let cursor = ''; cursor !== '&before=null';) {
      const { body } = await admin.get(`/admin/sku/${skuId}/ledger?size=2${cursor}`);
      counts.push(...body.data.map((row: { count: number }) => row.count));
      cursor = `&before=${body.next}`;
    }

    expect(counts).toEqual([5, 4, 3, 2, 1]);
  });

  it('stays explained while fifty people buy it', async () => {
    const { id, skuId } = await pears(20);
    const buyers = await Promise.all(Array.from({ length: 50 }, (_, n) => shop.shopper(`buyer${n}`)));
    const changes = [-5, 7, -3, 4, -6, 2, -4, 9, -1, 3];

    const [orders, changed] = await Promise.all([
      Promise.all(buyers.map((buyer) => buyer.post('/order', { products: [{ product_id: id, count: 1 }] }))),
      Promise.all(changes.map((count) => change(skuId, 'ADJUST', count))),
    ]);

    const placed = orders.filter(({ body }) => body.pass === true).length;
    const net = changes.reduce((sum, count, n) => sum + (changed[n]!.status === 201 ? count : 0), 0);
    expect(orders.map(({ status }) => status)).toEqual(orders.map(() => 200));
    expect(changed.filter(({ status }) => status !== 201 && status !== 409)).toEqual([]);
    expect(await shop.stockOf(skuId)).toEqual({ stock: 20 + net - placed, reserved: placed, sold: 0 });
    expect(await shop.breaches()).toEqual([]);
  });
});
