import { AddressModule } from '@app/address';
import { AuthModule } from '@app/auth';
import { CatalogModule } from '@app/catalog';
import { Module } from '@nestjs/common';
import { FreightController } from './freight.controller';
import { FreightService } from './freight.service';
import { OrderErasure } from './order-erasure.service';
import { OrderHistoryService } from './order-history.service';
import { OrderLifeService } from './order-life.service';
import { OrderRecheckService } from './order-recheck.service';
import { OrderSearchService } from './order-search.service';
import { OrderController } from './order.controller';
import { OrderService } from './order.service';
import { ReplacementService } from './replacement.service';

@Module({
  imports: [AuthModule, CatalogModule, AddressModule],
  controllers: [OrderController, FreightController],
  providers: [
    FreightService,
    OrderService,
    OrderHistoryService,
    OrderLifeService,
    OrderRecheckService,
    OrderErasure,
    OrderSearchService,
    ReplacementService,
  ],
  exports: [
    ReplacementService,
    OrderErasure,
    OrderHistoryService,
    OrderLifeService,
    OrderRecheckService,
    OrderSearchService,
  ],
})
export class OrderModule {}
