import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../given/client';
import { Shop } from '../given/shop';

const INT4 = 2 ** 31 - 1;
const CAPPED = { products: '每种商品最多购买999件' };
const TOO_DEAR = { products: '订单金额过大' };
const WRONG = { products: '商品列表参数错误' };

const yuan = (pieces: number) => ((pieces * 1999) / 100).toFixed(2);

/** Existing clients show `pass: false` and stay silent on a 400: what is short is said to be short first. */
describe.each(['reserve', 'on_payment'])('an order of too many pieces under %s', (STOCK_POLICY) => {
  let shop: Shop;
  let ann: Client;
  beforeAll(async () => {
    shop = await Shop.open({ STOCK_POLICY, MAX_OPEN_ORDERS: '0' });
    ann = await shop.shopper('ann');
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  const ordersNow = async () => (await shop.db.query('SELECT FROM customer_order')).rowCount;

  type Line = [stock: number, ...counts: number[]];

  /** Products with so much in stock, each ordered in lines of these counts. */
  async function ordered(route: string, wishes: Line[], priceFen = 1999) {
    const made = await Promise.all(
      wishes.map(async ([stock, ...counts], n) => ({
        product: await shop.product({ name: `货${n}`, stock, priceFen }),
        counts,
      })),
    );
    const products = made.flatMap(({ product: { id }, counts }) =>
      counts.map((count) => ({ product_id: id, count })),
    );
    const before = await ordersNow();
    const answer = await ann.post(route, { products });
    for (const [n, { product }] of made.entries())
      expect(await shop.stockOf(product.skuIds[0])).toEqual({ stock: wishes[n]![0], reserved: 0, sold: 0 });
    expect(await ordersNow()).toBe(before);
    return answer;
  }

  it.each<[string, Line[], boolean[]]>([
    ['above the cap and short', [[5, 1000]], [false]],
    ['above the cap, with nothing in stock', [[0, 1000]], [false]],
    ['above the cap by two lines of one product, and short', [[5, 600, 600]], [false]],
    ['as many as one line may say, and short', [[5, 1_000_000]], [false]],
    [
      'one short, one above the cap',
      [
        [5, 6],
        [5000, 1000],
      ],
      [false, true],
    ],
    [
      'one above the cap, one short',
      [
        [5000, 1000],
        [5, 6],
      ],
      [true, false],
    ],
    [
      'one above the cap and short, one fine',
      [
        [5, 1000],
        [9, 1],
      ],
      [false, true],
    ],
  ])('is told which line is short: %s', async (_, wishes, haveStock) => {
    const answer = await ordered('/order', wishes);

    const counts = wishes.map(([, ...all]) => all.reduce((sum, count) => sum + count));
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      pass: false,
      order_id: -1,
      orderPrice: yuan(counts.reduce((sum, count) => sum + count)),
      totalCount: counts.reduce((sum, count) => sum + count),
      pStatusArray: wishes.map((_wish, n) => ({
        id: expect.any(Number),
        haveStock: haveStock[n],
        counts: counts[n],
        price: '19.99',
        name: `货${n}`,
        totalPrice: yuan(counts[n]!),
        main_img_url: expect.stringMatching(/^http/),
      })),
    });
  });

  it.each<[string, Line[], number, object]>([
    ['above the cap, and all there', [[1000, 1000]], 1999, CAPPED],
    ['above the cap by two lines, and all there', [[5000, 600, 600]], 1999, CAPPED],
    [
      'two above the cap, and all there',
      [
        [1000, 1000],
        [1000, 1000],
      ],
      1999,
      CAPPED,
    ],
    ['dearer than an order may be, and all there', [[900, 900]], 2_000_000, TOO_DEAR],
    ['more than one line may say', [[5, 1_000_001]], 1999, WRONG],
    ['beyond int4', [[5, INT4 + 1]], 1999, WRONG],
    ['beyond what a double counts', [[5, 2 ** 53 + 2]], 1999, WRONG],
    [
      'one short, one beyond int4',
      [
        [5, 6],
        [5, INT4 + 1],
      ],
      1999,
      WRONG,
    ],
  ])('is refused as before: %s', async (_, wishes, priceFen, msg) => {
    for (const route of ['/order', '/order/quote'])
      expect(await ordered(route, wishes, priceFen)).toMatchObject({
        status: 400,
        body: { error_code: 10000, msg },
      });
  });

  it('is never answered with a sum that is wrong: a hundred lines of the dearest goods', async () => {
    const wishes = Array.from({ length: 100 }, (): Line => [1, 1_000_000]);

    const answer = await ordered('/order', wishes, 1_000_000_000);

    expect(answer).toMatchObject({ status: 400, body: { error_code: 10000, msg: TOO_DEAR } });
  });

  it('is priced and said to be short by a quote too', async () => {
    const answer = await ordered('/order/quote', [[5, 1000]]);

    expect(answer).toMatchObject({
      status: 200,
      body: { pass: false, totalPrice: '19990.00', pStatusArray: [{ haveStock: false, counts: 1000 }] },
    });
  });

  it('has its answer kept under its Idempotency-Key, as any that is short', async () => {
    const pear = await shop.product({ stock: 5 });
    const place = () =>
      ann.post(
        '/order',
        { products: [{ product_id: pear.id, count: 1000 }] },
        { 'Idempotency-Key': `k-${STOCK_POLICY}` },
      );

    const [first, again] = [await place(), await place()];

    expect(first.body).toMatchObject({ pass: false });
    expect(again.body).toEqual(first.body);
  });
});
