import { PictureService, StockService } from '@app/catalog';
import { Clock } from '@app/common';
import { EntityManager } from 'typeorm';
import { seedShop } from '../../apps/mall/src/seed-shop';
import { Shop } from './shop';

/** The shop that a newcomer finds, with its goods, themes and banner. */
export async function openSeededShop(settings: Record<string, string> = {}): Promise<Shop> {
  const shop = await Shop.open(settings);
  await seedShop(shop.mall.get(EntityManager), {
    stock: shop.mall.get(StockService),
    pictures: shop.mall.get(PictureService),
    clock: shop.mall.get(Clock),
    begun: () => undefined,
  });
  return shop;
}
