import { AddressModule } from '@app/address';
import { AuthModule } from '@app/auth';
import { CatalogModule } from '@app/catalog';
import { Module } from '@nestjs/common';
import { OrderHistoryService } from './order-history.service';
import { OrderLifeService } from './order-life.service';
import { OrderRecheckService } from './order-recheck.service';
import { OrderController } from './order.controller';
import { OrderService } from './order.service';

@Module({
  imports: [AuthModule, CatalogModule, AddressModule],
  controllers: [OrderController],
  providers: [OrderService, OrderHistoryService, OrderLifeService, OrderRecheckService],
  exports: [OrderLifeService, OrderRecheckService],
})
export class OrderModule {}
