import { signV2, signV3, v3Message } from '@app/wechat';
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { Shop } from '../given/shop';

export interface PhoneRequest {
  /** Below `/api/v1/`. */
  url: string;
  /** Mini-programs write it in lower case. */
  method?: string;
  data?: Record<string, unknown>;
  header?: Record<string, string>;
}

export interface PhoneAnswer {
  statusCode: number;
  // A page reads what the contract promises; a wrong shape fails it.
  // oxlint-disable-next-line typescript/no-explicit-any
  data: any;
}

/** What `wx.requestPayment` takes; the AppID it knows by itself. */
export interface PaymentCall {
  timeStamp: string;
  nonceStr: string;
  package: string;
  signType: string;
  paySign: string;
}

/** The person closed the cashier. */
export class PaymentCancelled extends Error {}

/** What WeChat gives a mini-program: storage, `wx.login`, `wx.request`, `wx.requestPayment`. */
export class Phone {
  readonly storage = new Map<string, unknown>();
  /** Every request with its status, as the developer tools' network panel shows them. */
  readonly network: string[] = [];
  /** What the owner does when the cashier opens. */
  atTheCashier: 'pay' | 'cancel' = 'pay';

  constructor(
    private readonly shop: Shop,
    readonly owner: string,
  ) {}

  async login(): Promise<{ code: string }> {
    const { body } = await this.shop.simulator.post('/sim/login', { name: this.owner });
    return { code: body.code };
  }

  /** Upper-cases the method, puts a GET's data into the query and any other's into a JSON body. */
  async request({ url, method = 'get', data = {}, header = {} }: PhoneRequest): Promise<PhoneAnswer> {
    const verb = method.toUpperCase();
    const query = verb === 'GET' ? new URLSearchParams(data as Record<string, string>).toString() : '';
    const address = `${this.shop.config.PUBLIC_URL}/api/v1/${url}${query && `?${query}`}`;
    const answer = await fetch(address, {
      method: verb,
      headers: header,
      body: verb === 'GET' ? undefined : JSON.stringify(data),
    });
    const text = await answer.text();
    this.network.push(`${verb} ${url} ${answer.status}`);
    return { statusCode: answer.status, data: jsonOr(text) };
  }

  /** Opens the cashier for what was signed for this very AppID; only its owner's tap moves money. */
  async requestPayment(call: PaymentCall): Promise<void> {
    expect(call).toEqual({
      timeStamp: expect.stringMatching(/^\d{10}$/),
      nonceStr: expect.stringMatching(/^\w{1,32}$/),
      package: expect.stringMatching(/^prepay_id=\w+/),
      signType: expect.stringMatching(/^(MD5|HMAC-SHA256|RSA)$/),
      paySign: this.signatureOf(call),
    });

    const prepayId = call.package.replace('prepay_id=', '');
    const cashier = await this.shop.simulator.get(`/cashier/${prepayId}/state`);
    expect(cashier.body).toEqual({ state: 'payable' });
    if (this.atTheCashier === 'cancel') throw new PaymentCancelled('requestPayment:fail cancel');
    await this.shop.simulator.post('/sim/pay', { prepay_id: prepayId });
  }

  /** `<image src>`: an address that is not absolute, or leads nowhere, draws nothing. */
  async drawImage(src: string): Promise<void> {
    const answer = await fetch(src);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png']);
  }

  /** v3 signs four lines with the merchant's key, v2 five fields with the one it shares with WeChat. */
  private signatureOf({ timeStamp, nonceStr, package: sealed, signType }: PaymentCall): string {
    const { WECHAT_APP_ID: appId, WECHAT_PAY_V2_KEY, WECHAT_PAY_MCH_KEY_FILE } = this.shop.config;
    if (signType === 'RSA') {
      const key = createPrivateKey(readFileSync(WECHAT_PAY_MCH_KEY_FILE!));
      return signV3(v3Message([appId, timeStamp, nonceStr, sealed]), key);
    }
    const fields = { appId, timeStamp, nonceStr, package: sealed, signType };
    return signV2(fields, WECHAT_PAY_V2_KEY[0]!, signType === 'MD5' ? 'MD5' : 'HMAC-SHA256');
  }
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
