import { Module } from '@nestjs/common';
import { MerchantCertificate } from './merchant-certificate';
import { MiniProgramApi } from './mini-program-api';
import { V2Client } from './v2-client';
import { V2Gateway } from './v2-gateway';
import { V3Client } from './v3-client';
import { V3Gateway } from './v3-gateway';
import { V3Keys } from './v3-keys';
import { V3Signatures } from './v3-signatures';
import { WeChatHttp } from './wechat-http';
import { WeChatPayService } from './wechat-pay.service';

/** Everything WeChat, and nothing of the shop. */
@Module({
  providers: [
    WeChatHttp,
    MiniProgramApi,
    MerchantCertificate,
    V2Client,
    V2Gateway,
    V3Keys,
    V3Signatures,
    V3Client,
    V3Gateway,
    WeChatPayService,
  ],
  exports: [MiniProgramApi, WeChatHttp, WeChatPayService],
})
export class WeChatModule {}
