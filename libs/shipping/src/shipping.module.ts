import { AuthModule } from '@app/auth';
import { OrderModule } from '@app/order';
import { Module } from '@nestjs/common';
import { ShippingController } from './shipping.controller';
import { ShippingService } from './shipping.service';

@Module({
  imports: [AuthModule, OrderModule],
  controllers: [ShippingController],
  providers: [ShippingService],
})
export class ShippingModule {}
