import { PictureService, StockService } from '@app/catalog';
import { Clock } from '@app/common';
import { PNG } from 'pngjs';
import { EntityManager } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedShop } from '../../apps/mall/src/seed-shop';
import { Shop } from '../given/shop';

const PRICE = /^\d+\.\d\d$/;

function plant(shop: Shop): Promise<boolean> {
  return seedShop(shop.mall.get(EntityManager), {
    stock: shop.mall.get(StockService),
    pictures: shop.mall.get(PictureService),
    clock: shop.mall.get(Clock),
    begun: () => undefined,
  });
}

describe('the seeded shop', () => {
  let shop: Shop;
  let planted: boolean[];
  beforeAll(async () => {
    shop = await Shop.open();
    planted = await Promise.all([plant(shop), plant(shop)]);
  });
  afterAll(() => shop.stop());

  it('is filled by one of two instances starting together, and once', async () => {
    const again = await plant(shop);

    const { rows } = await shop.db.query(
      `SELECT (SELECT count(*)::int FROM product) AS products, (SELECT count(*)::int FROM category) AS categories,
         (SELECT count(*)::int FROM theme) AS themes, (SELECT count(*)::int FROM banner) AS banners`,
    );
    expect(planted.toSorted()).toEqual([false, true]);
    expect(again).toBe(false);
    expect(rows).toEqual([{ products: 30, categories: 6, themes: 3, banners: 1 }]);
  });

  it('explains its stock by its ledger, thousands of most and few of some', async () => {
    const { rows } = await shop.db.query<{ stock: number; entered: number }>(
      `SELECT stock, (SELECT sum(count)::int FROM stock_ledger WHERE stock_ledger.sku_id = sku_stock.sku_id
         AND kind = 'IN') AS entered FROM sku_stock ORDER BY stock`,
    );

    expect(rows.every(({ stock, entered }) => stock === entered)).toBe(true);
    expect(rows.map(({ stock }) => stock)).toEqual(expect.arrayContaining([1, 3, 10, 9999]));
    expect(await shop.breaches()).toEqual([]);
  });

  it('shows every category, theme and banner with pictures that exist', async () => {
    const { body: categories } = await shop.visitor.get('/category/all');
    const { body: themes } = await shop.visitor.get('/theme?ids=1,2,3');
    const { body: banner } = await shop.visitor.get('/banner/1');

    const addresses: string[] = [
      ...categories.map((category: { img: { url: string } }) => category.img.url),
      ...themes.flatMap((theme: { head_img: { url: string }; topic_img: { url: string } }) => [
        theme.head_img.url,
        theme.topic_img.url,
      ]),
      ...banner.items.map((item: { img: { url: string } }) => item.img.url),
    ];
    expect([categories.length, themes.length, banner.items.length]).toEqual([6, 3, 4]);
    expect(new Set(addresses).size).toBe(16);
    for (const address of addresses) expect(await sizeOf(address)).toEqual([750, 300]);
  });

  it('opens a product of its own from every picture of the banner', async () => {
    const { body: banner } = await shop.visitor.get('/banner/1');

    for (const { key_word, type } of banner.items) {
      expect(type).toBe(1);
      expect((await shop.visitor.get(`/product/${key_word}`)).status).toBe(200);
    }
  });

  it('lets goods of different categories be the newest, at prices that hurt floats', async () => {
    const { body: recent } = await shop.visitor.get('/product/recent');
    const { rows: prices } = await shop.db.query('SELECT price_fen::int FROM sku');

    expect(recent).toHaveLength(15);
    for (const { price } of recent) expect(price).toMatch(PRICE);
    expect(prices.map((row: { price_fen: number }) => row.price_fen)).toEqual(
      expect.arrayContaining([1999, 29, 101]),
    );
  });

  it('sells two goods in several sizes, and draws details and properties of some', async () => {
    const pages = await Promise.all(
      Array.from({ length: 30 }, (_, i) => shop.visitor.get(`/product/${i + 1}`)),
    );

    const bodies = pages.map(({ body }) => body);
    expect(bodies.filter((body) => body.skus).map((body) => body.skus.length)).toEqual([3, 2]);
    expect(bodies.filter((body) => body.imgs.length === 3 && body.properties.length === 4)).toHaveLength(7);
    for (const body of bodies) expect(await sizeOf(body.main_img_url)).toEqual([400, 400]);
  });

  it('has a default sku of every product, its first, and a first product of one size', async () => {
    const { rows } = await shop.db.query(
      `SELECT product.id FROM product JOIN sku ON sku.id = default_sku_id
        WHERE sku.product_id = product.id AND sku.position = 0 ORDER BY product.id`,
    );
    const { body: first } = await shop.visitor.get('/product/1');

    expect(rows.map(({ id }) => id)).toEqual(Array.from({ length: 30 }, (_, n) => n + 1));
    expect(first).not.toHaveProperty('skus');
  });
});

async function sizeOf(address: string): Promise<[number, number]> {
  const answer = await fetch(address);
  const { width, height } = PNG.sync.read(Buffer.from(await answer.arrayBuffer()));
  return [width, height];
}
