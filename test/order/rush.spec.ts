import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Answer, Client } from '../given/client';
import { eventually, nonce, Shop, type Product } from '../given/shop';

/** As many as a large run wants: `BUYERS=10000`. */
const BUYERS = Number(process.env.BUYERS ?? 200);
const UNITS = Math.min(100, Math.floor(BUYERS / 4));
const AT_ONCE = 64;

/** So many hands at the same time, each with one act after the other. */
async function rush<T>(count: number, act: (index: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const hand = async () => {
    for (let index = next++; index < count; index = next++) results[index] = await act(index);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, hand));
  return results;
}

/** A crowded shop may put a buyer off: he asks again, and under the same key gets the same order. */
function insist(ask: () => Promise<Answer>): Promise<Answer> {
  return eventually(ask, ({ status, body }) => status < 500 && body.error_code !== 90005);
}

function placed(buyer: Client, products: object[]): Promise<Answer> {
  const key = { 'idempotency-key': nonce() };
  return insist(() => buyer.post('/order', { products }, key));
}

describe.each(['reserve', 'on_payment'])('a rush under %s', (policy) => {
  let shop: Shop;
  let buyers: Client[];
  beforeAll(async () => {
    shop = await Shop.open({ STOCK_POLICY: policy, RATE_LIMIT_PER_MINUTE: '0' });
    buyers = await rush(BUYERS, (index) => shop.shopper(`buyer-${index}`));
  }, 120_000);
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  const buyAndPay = async (buyer: Client, product: Product, skuId?: number): Promise<Answer> => {
    const order = await placed(buyer, [{ product_id: product.id, sku_id: skuId, count: 1 }]);
    if (!order.body.pass) return order;
    const prepay = await insist(() => buyer.post('/pay/pre_order', { id: order.body.order_id }));
    return settled(buyer, order.body.order_id, prepay);
  };

  /** The order as it ends: a notice that a crowded shop answered too late comes again. */
  const settled = async (buyer: Client, orderId: string, prepay: Answer): Promise<Answer> => {
    const look = () => insist(() => buyer.get(`/order/${orderId}`));
    if (!prepay.body.timeStamp) return look();
    await shop.pay(prepay.body);
    return eventually(look, ({ body }) => body.status !== 1);
  };

  it(`[D1-3][F42] sells exactly ${UNITS} units to four times as many buyers, or more`, async () => {
    const pear = await shop.product({ stock: UNITS });

    const answers = await rush(BUYERS, (index) => buyAndPay(buyers[index]!, pear));

    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(answers.filter(({ body }) => body.status === 2)).toHaveLength(UNITS);
    expect(await shop.stockOf(pear.skuIds[0])).toEqual({ stock: 0, reserved: 0, sold: UNITS });
  }, 180_000);

  it('sells of two sizes exactly what each has, in baskets that name them in opposite orders', async () => {
    const rice = await shop.product({ stock: 30, sizes: ['1kg', '5kg'] });
    const [small, large] = rice.skuIds;

    const answers = await rush(200, async (index) => {
      const buyer = buyers[index]!;
      const lines = [small, large].map((sku_id) => ({ product_id: rice.id, sku_id, count: 1 }));
      const order = await placed(buyer, index % 2 ? lines : lines.toReversed());
      if (!order.body.pass) return order;
      const prepay = await insist(() => buyer.post('/pay/pre_order', { id: order.body.order_id }));
      return settled(buyer, order.body.order_id, prepay);
    });

    expect(answers.filter(({ body }) => body.status === 2)).toHaveLength(30);
    for (const sku of rice.skuIds)
      expect(await shop.stockOf(sku)).toEqual({ stock: 0, reserved: 0, sold: 30 });
  }, 120_000);
});

describe('goods that nobody pays', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  it('come back when the time to pay is over', async () => {
    const pear = await shop.product({ stock: 3 });
    const ann = await shop.shopper('ann');
    const { body } = await ann.post('/order', { products: [{ product_id: pear.id, count: 3 }] });

    await shop.later(1801);
    const order = await eventually(
      () => ann.get(`/order/${body.order_id}`),
      (seen) => seen.body.status === 7,
    );

    expect(order.body.status).toBe(7);
    expect(await shop.stockOf(pear.skuIds[0])).toEqual({ stock: 3, reserved: 0, sold: 0 });
  });
});
