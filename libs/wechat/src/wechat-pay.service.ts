import { AppConfig } from '@app/common';
import { Injectable } from '@nestjs/common';
import type { Outcome } from './outcome';
import type {
  ClientParams,
  GatewayName,
  Merchant,
  MerchantOrder,
  NoticeHeaders,
  PayGateway,
  PayNotice,
  PrepayRequest,
  SignType,
  Trade,
} from './pay-gateway';
import { V2Gateway } from './v2-gateway';
import { V3Gateway } from './v3-gateway';

/** WeChat Pay. An order keeps the gateway that took its money, so every call names it. */
@Injectable()
export class WeChatPayService {
  /** What new orders use. */
  readonly current: Merchant;
  private readonly gateways: Record<GatewayName, PayGateway>;

  constructor(config: AppConfig, v2: V2Gateway, v3: V3Gateway) {
    this.gateways = { v2, v3 };
    const { WECHAT_PAY_GATEWAY: gateway } = config;
    this.current = {
      gateway,
      signType: gateway === 'v3' ? 'RSA' : config.WECHAT_PAY_V2_SIGN_TYPE,
      appId: config.WECHAT_APP_ID,
      mchId: config.WECHAT_PAY_MCH_ID,
    };
  }

  /** Repeat it with the same request, or WeChat takes it for another order. */
  prepay(request: PrepayRequest): Promise<Outcome<{ prepayId: string }>> {
    return this.gateways[request.gateway].prepay(request);
  }

  /** Fresh at every tap on "pay". */
  clientParams(gateway: GatewayName, signType: SignType, prepayId: string): ClientParams {
    return this.gateways[gateway].clientParams(signType, prepayId);
  }

  query(order: MerchantOrder): Promise<Outcome<Trade>> {
    return this.gateways[order.gateway].query(order);
  }

  close(order: MerchantOrder): Promise<Outcome<'closed'>> {
    return this.gateways[order.gateway].close(order);
  }

  /** Throws NoticeRejected where the message is not WeChat's, not ours or no payment notice. */
  readPayNotice(gateway: GatewayName, raw: Buffer, headers: NoticeHeaders = {}): PayNotice {
    return this.gateways[gateway].readPayNotice(raw, headers);
  }
}
