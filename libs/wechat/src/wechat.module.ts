import { Module } from '@nestjs/common';
import { CertificateDates } from './certificate-dates';
import { MerchantCertificate } from './merchant-certificate';
import { MerchantSignature } from './merchant-signature';
import { MiniProgramApi } from './mini-program-api';
import { V2BillGateway } from './v2-bill-gateway';
import { V2Client } from './v2-client';
import { V2Gateway } from './v2-gateway';
import { V2RefundGateway } from './v2-refund-gateway';
import { V3BillGateway } from './v3-bill-gateway';
import { V3Certificates } from './v3-certificates';
import { V3Client } from './v3-client';
import { V3Gateway } from './v3-gateway';
import { V3Keys } from './v3-keys';
import { V3RefundGateway } from './v3-refund-gateway';
import { V3Signatures } from './v3-signatures';
import { WeChatHttp } from './wechat-http';
import { WeChatPayService } from './wechat-pay.service';
import { WeChatProbe } from './wechat-probe';

/** Everything WeChat, and nothing of the shop. */
@Module({
  providers: [
    WeChatHttp,
    MiniProgramApi,
    CertificateDates,
    MerchantCertificate,
    MerchantSignature,
    V2Client,
    V2Gateway,
    V2RefundGateway,
    V2BillGateway,
    V3Certificates,
    V3Keys,
    V3Signatures,
    V3Client,
    V3Gateway,
    V3RefundGateway,
    V3BillGateway,
    WeChatPayService,
    WeChatProbe,
  ],
  exports: [CertificateDates, MiniProgramApi, WeChatHttp, WeChatPayService, WeChatProbe],
})
export class WeChatModule {}
