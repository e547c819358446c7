import { Module } from '@nestjs/common';
import { AccessTokenService } from './access-token.service';
import { MiniProgramClient } from './mini-program-client';
import { PhoneNumberApi } from './phone-number-api';
import { ShippingInfoApi } from './shipping-info-api';
import { SubscribeMessageApi } from './subscribe-message-api';
import { WeChatModule } from './wechat.module';

/** The calls that carry the access token: whoever opens this room must provide an AccessTokenStore. */
@Module({
  imports: [WeChatModule],
  providers: [AccessTokenService, MiniProgramClient, PhoneNumberApi, SubscribeMessageApi, ShippingInfoApi],
  exports: [PhoneNumberApi, SubscribeMessageApi, ShippingInfoApi],
})
export class MiniProgramModule {}
