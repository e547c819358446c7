import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../given/client';
import { ADDRESS, eventually, Shop, type Product } from '../given/shop';

interface Row {
  id: number;
  order_no: string;
}

async function order(who: Client, { id }: Product) {
  return (await who.post('/order', { products: [{ product_id: id, count: 1 }] })).body;
}

describe('the merchant finds', () => {
  let shop: Shop;
  let admin: Client;
  let pear: Product;
  let rare: Product;
  /** Oldest first: ann's three of pears, a day later bob's one with a rare thing, of which one is paid. */
  let placed: { order_id: number; order_no: string; create_time: string }[];
  beforeAll(async () => {
    shop = await Shop.open({ TOKEN_TTL_SECONDS: '1000000' });
    [admin, pear, rare] = [await shop.admin(), await shop.product({ stock: 99 }), await shop.product()];
    const [ann, bob] = [await shop.shopper('ann'), await shop.shopper('bob')];
    await bob.post('/address', { ...ADDRESS, mobile: '6123 4567' });
    placed = [await order(ann, pear), await order(ann, pear), await order(ann, pear)];
    await shop.later(24 * 3600);
    // Nobody has paid: their time is over.
    await eventually(
      async () => (await ann.get(`/order/by_user?page=1&size=15`)).body.data,
      (orders: { status: number }[]) => orders.every(({ status }) => status === 7),
    );
    placed.push(await order(bob, rare));
    await shop.pay((await bob.post('/pay/pre_order', { id: placed[3]!.order_id })).body);
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  const idsOf = (indexes: number[]) => indexes.map((index) => placed[index]!.order_id);

  async function found(query: string): Promise<number[]> {
    const { status, body } = await admin.get(`/admin/order?${query}`);
    expect(status).toBe(200);
    return body.data.map(({ id }: Row) => id);
  }

  it.each<[string, () => string, number[]]>([
    ['all orders, the newest first', () => '', [3, 2, 1, 0]],
    ['one by its number', () => `number=${placed[1]!.order_no}`, [1]],
    ['one by its number in small letters', () => `number=${placed[1]!.order_no.toLowerCase()}`, [1]],
    ['some by the beginning of their number', () => `number=${placed[3]!.order_no.slice(0, 9)}`, [3]],
    ['all by a short beginning', () => `number=${placed[0]!.order_no.slice(0, 3)}`, [3, 2, 1, 0]],
    ['none by what no number begins with', () => 'number=IOU', []],
    ['those of a phone', () => 'phone=%2B85261234567', [3]],
    ['[F2] those of a phone whose plus became a blank', () => 'phone=+852-6123-4567', [3]],
    ['[F2] those of a phone without its country', () => 'phone=61234567', [3]],
    ['[F2] those of a phone in another spelling', () => 'phone=%2B86%20138%200013%208000', [2, 1, 0]],
    ['those of another phone', () => `phone=${ADDRESS.mobile}`, [2, 1, 0]],
    ['none of an unknown phone', () => 'phone=13700137000', []],
    ['those with a product', () => `product_id=${rare.id}`, [3]],
    ['none with an unknown product', () => 'product_id=2000000000', []],
    ['those of a status', () => 'status=2', [3]],
    ['those of several', () => 'status=2,7', [3, 2, 1, 0]],
    ['those of a day', () => `from=${day(3)}&to=${day(3)}`, [3]],
    ['those before a moment', () => `to=${day(3)}%2000:00:00`, [2, 1, 0]],
    ['those from a moment on', () => `from=${day(3)}%2000:00:00`, [3]],
    ['those of all that is said', () => `product_id=${pear.id}&phone=${ADDRESS.mobile}&status=7`, [2, 1, 0]],
    ['none where one thing does not hold', () => `product_id=${pear.id}&phone=61234567`, []],
  ])('%s', async (_what, query, indexes) => {
    expect(await found(query())).toEqual(idsOf(indexes));
  });

  function day(index: number): string {
    return placed[index]!.create_time.slice(0, 10);
  }

  it('every order once, page by page, though others come and change meanwhile', async () => {
    const first = await admin.get('/admin/order?size=2');
    const eve = await shop.shopper('eve');
    await eve.post('/order', { products: [{ product_id: rare.id, count: 1 }] });
    const second = await admin.get(`/admin/order?size=2&cursor=${first.body.next}`);

    expect([...first.body.data, ...second.body.data].map(({ id }) => id)).toEqual(idsOf([3, 2, 1, 0]));
    expect(first.body.next).toEqual(expect.any(String));
    expect(second.body.next).toBeNull();
  });

  it.each([
    'number=%E4%B8%AD',
    'number=012345678901234567890',
    'phone=1380013800',
    'product_id=0',
    'status=9',
    'status=1,',
    'from=2026-02-30',
    'to=2026-01-01%2024:00:00',
    'cursor=abc',
    'cursor=MTc2.1',
    'size=0',
    'size=101',
  ])('nothing by %s', async (query) => {
    expect(await admin.get(`/admin/order?${query}`)).toMatchObject({
      status: 400,
      body: { error_code: 10000 },
    });
  });

  it('an order whole', async () => {
    const id = placed[3]!.order_id;
    await admin.post(`/admin/order/${id}/ship`, { parcels: [{ carrier: 'ZTO', tracking_no: '7300001' }] });
    const bob = await shop.shopper('bob', { address: false });
    await bob.post(`/order/${id}/after-sale`, { kind: 'refund_only', reason: '破损' });
    await admin.post(`/admin/order/${id}/refund`, { amount: '1' });

    const { status, body } = await admin.get(`/admin/order/${id}`);
    const unknown = await admin.get('/admin/order/2000000000');

    expect(status).toBe(200);
    expect(body).toMatchObject({
      id,
      status: 3,
      goods: '19.99',
      freight: '0.00',
      total_price: '19.99',
      lines: [{ sku_id: rare.skuIds[0], product_id: rare.id, counts: 1, price: '19.99' }],
      address: { mobile: '+85261234567' },
      payments: [{ amount: '19.99', disposition: 'fulfilled' }],
      refunds: [{ amount: '1.00', freight: false }],
      parcels: [{ carrier: 'ZTO', tracking_no: '7300001' }],
      after_sales: [{ kind: 'refund_only', reason: '破损' }],
    });
    expect(body.timeline.map(({ words, actor }: { words: string; actor: string }) => [words, actor])).toEqual(
      [
        ['下单', `shopper:${body.shopper_id}`],
        ['发起支付', `shopper:${body.shopper_id}`],
        ['支付成功', 'wechat'],
        ['发货', 'admin:1'],
        ['顾客申请售后', `shopper:${body.shopper_id}`],
        ['申请退款', 'admin:1'],
      ],
    );
    expect(unknown).toMatchObject({ status: 404, body: { error_code: 80000 } });
  });
});
