import { AddressModule, addressEntities } from '@app/address';
import { AlertModule } from '@app/alert';
import { AuthModule, authEntities } from '@app/auth';
import { CatalogModule, catalogEntities } from '@app/catalog';
import { CommonModule, type AppConfig } from '@app/common';
import { DatabaseModule } from '@app/database';
import { NOTICE_POOL, NotifyModule } from '@app/notify';
import { OrderModule, orderEntities } from '@app/order';
import { PaymentModule, paymentEntities } from '@app/payment';
import { ReconciliationModule } from '@app/reconciliation';
import { ShippingModule } from '@app/shipping';
import { ShowcaseModule, showcaseEntities } from '@app/showcase';
import { WeChatModule } from '@app/wechat';
import { Module, type DynamicModule } from '@nestjs/common';
import { AccessTokenModule } from './access-token.store';
import { DatabasePing } from './database-ping';
import { HealthController } from './health.controller';
import { HousekeepingModule } from './housekeeping.module';

const entities = [
  ...authEntities,
  ...catalogEntities,
  ...addressEntities,
  ...showcaseEntities,
  ...orderEntities,
  ...paymentEntities,
];

/** The rooms of the shop, floor by floor. */
@Module({
  imports: [
    AccessTokenModule,
    WeChatModule,
    AuthModule,
    AlertModule,
    CatalogModule,
    AddressModule,
    ShowcaseModule,
    OrderModule,
    PaymentModule,
    ShippingModule,
    NotifyModule,
    ReconciliationModule,
    HousekeepingModule,
  ],
  controllers: [HealthController],
  providers: [DatabasePing],
})
export class AppModule {
  static with(config: AppConfig): DynamicModule {
    return {
      module: AppModule,
      imports: [
        CommonModule.with(config),
        DatabaseModule.with(config, entities),
        DatabaseModule.with(config, entities, NOTICE_POOL),
      ],
    };
  }
}
