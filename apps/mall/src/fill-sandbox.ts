import { PictureService, StockService } from '@app/catalog';
import { Clock, type AppConfig } from '@app/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { EntityManager } from 'typeorm';
import { seedShop } from './seed-shop';

/** The sandbox opens with goods to buy; a live shop with what its merchant puts in. */
export async function fillSandbox(mall: NestFastifyApplication, { WORLD }: AppConfig): Promise<void> {
  if (WORLD !== 'sandbox') return;
  await seedShop(mall.get(EntityManager), {
    stock: mall.get(StockService),
    pictures: mall.get(PictureService),
    clock: mall.get(Clock),
    begun: () => process.stdout.write('Putting the first goods on the shelves… 上货…\n'),
  });
}
