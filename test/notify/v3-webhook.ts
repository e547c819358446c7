import { beijingRfc3339 } from '@app/common';
import { sealV3, signV3, v3Message } from '@app/wechat';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { nonce, type Shop } from '../given/shop';
import { books, transactionId, type Due } from './webhook';

export type Said = Record<string, unknown>;

export interface Signing {
  /** Of WeChat's side, as the simulator keeps it. */
  secret?: 'wechatpay-private-key.pem' | 'wechatpay-platform-key.pem' | 'merchant-key.pem';
  serial?: string;
  /** Seconds by which the notice is old. */
  age?: number;
}

export const ACKNOWLEDGED = { status: 200, body: '{"code":"SUCCESS","message":"成功"}' };

/** A refusal tells nobody why. */
export function refused(status: 400 | 401 | 500) {
  return { status, body: '{"code":"FAIL","message":"失败"}' };
}

/** The v3 route that WeChat calls, and WeChat's own keys to call it with. */
export class V3Webhook {
  constructor(readonly shop: Shop) {}

  async send({ body, headers }: { body: string; headers: Record<string, string> }) {
    const answer = await fetch(`${this.shop.config.PUBLIC_URL}/api/v1/pay/notify/v3`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    return { status: answer.status, body: await answer.text() };
  }

  /** Sends it and tells what it changed in the books. */
  async watch(message: { body: string; headers: Record<string, string> }) {
    const before = await books(this.shop);
    const answer = await this.send(message);
    return { answer, before, after: await books(this.shop) };
  }

  /** What WeChat says of a payment in full; `undefined` leaves a field out. */
  transaction(order: Pick<Due, 'orderNo' | 'totalFen'>, but: Said = {}): Said {
    const { WECHAT_APP_ID, WECHAT_PAY_MCH_ID } = this.shop.config;
    return {
      appid: WECHAT_APP_ID,
      mchid: WECHAT_PAY_MCH_ID,
      out_trade_no: order.orderNo,
      transaction_id: transactionId(),
      trade_type: 'JSAPI',
      trade_state: 'SUCCESS',
      success_time: beijingRfc3339(new Date()),
      payer: { openid: 'oSomebodyElse' },
      amount: { total: order.totalFen, payer_total: order.totalFen, currency: 'CNY' },
      ...but,
    };
  }

  /** A whole notice around it, sealed and signed. */
  notice(resource: Said, but: Said = {}, signing: Signing = {}) {
    const seal = { nonce: 'fdasflkja484', associated_data: 'transaction' };
    const [key] = this.shop.config.WECHAT_PAY_V3_KEY;
    const envelope = {
      id: `EV-${nonce()}`,
      create_time: beijingRfc3339(new Date()),
      resource_type: 'encrypt-resource',
      event_type: 'TRANSACTION.SUCCESS',
      resource: {
        original_type: 'transaction',
        algorithm: 'AEAD_AES_256_GCM',
        ...seal,
        ciphertext: sealV3(JSON.stringify(resource), key!, seal),
      },
      ...but,
    };
    return this.signed(JSON.stringify(envelope), signing);
  }

  /** Any bytes under WeChat's signature, on the shop's clock. */
  signed(body: string, { secret = 'wechatpay-private-key.pem', serial, age = 0 }: Signing = {}) {
    const { config } = this.shop;
    const timestamp = String(Math.floor(Date.now() / 1000) + this.clockOffset() - age);
    const message = v3Message([timestamp, 'nonce', body]);
    const headers: Record<string, string> = {
      'wechatpay-timestamp': timestamp,
      'wechatpay-nonce': 'nonce',
      'wechatpay-serial': serial ?? config.WECHAT_PAY_PUBLIC_KEY_ID!,
      'wechatpay-signature': signV3(
        message,
        readFileSync(path.join(config.DATA_DIR, 'keys', secret), 'utf8'),
      ),
    };
    return { body, headers };
  }

  private clockOffset(): number {
    try {
      return Number(readFileSync(path.join(this.shop.config.DATA_DIR, 'clock'), 'utf8'));
    } catch {
      return 0;
    }
  }
}
