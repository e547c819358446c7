import { Module } from '@nestjs/common';
import { MiniProgramApi } from './mini-program-api';
import { V2Gateway } from './v2-gateway';
import { WeChatHttp } from './wechat-http';
import { WeChatPayService } from './wechat-pay.service';

/** Everything WeChat, and nothing of the shop. */
@Module({
  providers: [WeChatHttp, MiniProgramApi, V2Gateway, WeChatPayService],
  exports: [MiniProgramApi, WeChatPayService],
})
export class WeChatModule {}
