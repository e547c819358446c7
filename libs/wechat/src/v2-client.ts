import { AppConfig, Random, SettingsError, type V2SignType } from '@app/common';
import { Injectable, Logger } from '@nestjs/common';
import type { ClientCertificate } from './merchant-certificate';
import type { Outcome } from './outcome';
import type { Merchant, SignType } from './pay-gateway';
import { judgeV2 } from './v2-answer';
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

/** How every v2 call goes: signed, sent, judged; and once more where the outcome is unknown. */
@Injectable()
export class V2Client {
  private readonly logger = new Logger(V2Client.name);
  private readonly key: string;

  constructor(
    private readonly config: AppConfig,
    private readonly http: WeChatHttp,
    private readonly random: Random,
  ) {
    const [key] = config.WECHAT_PAY_V2_KEY;
    if (!key) throw new SettingsError('WECHAT_PAY_V2_KEY is missing.');
    this.key = key;
  }

  /** For calls that do no harm when they arrive twice. */
  async ask(call: V2Call): Promise<Outcome<AuthenticFields>> {
    const { url, merchant, certificate } = call;
    const outcome = await this.http.repeatable(async (signal) => {
      const body = this.signedXml(call);
      const answer = await this.http.send({ method: 'POST', url, body, headers: XML, certificate, signal });
      return answer.kind === 'ok' ? judgeV2(answer.value, this.config.WECHAT_PAY_V2_KEY, merchant) : answer;
    });
    if (outcome.kind !== 'ok') this.logger.warn({ call: url.pathname, ...numbersIn(call), ...outcome });
    return outcome;
  }

  /** With the key that is the merchant's today. */
  sign(params: Fields, signType: SignType): string {
    return signV2(params, this.key, v2Type(signType));
  }

  /** Nonce and sign are new in every repeat. */
  private signedXml({ merchant, fields }: V2Call): string {
    const params: Fields = {
      appid: merchant.appId,
      mch_id: merchant.mchId,
      nonce_str: this.random.hex(16),
      sign_type: merchant.signType,
      ...fields,
    };
    for (const [name, value] of Object.entries(params)) params[name] = xmlText(value);
    return writeXml({ ...params, sign: this.sign(params, merchant.signType) });
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
