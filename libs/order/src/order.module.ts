import { AddressModule } from '@app/address';
import { AuthModule } from '@app/auth';
import { CatalogModule } from '@app/catalog';
import { Module } from '@nestjs/common';
import { OrderErasure } from './order-erasure.service';
import { OrderHistoryService } from './order-history.service';
import { OrderLifeService } from './order-life.service';
import { OrderRecheckService } from './order-recheck.service';
import { OrderController } from './order.controller';
import { OrderService } from './order.service';

@Module({
  imports: [AuthModule, CatalogModule, AddressModule],
  controllers: [OrderController],
  providers: [OrderService, OrderHistoryService, OrderLifeService, OrderRecheckService, OrderErasure],
  exports: [OrderErasure, OrderLifeService, OrderRecheckService],
})
export class OrderModule {}
