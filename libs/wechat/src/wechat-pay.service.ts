import { AppConfig } from '@app/common';
import { Injectable } from '@nestjs/common';
import type { TradeBill } from './bill';
import type { BillGateway } from './bill-gateway';
import type { Outcome } from './outcome';
import type {
  ClientParams,
  GatewayName,
  Merchant,
  MerchantOrder,
  MerchantPayment,
  NoticeHeaders,
  PayGateway,
  PayNotice,
  PrepayRequest,
  SignType,
  Trade,
} from './pay-gateway';
import type {
  MerchantRefund,
  RefundGateway,
  RefundNotice,
  RefundRequest,
  RefundStanding,
} from './refund-gateway';
import { V2BillGateway } from './v2-bill-gateway';
import { V2Gateway } from './v2-gateway';
import { V2RefundGateway } from './v2-refund-gateway';
import { V3BillGateway } from './v3-bill-gateway';
import { V3Gateway } from './v3-gateway';
import { V3RefundGateway } from './v3-refund-gateway';
import type { VerifiedRefund } from './verified-refund';

/** A message to a webhook; `at` is when it came in, where that is not now. */
interface CameIn {
  gateway: GatewayName;
  body: Buffer;
  headers?: NoticeHeaders;
  at?: Date;
}

/** WeChat Pay. An order keeps the gateway that took its money, so every call names it. */
@Injectable()
export class WeChatPayService {
  /** What new orders use. */
  readonly current: Merchant;
  private readonly gateways: Record<GatewayName, PayGateway>;

  private readonly refunds: Record<GatewayName, RefundGateway>;
  private readonly bills: Record<GatewayName, BillGateway>;

  constructor(
    config: AppConfig,
    v2: V2Gateway,
    v3: V3Gateway,
    v2Refunds: V2RefundGateway,
    v3Refunds: V3RefundGateway,
    v2Bills: V2BillGateway,
    v3Bills: V3BillGateway,
  ) {
    this.gateways = { v2, v3 };
    this.refunds = { v2: v2Refunds, v3: v3Refunds };
    this.bills = { v2: v2Bills, v3: v3Bills };
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

  /** Of several payments of one order, a query by its number tells of one alone. */
  queryPayment(payment: MerchantPayment): Promise<Outcome<Trade>> {
    return this.gateways[payment.gateway].queryPayment(payment);
  }

  close(order: MerchantOrder): Promise<Outcome<'closed'>> {
    return this.gateways[order.gateway].close(order);
  }

  /** Throws NoticeRejected where the message is not WeChat's, not ours or no payment notice. */
  readPayNotice({ gateway, body, headers = {}, at }: CameIn): PayNotice {
    return this.gateways[gateway].readPayNotice(body, headers, at);
  }

  /**
   * Accepted is not refunded: only a query or a notice says `success`. Repeat it with the same request; under
   * another number it is another refund.
   */
  refund(request: RefundRequest): Promise<Outcome<VerifiedRefund>> {
    return this.refunds[request.gateway].refund(request);
  }

  queryRefund(refund: MerchantRefund): Promise<Outcome<RefundStanding>> {
    return this.refunds[refund.gateway].queryRefund(refund);
  }

  /** Throws NoticeRejected where the message is not WeChat's, not ours or no refund notice. */
  readRefundNotice({ gateway, body, headers = {}, at }: CameIn): RefundNotice {
    return this.refunds[gateway].readRefundNotice(body, headers, at);
  }

  /**
   * Everything that was paid or asked to be refunded on that day (`2026-01-01`, Beijing). A day without trade has no
   * lines; one that is not written yet, as before ten the next morning, is unknown.
   */
  tradeBill(merchant: Merchant, date: string): Promise<Outcome<TradeBill>> {
    return this.bills[merchant.gateway].tradeBill(merchant, date);
  }
}
