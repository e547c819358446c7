import { AdminRescue, AdminRescueModule } from '@app/auth';
import { CommonModule, type AppConfig } from '@app/common';
import { DatabaseModule } from '@app/database';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { shopSetting, withDatabaseOf } from './database-trouble';
import type { Parts } from './parts';

/** Just enough of the shop to let an admin in. */
@Module({ imports: [AdminRescueModule] })
class RescueModule {
  static with(config: AppConfig): DynamicModule {
    return { module: RescueModule, imports: [CommonModule.with(config), DatabaseModule.with(config, [])] };
  }
}

/** At the database of `config`, which comes from the settings as they were given. */
export async function openRescue(given: AppConfig, config: AppConfig, parts: Parts): Promise<AdminRescue> {
  const app = await withDatabaseOf(shopSetting(given), () =>
    NestFactory.createApplicationContext(RescueModule.with(config), { logger: false, abortOnError: false }),
  );
  parts.started(() => app.close());
  return app.get(AdminRescue);
}
