import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../given/client';
import { openSeededShop } from '../given/seeded';
import type { Shop } from '../given/shop';
import { Phone } from './phone';
import { Protoss } from './protoss';

const CHOSEN = {
  userName: '林晚',
  telNumber: '13800138000',
  provinceName: '浙江省',
  cityName: '杭州市',
  countyName: '西湖区',
  detailInfo: '龙井路1号',
};

interface Card {
  id: number;
  name: string;
  price: string;
  stock: number;
}

/** A client of the contract knows no `sku_id`: what a list shows is what it orders, at the price it was shown. */
describe('a client that knows no sku', () => {
  let shop: Shop;
  let visitor: Client;
  beforeAll(async () => {
    shop = await openSeededShop({ MAX_OPEN_ORDERS: '0' });
    visitor = shop.visitor;
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  async function launched(owner: string): Promise<Protoss> {
    const app = new Protoss(new Phone(shop, owner));
    await app.launch();
    await app.saveAddress(CHOSEN);
    return app;
  }

  /** Every list that the contract has; a product may stand in several. */
  async function lists(): Promise<Card[][]> {
    const { body: categories } = await visitor.get('/category/all');
    const paths = [
      '/product/recent?count=15',
      ...categories.map(({ id }: { id: number }) => `/product/by_category?id=${id}`),
    ];
    const cards = await Promise.all(paths.map(async (path) => (await visitor.get(path)).body));
    const themes = await Promise.all([1, 2, 3].map(async (id) => (await visitor.get(`/theme/${id}`)).body));
    return [...cards, ...themes.map(({ products }) => products)];
  }

  it('is shown one price and one stock of a product, whichever list it opens', async () => {
    const shown = await lists();

    const everything = new Map(shown.flat().map((card) => [card.id, card]));
    expect(everything.size).toBe(30);
    for (const { id, price, stock } of shown.flat()) {
      expect((await visitor.get(`/product/${id}`)).body).toMatchObject({ price, stock });
      expect(everything.get(id)).toMatchObject({ price, stock });
    }
  });

  it('buys every product it sees, at the price it saw, and sees the stock fall by what it bought', async () => {
    const app = await launched('lin');
    const shown = new Map((await lists()).flat().map((card) => [card.id, card]));

    for (const { id, name, price, stock } of shown.values()) {
      app.putIntoCart(await app.product(id), 1);
      const paid = await app.submitOrder();
      expect({ name, ...paid }).toEqual({ name, outcome: 2, orderId: expect.any(Number) });
      expect(await app.order(paid.orderId)).toMatchObject({
        status: '待发货',
        price,
        items: [[name, price, 1]],
      });
      expect((await app.product(id)).stock).toBe(stock - 1);
    }
  });

  it('buys the whole home page in one cart', async () => {
    const app = await launched('mei');
    const { products } = await app.home();
    const pages = await Promise.all(products.map(({ id }) => app.product(id)));
    const left = pages.filter(({ stock }) => stock > 0);
    for (const page of left) app.putIntoCart(page, 1);

    const paid = await app.submitOrder();

    const fen = left.reduce((sum, { price }) => sum + Math.round(Number(price) * 100), 0);
    expect(paid.outcome).toBe(2);
    expect(await app.order(paid.orderId)).toMatchObject({
      price: (fen / 100).toFixed(2),
      count: left.length,
    });
  });

  it.each<[string, (line: object[]) => [body: string, type: string]]>([
    ['JSON, numbers', (products) => [JSON.stringify({ products }), 'application/json']],
    [
      'JSON, digits',
      (products) => [
        JSON.stringify({
          products: products.map((line) => JSON.parse(JSON.stringify(line).replaceAll(/(\d+)/g, '"$1"'))),
        }),
        'application/json; charset=utf-8',
      ],
    ],
    [
      'JSON, the whole line of its cart',
      (products) => [
        JSON.stringify({
          products: products.map((line) => ({
            ...line,
            id: 7,
            name: '茶',
            price: '0.01',
            selectStatus: true,
          })),
        }),
        'application/json',
      ],
    ],
  ])('orders a product of several sizes in %s, at the price of the default one', async (_, bodyOf) => {
    const { body: page } = await visitor.get(`/product/${await sizedProduct()}`);
    const ann = await shop.shopper('ann');
    const [body, type] = bodyOf([{ product_id: page.id, count: 2 }]);

    const placed = await ann.send('POST', '/order', { headers: { 'content-type': type }, body });

    const order = (await ann.get(`/order/${placed.body.order_id}`)).body;
    expect(page.skus.length).toBeGreaterThan(1);
    expect(placed).toMatchObject({ status: 200, body: { pass: true } });
    expect(order.snap_items).toMatchObject([{ id: page.id, price: page.price, counts: 2 }]);
  });

  /** Of the shop's first page, where whoever launches an old client taps first. */
  async function sizedProduct(): Promise<number> {
    for (const { id } of (await visitor.get('/product/recent')).body)
      if ((await visitor.get(`/product/${id}`)).body.skus) return id;
    throw new Error('the seeded shop shows no product of several sizes');
  }
});
