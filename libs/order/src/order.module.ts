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
import { OrderController } from './order.controller';
import { OrderService } from './order.service';

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
  ],
  exports: [OrderErasure, OrderLifeService, OrderRecheckService],
})
export class OrderModule {}
