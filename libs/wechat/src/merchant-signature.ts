import { AppConfig, Clock, Random } from '@app/common';
import { Injectable } from '@nestjs/common';
import { MerchantCertificate } from './merchant-certificate';
import type { ClientParams } from './pay-gateway';
import { signV3, v3Authorization, v3Message } from './v3-sign';

export interface V3Call {
  method: 'GET' | 'POST';
  url: URL;
  /** The very text that is sent. */
  body?: string;
  mchId: string;
}

/** Signs with the merchant's key of today, each time anew. */
@Injectable()
export class MerchantSignature {
  constructor(
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly certificate: MerchantCertificate,
  ) {}

  /** The headers of one try of a call: time, nonce and signature are good for that one. */
  headersOf({ method, url, body, mchId }: V3Call): Record<string, string> {
    const { WECHAT_PAY_PUBLIC_KEY_ID: id } = this.config;
    const { serial, key: privateKey } = this.certificate.signer();
    const target = url.pathname + url.search;
    const request = { method, target, timestamp: this.now(), nonce: this.random.hex(16), body: body ?? '' };
    return {
      accept: 'application/json',
      'user-agent': 'minimall',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      // Asks WeChat to sign its answer with the public key; otherwise it takes a platform certificate's.
      ...(id ? { 'wechatpay-serial': id } : {}),
      authorization: v3Authorization(request, { mchId, serial, privateKey }),
    };
  }

  clientParams(prepayId: string): ClientParams {
    const timeStamp = this.now();
    const nonceStr = this.random.hex(16);
    const pack = `prepay_id=${prepayId}`;
    const message = v3Message([this.config.WECHAT_APP_ID, timeStamp, nonceStr, pack]);
    const paySign = signV3(message, this.certificate.signer().key);
    return { timeStamp, nonceStr, package: pack, signType: 'RSA', paySign };
  }

  private now(): string {
    return String(Math.floor(this.clock.now().getTime() / 1000));
  }
}
