import { AppConfig, beijingRfc3339 } from '@app/common';
import { Injectable } from '@nestjs/common';
import { goodsName, plainText, shortened } from './description';
import { ok, unknown, type Outcome } from './outcome';
import {
  PREPAY_ID,
  type ClientParams,
  type MerchantOrder,
  type MerchantPayment,
  type NoticeHeaders,
  type PayGateway,
  type PayNotice,
  type PrepayRequest,
  type SignType,
  type Trade,
} from './pay-gateway';
import { absentOr } from './trade-state';
import { V3Client } from './v3-client';
import { readV3PayNotice } from './v3-notice';
import { objectOf } from './v3-object';
import { V3Signatures } from './v3-signatures';
import { paymentOfV3, tradeOfV3 } from './v3-trade';

const TRANSACTIONS = '/v3/pay/transactions';

/** WeChat Pay's JSON interface. All three calls are idempotent by order number, so each may be repeated. */
@Injectable()
export class V3Gateway implements PayGateway {
  constructor(
    private readonly config: AppConfig,
    private readonly client: V3Client,
    private readonly signatures: V3Signatures,
  ) {}

  /** Without the payer's address, which v3 does not need: a repeat from another network would differ in it. */
  async prepay(request: PrepayRequest): Promise<Outcome<{ prepayId: string }>> {
    const answer = await this.call(`${TRANSACTIONS}/jsapi`, request, {
      appid: request.appId,
      mchid: request.mchId,
      description: shortened(plainText(goodsName(request.description))),
      out_trade_no: request.orderNo,
      time_expire: beijingRfc3339(request.timeExpire),
      notify_url: request.notifyUrl,
      amount: { total: request.totalFen, currency: 'CNY' },
      payer: { openid: request.openid },
    });
    if (answer.kind !== 'ok') return answer;
    const prepayId = objectOf(answer.value)?.prepay_id;
    if (typeof prepayId !== 'string' || !PREPAY_ID.test(prepayId))
      return unknown('answer without a prepay_id');
    return ok({ prepayId });
  }

  clientParams(_signType: SignType, prepayId: string): ClientParams {
    return this.signatures.clientParams(prepayId);
  }

  async query(order: MerchantOrder): Promise<Outcome<Trade>> {
    const answer = await this.call(`${pathOf(order)}?mchid=${encodeURIComponent(order.mchId)}`, order);
    return answer.kind === 'ok' ? tradeOfV3(objectOf(answer.value), order) : absentOr(answer);
  }

  async queryPayment(payment: MerchantPayment): Promise<Outcome<Trade>> {
    const { mchId, transactionId } = payment;
    const path = `${TRANSACTIONS}/id/${encodeURIComponent(transactionId)}?mchid=${encodeURIComponent(mchId)}`;
    const answer = await this.client.ask({ path, mchId, about: { transactionId } });
    return answer.kind === 'ok' ? paymentOfV3(objectOf(answer.value), payment) : absentOr(answer);
  }

  async close(order: MerchantOrder): Promise<Outcome<'closed'>> {
    const answer = await this.call(`${pathOf(order)}/close`, order, { mchid: order.mchId });
    return answer.kind === 'ok' ? ok('closed') : answer;
  }

  readPayNotice(body: Buffer, headers: NoticeHeaders, at?: Date): PayNotice {
    const { WECHAT_APP_ID: appId, WECHAT_PAY_MCH_ID: mchId, WECHAT_PAY_V3_KEY: sealKeys } = this.config;
    return readV3PayNotice({ headers, body }, { ...this.signatures.verifier(at), appId, mchId, sealKeys });
  }

  private call(path: string, { mchId, orderNo }: MerchantOrder, fields?: object) {
    return this.client.ask({ path, mchId, fields, about: { orderNo } });
  }
}

function pathOf({ orderNo }: MerchantOrder): string {
  return `${TRANSACTIONS}/out-trade-no/${encodeURIComponent(orderNo)}`;
}
