import { X509Certificate, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { Aes, Formatter, Rsa } from 'wechatpay-axios-plugin';
import { type Rig, startRig } from './rig';

export type Json = Record<string, unknown>;

/** What may be wrong with a call; without any of it, it is a good one. */
export interface Wish {
  headers?: Record<string, string | undefined>;
  body?: unknown;
  /** The body as it is sent, where it is not the one that was signed. */
  sent?: string;
  mchid?: string;
  serial?: string;
  nonce?: string;
  /** How long ago the call was signed, by the common clock. */
  ageSeconds?: number;
  timestamp?: string;
  authorization?: string;
}

export interface V3Answer {
  status: number;
  headers: Record<string, string>;
  text: string;
  // A test reads what it expects; a wrong shape fails it.
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any;
}

/** A merchant who speaks v3 with somebody else's signer, so that the simulator is not checked against our own. */
export class V3Merchant {
  private aheadSeconds = 0;

  private constructor(readonly rig: Rig) {}

  static async open(env: Record<string, string> = {}): Promise<V3Merchant> {
    return new V3Merchant(await startRig(env));
  }

  pem(name: string): string {
    return readFileSync(path.join(this.rig.config.DATA_DIR, 'keys', name), 'utf8');
  }

  get publicKeyId(): string {
    return this.rig.config.WECHAT_PAY_PUBLIC_KEY_ID!;
  }

  get certificate(): X509Certificate {
    return new X509Certificate(this.pem('wechatpay-platform-cert.pem'));
  }

  get v3Key(): string {
    return this.rig.config.WECHAT_PAY_V3_KEY[0]!;
  }

  get(target: string, wish: Wish = {}): Promise<V3Answer> {
    return this.call('GET', target, wish);
  }

  post(target: string, body: unknown, wish: Wish = {}): Promise<V3Answer> {
    return this.call('POST', target, { body, ...wish });
  }

  async call(method: string, target: string, wish: Wish): Promise<V3Answer> {
    const answer = await this.send(method, target, wish);
    const text = await answer.text();
    return {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      text,
      body: text ? JSON.parse(text) : undefined,
    };
  }

  /** Signs and sends; the answer as it comes. */
  send(method: string, target: string, wish: Wish = {}, signal?: AbortSignal): Promise<Response> {
    const body = wish.body === undefined ? '' : bodyText(wish.body);
    const headers = {
      accept: 'application/json',
      'user-agent': 'minimall-test',
      ...(method === 'POST' && { 'content-type': 'application/json' }),
      authorization: wish.authorization ?? this.authorization(method, target, { ...wish, body }),
      ...wish.headers,
    };
    const present = Object.entries(headers).filter(([, value]) => value !== undefined);
    const sent = wish.sent ?? body;
    return fetch(this.rig.url + target, {
      method,
      headers: present,
      body: sent === '' ? undefined : sent,
      redirect: 'manual',
      signal,
    });
  }

  authorization(method: string, target: string, wish: Wish & { body: string }): string {
    const { config } = this.rig;
    const nonce = wish.nonce ?? Formatter.nonce();
    const signedAt = Formatter.timestamp() + this.aheadSeconds - (wish.ageSeconds ?? 0);
    const timestamp = wish.timestamp ?? String(signedAt);
    const message = Formatter.request(method, target, timestamp, nonce, wish.body);
    const signature = Rsa.sign(message, Rsa.from(this.pem('merchant-key.pem'), Rsa.KEY_TYPE_PRIVATE));
    const serial = wish.serial ?? config.WECHAT_PAY_MCH_SERIAL!;
    return Formatter.authorization(
      wish.mchid ?? config.WECHAT_PAY_MCH_ID,
      nonce,
      signature,
      timestamp,
      serial,
    );
  }

  /** Whose signature stands under these headers and this body; nothing where it is nobody's. */
  signerOf(headers: IncomingHttpHeaders | Record<string, string>, text: string) {
    const said = headers as Record<string, string>;
    const message = Formatter.response(said['wechatpay-timestamp']!, said['wechatpay-nonce']!, text);
    const verifies = (key: KeyObject | string) =>
      Rsa.verify(message, said['wechatpay-signature']!, Rsa.from(key, Rsa.KEY_TYPE_PUBLIC));
    const serial = said['wechatpay-serial'];
    if (serial === this.publicKeyId && verifies(this.pem('wechatpay-public-key.pem'))) return 'public_key';
    if (serial === this.certificate.serialNumber && verifies(this.certificate.publicKey))
      return 'certificate';
    return undefined;
  }

  open(resource: Json): string {
    const { ciphertext, nonce, associated_data } = resource as Record<string, string>;
    return Aes.AesGcm.decrypt(ciphertext!, this.v3Key, nonce!, associated_data);
  }

  /** A good jsapi, but for what is said; undefined leaves a field out. */
  async terms(other: Json = {}): Promise<Json> {
    const { config } = this.rig;
    return {
      appid: config.WECHAT_APP_ID,
      mchid: config.WECHAT_PAY_MCH_ID,
      description: '云南普洱茶饼357克',
      out_trade_no: 'MA1234567890ABCDEFGH',
      time_expire: timeIn(1800),
      notify_url: 'http://127.0.0.1:9/pay/notify/v3',
      amount: { total: 12990, currency: 'CNY' },
      payer: { openid: await this.rig.login() },
      scene_info: { payer_client_ip: '203.0.113.7' },
      ...other,
    };
  }

  /** Login, jsapi: an order that can be paid. */
  async ordered(other: Json = {}): Promise<{ terms: Json; prepay_id: string; out_trade_no: string }> {
    const terms = await this.terms(other);
    const { body } = await this.post(JSAPI, terms);
    return { terms, prepay_id: body.prepay_id, out_trade_no: terms.out_trade_no as string };
  }

  query(out_trade_no: string): Promise<V3Answer> {
    return this.get(`/v3/pay/transactions/out-trade-no/${out_trade_no}?mchid=${this.mchid}`);
  }

  close(out_trade_no: string, body: unknown = { mchid: this.mchid }): Promise<V3Answer> {
    return this.post(`/v3/pay/transactions/out-trade-no/${out_trade_no}/close`, body);
  }

  /** Moves the common clock, and the merchant's own with it. */
  async later(advanceSeconds: number): Promise<void> {
    this.aheadSeconds += advanceSeconds;
    await this.rig.sim('clock', { advanceSeconds });
  }

  get mchid(): string {
    return this.rig.config.WECHAT_PAY_MCH_ID;
  }
}

export const JSAPI = '/v3/pay/transactions/jsapi';
export const REFUNDS = '/v3/refund/domestic/refunds';

/** `2026-01-01T08:30:00+08:00`, so many seconds from now. */
export function timeIn(seconds: number): string {
  const beijing = new Date(Date.now() + (seconds + 8 * 3600) * 1000);
  return `${beijing.toISOString().slice(0, 19)}+08:00`;
}

function bodyText(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}

export interface Heard {
  path: string;
  headers: Record<string, string>;
  text: string;
  body: { id: string; create_time: string; event_type: string; resource: Json; [field: string]: unknown };
}

/** The shop's v3 webhook: keeps what it gets, and answers what the test says, one answer after the other. */
export class V3Webhook {
  readonly heard: Heard[] = [];
  url = '';

  static async listen(...statuses: number[]): Promise<V3Webhook> {
    const webhook = new V3Webhook();
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const headers = request.headers as Heard['headers'];
        webhook.heard.push({ path: request.url!, headers, text, body: JSON.parse(text) });
        response.writeHead(statuses.length > 1 ? statuses.shift()! : (statuses[0] ?? 200)).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    webhook.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/pay/notify/v3`;
    return webhook;
  }
}
