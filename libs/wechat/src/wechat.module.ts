import { Module } from '@nestjs/common';
import { MiniProgramApi } from './mini-program-api';
import { V2Gateway } from './v2-gateway';
import { V3Gateway } from './v3-gateway';
import { V3Keys } from './v3-keys';
import { V3Signatures } from './v3-signatures';
import { WeChatHttp } from './wechat-http';
import { WeChatPayService } from './wechat-pay.service';

/** Everything WeChat, and nothing of the shop. */
@Module({
  providers: [WeChatHttp, MiniProgramApi, V2Gateway, V3Keys, V3Signatures, V3Gateway, WeChatPayService],
  exports: [MiniProgramApi, WeChatPayService],
})
export class WeChatModule {}
