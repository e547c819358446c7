import { AppConfig, Random, type V2SignType } from '@app/common';
import { Injectable, Logger } from '@nestjs/common';
import { BILL_BYTES } from './bill-file';
import type { ClientCertificate } from './merchant-certificate';
import { unknown, type Outcome } from './outcome';
import type { Merchant, SignType } from './pay-gateway';
import { judgeV2, judgeV2File, refusesSign } from './v2-answer';
import { withoutKey } from './unusable-key';
import { V2Keys } from './v2-keys';
import { signV2, type AuthenticFields, type Fields } from './v2-sign';
import { writeXml, xmlText } from './v2-xml';
import { WeChatHttp, type WeChatAnswer } from './wechat-http';

const XML = { 'content-type': 'text/xml; charset=utf-8' };

export interface V2Call {
  /** Host and path. */
  url: URL;
  merchant: Merchant;
  /** Without those that every call has. */
  fields: Fields;
  certificate?: ClientCertificate;
  /** Of the longest answer, where it may be longer than others. */
  answerBytes?: number;
}

type Judge<T> = (answer: WeChatAnswer, keys: V2Keys, asked: Merchant) => Outcome<T>;

interface Attempt<T> {
  judge: Judge<T>;
  /** The keys whose sign WeChat refused in this call. */
  refused: Set<string>;
  signal: AbortSignal;
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
  ask(call: V2Call): Promise<Outcome<AuthenticFields>> {
    return this.make(call, judgeV2);
  }

  /** For a file, which nobody signs. */
  download(call: V2Call): Promise<Outcome<Buffer>> {
    return this.make({ ...call, answerBytes: BILL_BYTES }, judgeV2File);
  }

  private async make<T>(call: V2Call, judge: Judge<T>): Promise<Outcome<T>> {
    const refused = new Set<string>();
    const outcome = await this.http.repeatable((signal, at) =>
      this.attempt({ ...call, url: at(call.url) }, { judge, refused, signal }).catch(withoutKey),
    );
    if (outcome.kind !== 'ok') this.logger.warn({ call: call.url.pathname, ...numbersIn(call), ...outcome });
    return outcome;
  }

  /** A refusal of our sign is final where WeChat refused it under every key we have. */
  private async attempt<T>(call: V2Call, { judge, refused, signal }: Attempt<T>): Promise<Outcome<T>> {
    const key = this.keys.besides(refused) ?? this.keys.held;
    const { url, certificate, answerBytes, merchant } = call;
    const body = this.signedXml(call, key);
    const request = { method: 'POST', url, body, headers: XML, certificate, answerBytes, signal } as const;
    const answer = await this.http.send(request);
    const outcome = answer.kind === 'ok' ? judge(answer.value, this.keys, merchant) : answer;
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

/** What a log may say of a call: numbers, and no person. */
function numbersIn({ fields }: V2Call): { orderNo?: string; outRefundNo?: string; billDate?: string } {
  return { orderNo: fields.out_trade_no, outRefundNo: fields.out_refund_no, billDate: fields.bill_date };
}

function v2Type(signType: SignType): V2SignType {
  if (signType === 'RSA') throw new TypeError('an order of v3 came to v2');
  return signType;
}
