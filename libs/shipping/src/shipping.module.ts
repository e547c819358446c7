import { AlertModule } from '@app/alert';
import { AuthModule } from '@app/auth';
import { OrderModule } from '@app/order';
import { PaymentModule } from '@app/payment';
import { MiniProgramModule } from '@app/wechat';
import { Module } from '@nestjs/common';
import { CarrierService } from './carrier.service';
import { DeadlineService } from './deadline.service';
import { DeadlineSweep } from './deadline.sweep';
import { OrderDeskController } from './order-desk.controller';
import { OrderDeskService } from './order-desk.service';
import { OrderFileController } from './order-file.controller';
import { OrderFileService } from './order-file.service';
import { ReceivingService } from './receiving.service';
import { ReceivingSweep } from './receiving.sweep';
import { ShippedMessageService } from './shipped-message.service';
import { ShippedMessageSweep } from './shipped-message.sweep';
import { ShippingAdminController } from './shipping-admin.controller';
import { ShippingFileController } from './shipping-file.controller';
import { ShippingFileService } from './shipping-file.service';
import { ShippingListService } from './shipping-list.service';
import { ShippingPushService } from './shipping-push.service';
import { ShippingController } from './shipping.controller';
import { ShippingService } from './shipping.service';
import { SubscriptionService } from './subscription.service';
import { TradeManagedService } from './trade-managed.service';
import { UploadService } from './upload.service';
import { UploadSweep } from './upload.sweep';

@Module({
  imports: [AlertModule, AuthModule, OrderModule, PaymentModule, MiniProgramModule],
  controllers: [
    ShippingController,
    ShippingAdminController,
    ShippingFileController,
    OrderDeskController,
    OrderFileController,
  ],
  providers: [
    CarrierService,
    DeadlineService,
    DeadlineSweep,
    OrderDeskService,
    OrderFileService,
    ReceivingService,
    ReceivingSweep,
    ShippedMessageService,
    ShippedMessageSweep,
    ShippingFileService,
    ShippingListService,
    ShippingPushService,
    ShippingService,
    SubscriptionService,
    TradeManagedService,
    UploadService,
    UploadSweep,
  ],
  exports: [ShippingPushService],
})
export class ShippingModule {}
