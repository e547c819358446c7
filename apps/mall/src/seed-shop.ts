import { Category, Product, type PictureService, type StockService } from '@app/catalog';
import { fenOf, type Clock } from '@app/common';
import { inTransaction } from '@app/database';
import { Banner, BannerItem, BannerTarget, Theme } from '@app/showcase';
import type { EntityManager } from 'typeorm';
import { bannerGoods, categories, themes, type SeedCategory, type SeedGood } from './seed-goods';
import type { Motif } from './seed-motifs-grown';
import { closeUp, panorama, portrait, shelf } from './seed-pictures';

const DAY_MS = 24 * 3600 * 1000;
/** Names this work among the advisory locks of the database. */
const SEEDING = 7_305_001;

export interface SeedTools {
  stock: StockService;
  pictures: PictureService;
  clock: Clock;
  /** Told once it is clear that the shop is empty: drawing its pictures takes a while. */
  begun: () => void;
}

/** What goods are called by, until they have an id. */
type ProductIds = Map<string, number>;

/**
 * Fills an empty shop with goods of our own, so that a newcomer has something to buy; a shop with goods is
 * left alone. Of two instances starting together one fills it, the other does not wait. Whether it did.
 */
export async function seedShop(db: EntityManager, tools: SeedTools): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    if (!(await isMineToFill(tx))) return false;
    tools.begun();
    const productIds = await fillShelves(tx, tools);
    await dressWindow(tx, tools.pictures, productIds);
    return true;
  });
}

async function isMineToFill(tx: EntityManager): Promise<boolean> {
  const [{ mine }] = await tx.query<[{ mine: boolean }]>('select pg_try_advisory_xact_lock($1) as mine', [
    SEEDING,
  ]);
  return mine && !(await tx.exists(Category)) && !(await tx.exists(Product));
}

async function fillShelves(tx: EntityManager, tools: SeedTools): Promise<ProductIds> {
  const productIds: ProductIds = new Map();
  for (const category of categories) {
    const pictureId = await keep(tx, tools.pictures, panorama(motifsOf(category.goods), category.tone));
    const { name, description } = category;
    const { id } = await tx.save(tx.create(Category, { name, description, pictureId }));
    for (const good of category.goods)
      productIds.set(
        good.name,
        await addGood(tx, tools, { good, category, categoryId: id, rank: productIds.size }),
      );
  }
  return productIds;
}

interface Place {
  good: SeedGood;
  category: SeedCategory;
  categoryId: number;
  /** How many goods were added before. */
  rank: number;
}

async function addGood(
  tx: EntityManager,
  { stock, pictures, clock }: SeedTools,
  place: Place,
): Promise<number> {
  const { good, category, categoryId, rank } = place;
  const details = good.properties ? [portrait, closeUp, shelf] : [portrait];
  const pictureIds: number[] = [];
  for (const draw of details) pictureIds.push(await keep(tx, pictures, draw(good.motif, category.tone)));

  const product = await tx.save(
    tx.create(Product, {
      name: good.name,
      summary: good.summary,
      categoryId,
      pictureId: pictureIds[0],
      createdAt: new Date(clock.now().getTime() - daysAgo(rank) * DAY_MS),
      skus: good.skus.map(({ spec, yuan }, position) => ({ spec, position, priceFen: fenOf(yuan) })),
      pictures: good.properties && pictureIds.map((pictureId, position) => ({ pictureId, position })),
      properties: propertiesOf(good),
    }),
  );
  await tx.update(Product, product.id, { defaultSkuId: product.skus[0]!.id });
  for (const [i, sku] of product.skus.entries())
    await stock.stockIn(tx, sku.id, good.skus[i]!.stock, 'system');
  return product.id;
}

/** The newest goods come from all categories, not from the last one alone. */
function daysAgo(rank: number): number {
  return 1 + ((rank * 7) % 30);
}

function propertiesOf({ properties = {} }: SeedGood) {
  return Object.entries(properties).map(([name, detail], position) => ({ name, detail, position }));
}

async function dressWindow(tx: EntityManager, pictures: PictureService, ids: ProductIds): Promise<void> {
  for (const { name, description, goods, tone } of themes) {
    const headPictureId = await keep(tx, pictures, panorama(motifsNamed(goods.slice(0, 3)), tone));
    const topicPictureId = await keep(tx, pictures, panorama(motifsNamed(goods.slice(0, 2)), tone));
    const products = goods.map((good) => ({ productId: ids.get(good)! }));
    await tx.save(tx.create(Theme, { name, description, headPictureId, topicPictureId, products }));
  }

  const banner = tx.create(Banner, { name: '首页', description: '首页轮播', items: [] });
  for (const { goods, tone } of bannerGoods) {
    const pictureId = await keep(tx, pictures, panorama(motifsNamed(goods), tone));
    const keyWord = String(ids.get(goods[0]!));
    banner.items.push(tx.create(BannerItem, { pictureId, keyWord, type: BannerTarget.Product }));
  }
  await tx.save(banner);
}

function keep(tx: EntityManager, pictures: PictureService, bytes: Buffer): Promise<number> {
  return pictures.keep(tx, 'image/png', bytes);
}

function motifsOf(goods: SeedGood[]): Motif[] {
  return goods.slice(0, 3).map((good) => good.motif);
}

function motifsNamed(names: string[]): Motif[] {
  const goods = categories.flatMap((category) => category.goods);
  return names.map((name) => goods.find((good) => good.name === name)!.motif);
}
