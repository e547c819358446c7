import { AppConfig, beijingStamp, Clock, Random, SettingsError, type V2SignType } from '@app/common';
import { Injectable, Logger } from '@nestjs/common';
import { oneLine, shortened } from './description';
import { ok, unknown, type Outcome } from './outcome';
import {
  PREPAY_ID,
  type ClientParams,
  type MerchantOrder,
  type PayGateway,
  type PayNotice,
  type PrepayRequest,
  type SignType,
  type Trade,
} from './pay-gateway';
import { judgeV2 } from './v2-answer';
import { readV2PayNotice } from './v2-notice';
import { signV2, type AuthenticFields, type Fields } from './v2-sign';
import { tradeOf } from './v2-trade';
import { writeXml, xmlText } from './v2-xml';
import { WeChatHttp } from './wechat-http';

const XML = { 'content-type': 'text/xml; charset=utf-8' };

/** WeChat Pay's XML interface. All three calls are idempotent by order number, so each may be repeated. */
@Injectable()
export class V2Gateway implements PayGateway {
  private readonly logger = new Logger(V2Gateway.name);
  private readonly key: string;

  constructor(
    private readonly config: AppConfig,
    private readonly http: WeChatHttp,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {
    const [key] = config.WECHAT_PAY_V2_KEY;
    if (!key) throw new SettingsError('WECHAT_PAY_V2_KEY is missing.');
    this.key = key;
  }

  async prepay(request: PrepayRequest): Promise<Outcome<{ prepayId: string }>> {
    const answer = await this.call('/pay/unifiedorder', request, {
      body: shortened(oneLine(request.description)),
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
    const paySign = signV2({ appId: this.config.WECHAT_APP_ID, ...params }, this.key, v2Type(signType));
    return { ...params, paySign };
  }

  async query(order: MerchantOrder): Promise<Outcome<Trade>> {
    const answer = await this.call('/pay/orderquery', order);
    if (answer.kind === 'ok') return tradeOf(answer.value, order.orderNo);
    const absent = answer.kind === 'rejected' && answer.code === 'ORDERNOTEXIST';
    return absent ? ok({ state: 'absent' }) : answer;
  }

  async close(order: MerchantOrder): Promise<Outcome<'closed'>> {
    const answer = await this.call('/pay/closeorder', order);
    return answer.kind === 'ok' ? ok('closed') : answer;
  }

  readPayNotice(raw: Buffer): PayNotice {
    const { WECHAT_APP_ID: appId, WECHAT_PAY_MCH_ID: mchId, WECHAT_PAY_V2_KEY: keys } = this.config;
    return readV2PayNotice(raw, { appId, mchId, keys });
  }

  private async call(
    path: string,
    order: MerchantOrder,
    fields: Fields = {},
  ): Promise<Outcome<AuthenticFields>> {
    const url = new URL(path, this.config.WECHAT_PAY_URL);
    const outcome = await this.http.repeatable(async (signal) => {
      const body = this.signedXml(order, fields);
      const answer = await this.http.send({ method: 'POST', url, body, headers: XML, signal });
      return answer.kind === 'ok' ? judgeV2(answer.value, this.config.WECHAT_PAY_V2_KEY, order) : answer;
    });
    if (outcome.kind !== 'ok') this.logger.warn({ call: path, orderNo: order.orderNo, ...outcome });
    return outcome;
  }

  /** Nonce and sign are new in every repeat. */
  private signedXml(order: MerchantOrder, fields: Fields): string {
    const params: Fields = {
      appid: order.appId,
      mch_id: order.mchId,
      nonce_str: this.random.hex(16),
      sign_type: order.signType,
      out_trade_no: order.orderNo,
      ...fields,
    };
    for (const [name, value] of Object.entries(params)) params[name] = xmlText(value);
    return writeXml({ ...params, sign: signV2(params, this.key, v2Type(order.signType)) });
  }
}

function v2Type(signType: SignType): V2SignType {
  if (signType === 'RSA') throw new TypeError('an order of v3 came to v2');
  return signType;
}
