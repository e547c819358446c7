import { AppConfig, beijingStamp, Clock, Random } from '@app/common';
import { Injectable } from '@nestjs/common';
import { goodsName, shortened } from './description';
import { ok, unknown, type Outcome } from './outcome';
import {
  PREPAY_ID,
  type ClientParams,
  type Merchant,
  type MerchantOrder,
  type MerchantPayment,
  type PayGateway,
  type PayNotice,
  type PrepayRequest,
  type SignType,
  type Trade,
} from './pay-gateway';
import { absentOr } from './trade-state';
import { V2Client } from './v2-client';
import { readV2PayNotice } from './v2-notice';
import type { AuthenticFields, Fields } from './v2-sign';
import { paymentOf, tradeOf } from './v2-trade';

/** WeChat Pay's XML interface. All three calls are idempotent by order number, so each may be repeated. */
@Injectable()
export class V2Gateway implements PayGateway {
  constructor(
    private readonly config: AppConfig,
    private readonly client: V2Client,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  async prepay(request: PrepayRequest): Promise<Outcome<{ prepayId: string }>> {
    const answer = await this.call('/pay/unifiedorder', request, {
      body: shortened(goodsName(request.description)),
      total_fee: String(request.totalFen),
      fee_type: 'CNY',
      spbill_create_ip: request.payerIp,
      time_expire: beijingStamp(request.timeExpire),
      notify_url: request.notifyUrl,
      trade_type: 'JSAPI',
      openid: request.openid,
    });
    if (answer.kind !== 'ok') return answer;
    const prepayId = answer.value.prepay_id ?? '';
    return PREPAY_ID.test(prepayId) ? ok({ prepayId }) : unknown('answer without a prepay_id');
  }

  clientParams(signType: SignType, prepayId: string): ClientParams {
    const params = {
      timeStamp: String(Math.floor(this.clock.now().getTime() / 1000)),
      nonceStr: this.random.hex(16),
      package: `prepay_id=${prepayId}`,
      signType,
    };
    const paySign = this.client.sign({ appId: this.config.WECHAT_APP_ID, ...params }, signType);
    return { ...params, paySign };
  }

  async query(order: MerchantOrder): Promise<Outcome<Trade>> {
    const answer = await this.call('/pay/orderquery', order);
    return answer.kind === 'ok' ? tradeOf(answer.value, order.orderNo) : absentOr(answer);
  }

  async queryPayment({ transactionId, ...merchant }: MerchantPayment): Promise<Outcome<Trade>> {
    const answer = await this.send('/pay/orderquery', merchant, { transaction_id: transactionId });
    return answer.kind === 'ok' ? paymentOf(answer.value, transactionId) : absentOr(answer);
  }

  async close(order: MerchantOrder): Promise<Outcome<'closed'>> {
    const answer = await this.call('/pay/closeorder', order);
    return answer.kind === 'ok' ? ok('closed') : answer;
  }

  readPayNotice(raw: Buffer): PayNotice {
    const { WECHAT_APP_ID: appId, WECHAT_PAY_MCH_ID: mchId, WECHAT_PAY_V2_KEY: keys } = this.config;
    return readV2PayNotice(raw, { appId, mchId, keys });
  }

  private call(path: string, order: MerchantOrder, fields: Fields = {}): Promise<Outcome<AuthenticFields>> {
    return this.send(path, order, { out_trade_no: order.orderNo, ...fields });
  }

  private send(path: string, merchant: Merchant, fields: Fields): Promise<Outcome<AuthenticFields>> {
    return this.client.ask({ url: new URL(path, this.config.WECHAT_PAY_URL), merchant, fields });
  }
}
