import { AppConfig } from '@app/common';
import { Injectable } from '@nestjs/common';
import { MerchantCertificate, type ClientCertificate } from './merchant-certificate';
import { ok, rejected, unknown, type Outcome } from './outcome';
import { V3Client } from './v3-client';
import { openV3 } from './v3-aead';
import { jsonObject, objectOf } from './v3-object';
import { UnusableKey } from './unusable-key';
import { WeChatHttp, type WeChatRequest } from './wechat-http';

/** What any host says of itself by answering at all. */
export interface Reached {
  status: number;
  /** Of its clock, as in the Date header. */
  date?: string;
  body: string;
}

/** Questions that change nothing at WeChat, for whoever tries the settings out. */
@Injectable()
export class WeChatProbe {
  constructor(
    private readonly config: AppConfig,
    private readonly http: WeChatHttp,
    private readonly v3: V3Client,
    private readonly certificate: MerchantCertificate,
  ) {}

  reach(url: string): Promise<Outcome<Reached>> {
    return this.visit({ method: 'GET', url: new URL('/', url) });
  }

  /** Where refunds go, showing the merchant's certificate; a GET asks for nothing there. */
  async reachRefunds(): Promise<Outcome<Reached>> {
    const certificate = this.readCertificate();
    if (certificate instanceof UnusableKey) return unknown(certificate.fault);
    const url = new URL('/secapi/pay/refund', this.config.WECHAT_PAY_REFUND_URL);
    return this.visit({ method: 'GET', url, certificate });
  }

  /** The stable access token in its normal mode: whoever holds one already keeps it. */
  async accessToken(): Promise<Outcome<string>> {
    const { WECHAT_APP_ID: appid, WECHAT_APP_SECRET: secret } = this.config;
    const answer = await this.call('/cgi-bin/stable_token', {
      grant_type: 'client_credential',
      appid,
      secret,
    });
    if (answer.kind !== 'ok') return answer;
    const token = answer.value.access_token;
    return typeof token === 'string' && token ? ok(token) : unknown('answer without an access_token');
  }

  /** Whether WeChat keeps each order's money back until its shipping is told. */
  async isTradeManaged(token: string): Promise<Outcome<boolean>> {
    const path = `/wxa/sec/order/is_trade_managed?access_token=${encodeURIComponent(token)}`;
    const answer = await this.call(path, { appid: this.config.WECHAT_APP_ID });
    return answer.kind === 'ok' ? ok(answer.value.is_trade_managed === true) : answer;
  }

  /**
   * Whether one of our v3 keys opens what WeChat sealed with its own. Merchants who have the public key alone are
   * given nothing to open.
   */
  async opensSeals(): Promise<Outcome<boolean>> {
    const { WECHAT_PAY_MCH_ID: mchId, WECHAT_PAY_V3_KEY: keys } = this.config;
    const answer = await this.v3.ask({ path: '/v3/certificates', mchId, about: {} });
    if (answer.kind !== 'ok') return answer;
    const data = objectOf(answer.value)?.data;
    const [first] = Array.isArray(data) ? (data as { encrypt_certificate?: Record<string, unknown> }[]) : [];
    const { nonce, ciphertext, associated_data } = first?.encrypt_certificate ?? {};
    if (typeof nonce !== 'string' || typeof ciphertext !== 'string')
      return unknown('answer without a certificate');
    return ok(
      openV3({ nonce, ciphertext, associated_data: String(associated_data ?? '') }, keys) !== undefined,
    );
  }

  private async call(path: string, fields: object): Promise<Outcome<Record<string, unknown>>> {
    const url = new URL(path, this.config.WECHAT_API_URL);
    const headers = { 'content-type': 'application/json' };
    const answer = await this.visit({ method: 'POST', url, headers, body: JSON.stringify(fields) });
    if (answer.kind !== 'ok') return answer;
    if (answer.value.status !== 200) return unknown(`HTTP ${answer.value.status}`);

    const object = jsonObject(Buffer.from(answer.value.body));
    if (!object) return unknown('answer is no JSON object');
    const errcode = Number(object.errcode ?? 0);
    return errcode === 0 ? ok(object) : rejected(String(errcode), loggable(object.errmsg));
  }

  private visit(request: Omit<WeChatRequest, 'signal'>): Promise<Outcome<Reached>> {
    return this.http.repeatable(async (signal) => {
      const answer = await this.http.send({ ...request, signal });
      if (answer.kind !== 'ok') return answer;
      const { status, body, headers } = answer.value;
      return ok({ status, date: headers.date, body: body.toString('utf8') });
    });
  }

  private readCertificate(): ClientCertificate | UnusableKey {
    try {
      return this.certificate.read();
    } catch (error) {
      if (error instanceof UnusableKey) return error;
      throw error;
    }
  }
}

/** Nobody signed this text: short, and without anything that could forge a line on a terminal. */
function loggable(text: unknown): string {
  return typeof text === 'string' ? text.replaceAll(/[^\p{L}\p{N} .,:_-]/gu, ' ').slice(0, 200) : '';
}
