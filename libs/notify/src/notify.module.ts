import { PaymentModule } from '@app/payment';
import { ShippingModule } from '@app/shipping';
import { WeChatModule } from '@app/wechat';
import { Module } from '@nestjs/common';
import { NoticeAdminController } from './notice-admin.controller';
import { NoticeErasure } from './notice-erasure.service';
import { NoticeListService } from './notice-list.service';
import { NoticeReplayService } from './notice-replay.service';
import { NoticeStore } from './notice-store.service';
import { NotifyController } from './notify.controller';
import { NotifyV3Controller } from './notify-v3.controller';
import { NotifyService } from './notify.service';
import { PushController } from './push.controller';
import { PushService } from './push.service';
import { RefundNotifyService } from './refund-notify.service';

@Module({
  imports: [PaymentModule, ShippingModule, WeChatModule],
  controllers: [NoticeAdminController, NotifyController, NotifyV3Controller, PushController],
  providers: [
    NoticeErasure,
    NoticeListService,
    NoticeReplayService,
    NoticeStore,
    NotifyService,
    PushService,
    RefundNotifyService,
  ],
  exports: [NoticeErasure],
})
export class NotifyModule {}
