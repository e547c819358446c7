import { AppConfig, Random, type V2SignType } from '@app/common';
import { Injectable, Logger } from '@nestjs/common';
import type { ClientCertificate } from './merchant-certificate';
import { unknown, type Outcome } from './outcome';
import type { Merchant, SignType } from './pay-gateway';
import { judgeV2, refusesSign } from './v2-answer';
import { V2Keys } from './v2-keys';
import { signV2, type AuthenticFields, type Fields } from './v2-sign';
import { writeXml, xmlText } from './v2-xml';
import { WeChatHttp } from './wechat-http';

const XML = { 'content-type': 'text/xml; charset=utf-8' };

export interface V2Call {
  /** Host and path. */
  url: URL;
  merchant: Merchant;
  /** Without those that every call has. */
  fields: Fields;
  certificate?: ClientCertificate;
}

/** How every v2 call goes: signed, sent, judged; and again where the outcome is unknown. */
@Injectable()
export class V2Client {
  private readonly logger = new Logger(V2Client.name);
  private readonly keys: V2Keys;

  constructor(
    config: AppConfig,
    private readonly http: WeChatHttp,
    private readonly random: Random,
  ) {
    this.keys = new V2Keys(config.WECHAT_PAY_V2_KEY);
  }

  /** For calls that do no harm when they arrive twice. */
  async ask(call: V2Call): Promise<Outcome<AuthenticFields>> {
    const refused = new Set<string>();
    const outcome = await this.http.repeatable((signal, at) =>
      this.attempt({ ...call, url: at(call.url) }, refused, signal),
    );
    if (outcome.kind !== 'ok') this.logger.warn({ call: call.url.pathname, ...numbersIn(call), ...outcome });
    return outcome;
  }

  /** A refusal of our sign is final where WeChat refused it under every key we have. */
  private async attempt(call: V2Call, refused: Set<string>, signal: AbortSignal) {
    const key = this.keys.besides(refused) ?? this.keys.held;
    const { url, certificate, merchant } = call;
    const body = this.signedXml(call, key);
    const answer = await this.http.send({ method: 'POST', url, body, headers: XML, certificate, signal });
    const outcome = answer.kind === 'ok' ? judgeV2(answer.value, this.keys, merchant) : answer;
    if (!refusesSign(outcome)) return outcome;

    refused.add(key);
    const last = outcome.kind !== 'rejected' || !this.keys.besides(refused);
    return last ? outcome : unknown(outcome.code);
  }

  /** With the key that WeChat holds today: the phone's sign is not tried twice. */
  sign(params: Fields, signType: SignType): string {
    return signV2(params, this.keys.held, v2Type(signType));
  }

  /** Nonce and sign are new in every repeat. */
  private signedXml({ merchant, fields }: V2Call, key: string): string {
    const params: Fields = {
      appid: merchant.appId,
      mch_id: merchant.mchId,
      nonce_str: this.random.hex(16),
      sign_type: merchant.signType,
      ...fields,
    };
    for (const [name, value] of Object.entries(params)) params[name] = xmlText(value);
    return writeXml({ ...params, sign: signV2(params, key, v2Type(merchant.signType)) });
  }
}

/** What a log may say of a call: the order's number and the refund's. */
function numbersIn({ fields }: V2Call): { orderNo?: string; outRefundNo?: string } {
  return { orderNo: fields.out_trade_no, outRefundNo: fields.out_refund_no };
}

function v2Type(signType: SignType): V2SignType {
  if (signType === 'RSA') throw new TypeError('an order of v3 came to v2');
  return signType;
}
