import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Shop } from '../given/shop';

describe('placing an order', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  it('[D1-3][F44] holds its goods and remembers how they were called, pictured and priced', async () => {
    const pear = await shop.product({ name: '秋月梨', priceFen: 1999, stock: 5 });
    const ann = await shop.shopper('ann');

    const { body } = await ann.post('/order', {
      products: [{ product_id: pear.id, count: 2 }],
      remark: '请放门口',
    });
    await shop.db.query(`UPDATE product SET name = '改名' WHERE id = $1`, [pear.id]);
    await shop.db.query('UPDATE sku SET price_fen = 1 WHERE product_id = $1', [pear.id]);
    const order = await ann.get(`/order/${body.order_id}`);

    expect(order.body).toMatchObject({
      status: 1,
      snap_name: '秋月梨',
      total_price: '39.98',
      remark: '请放门口',
      snap_items: [{ id: pear.id, name: '秋月梨', price: '19.99', counts: 2, totalPrice: '39.98' }],
      snap_address: { name: '安', country: '西湖区' },
    });
    expect(await shop.stockOf(pear.skuIds[0])).toEqual({ stock: 3, reserved: 2, sold: 0 });
  });

  it.each([
    [' 请放门口　', 200, '请放门口'],
    ['  ', 200, undefined],
    [null, 200, undefined],
    ['字'.repeat(200), 200, '字'.repeat(200)],
    ['字\uFE0F'.repeat(200), 400, undefined],
    [7, 400, undefined],
  ])('takes the remark %j with %i', async (remark, status, kept) => {
    const pear = await shop.product();
    const hal = await shop.shopper(`hal-${pear.id}`);

    const answer = await hal.post('/order', { products: [{ product_id: pear.id, count: 1 }], remark });
    const order = await hal.get(`/order/${answer.body.order_id}`);

    expect(answer.status).toBe(status);
    expect(order.body.remark).toBe(kept);
  });

  it('says which lines are short, with 200, and holds nothing', async () => {
    const [plenty, scarce] = [
      await shop.product({ name: '米', stock: 9 }),
      await shop.product({ name: '茶', stock: 1 }),
    ];
    const ann = await shop.shopper('ann');

    const answer = await ann.post('/order', {
      products: [
        { product_id: plenty.id, count: 1 },
        { product_id: scarce.id, count: 2 },
      ],
    });

    expect(answer).toMatchObject({
      status: 200,
      body: {
        pass: false,
        order_id: -1,
        pStatusArray: [
          { name: '米', haveStock: true, counts: 1 },
          { name: '茶', haveStock: false, counts: 2 },
        ],
      },
    });
    expect(await shop.stockOf(plenty.skuIds[0])).toEqual({ stock: 9, reserved: 0, sold: 0 });
  });

  it('[F46] merges the same product before it counts', async () => {
    const pear = await shop.product({ stock: 3 });
    const ann = await shop.shopper('ann');
    const twice = (count: number) => ({
      products: [
        { product_id: pear.id, count },
        { product_id: pear.id, count },
      ],
    });

    const short = await ann.post('/order', twice(2));
    const placed = await ann.post('/order', twice(1));

    expect([short.body.pass, placed.body.pass]).toEqual([false, true]);
    expect(await shop.stockOf(pear.skuIds[0])).toEqual({ stock: 1, reserved: 2, sold: 0 });
  });

  it('sells each size from its own stock', async () => {
    const rice = await shop.product({ stock: 1, sizes: ['1kg', '5kg'], hasDefault: false });
    const [small, large] = rice.skuIds;
    const ann = await shop.shopper('ann');
    const buy = (sku_id?: number) =>
      ann.post('/order', { products: [{ product_id: rice.id, sku_id, count: 1 }] });

    const [first, again, other, unsaid] = [await buy(small), await buy(small), await buy(large), await buy()];

    expect([first.body.pass, again.body.pass, other.body.pass]).toEqual([true, false, true]);
    expect(unsaid).toMatchObject({ status: 400, body: { error_code: 10000 } });
  });

  it.each([
    ['no address', 404, 60001, { address: false }, (id: number) => [{ product_id: id, count: 1 }]],
    ['an unknown product', 404, 80000, {}, () => [{ product_id: 2_000_000_000, count: 1 }]],
    ['an empty list', 400, 10000, {}, () => []],
    ['more than 999 of one', 400, 10000, {}, (id: number) => [{ product_id: id, count: 1000 }]],
    [
      'more than 999 of one in two lines',
      400,
      10000,
      {},
      (id: number) => [
        { product_id: id, count: 600 },
        { product_id: id, count: 600 },
      ],
    ],
  ])('refuses %s', async (_, status, error_code, who, products) => {
    const pear = await shop.product({ stock: 5000 });
    const bob = await shop.shopper(`bob-${pear.id}`, who);

    const answer = await bob.post('/order', { products: products(pear.id) });

    expect(answer).toMatchObject({ status, body: { error_code } });
    expect(await shop.stockOf(pear.skuIds[0])).toMatchObject({ reserved: 0 });
  });

  it('lets nobody keep more than ten orders open, not even all at once', async () => {
    const pear = await shop.product({ stock: 100 });
    const eve = await shop.shopper('eve');

    const answers = await Promise.all(
      Array.from({ length: 25 }, () => eve.post('/order', { products: [{ product_id: pear.id, count: 1 }] })),
    );

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(15);
    expect(await shop.stockOf(pear.skuIds[0])).toMatchObject({ reserved: 10 });
  });

  it('answers a repeated Idempotency-Key with the same order, and another body with 422', async () => {
    const pear = await shop.product({ stock: 10 });
    const fay = await shop.shopper('fay');
    const place = (count: number) =>
      fay.post('/order', { products: [{ product_id: pear.id, count }] }, { 'Idempotency-Key': 'cart-1' });

    const [first, again, other] = [await place(1), await place(1), await place(2)];

    expect(again.body).toEqual(first.body);
    expect(other).toMatchObject({ status: 422, body: { error_code: 90004 } });
    expect(await shop.stockOf(pear.skuIds[0])).toMatchObject({ reserved: 1 });
  });

  it('[F43] places one order for one key, however many taps arrive at once', async () => {
    const pear = await shop.product({ stock: 100 });
    const gil = await shop.shopper('gil');

    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        gil.post('/order', { products: [{ product_id: pear.id, count: 1 }] }, { 'Idempotency-Key': 'tap' }),
      ),
    );

    const placed = answers.filter(({ status }) => status === 200);
    expect(new Set(placed.map(({ body }) => body.order_no)).size).toBe(1);
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
    expect(await shop.stockOf(pear.skuIds[0])).toMatchObject({ reserved: 1 });
  });
});
