import { PaymentModule } from '@app/payment';
import { WeChatModule } from '@app/wechat';
import { Module } from '@nestjs/common';
import { NotifyController } from './notify.controller';
import { NotifyService } from './notify.service';

@Module({
  imports: [PaymentModule, WeChatModule],
  controllers: [NotifyController],
  providers: [NotifyService],
})
export class NotifyModule {}
