import { AuthModule } from '@app/auth';
import { OrderModule } from '@app/order';
import { PaymentModule } from '@app/payment';
import { Module } from '@nestjs/common';
import { ShippingController } from './shipping.controller';
import { ShippingService } from './shipping.service';

@Module({
  imports: [AuthModule, OrderModule, PaymentModule],
  controllers: [ShippingController],
  providers: [ShippingService],
})
export class ShippingModule {}
