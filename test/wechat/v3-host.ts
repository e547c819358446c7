import { signV3, v3Message, v3RequestMessage, verifyV3Signature } from '@app/wechat';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { keys } from '../vectors/wechat-pay-vectors.json';
import { LoopbackHost, type Asked } from './loopback-host';

const [{ certificatePem }] = keys.platformCertificates as [(typeof keys.platformCertificates)[0]];
const { id: publicKeyId, publicKeyPem, privateKeyPem } = keys.wechatpayPublicKey;

/** How an answer is signed; WeChat's way where nothing is said. */
export interface Signing {
  serial?: string;
  key?: string;
  timestamp?: string;
  /** What is signed, where it is not what is sent. */
  over?: string;
}

/** WeChat Pay v3 on loopback, which signs with the key of the known answers. */
export class V3Host {
  readonly host = new LoopbackHost();
  private readonly folder = mkdtempSync(path.join(tmpdir(), 'v3-host-'));

  readonly publicKey = {
    WECHAT_PAY_PUBLIC_KEY_ID: publicKeyId,
    WECHAT_PAY_PUBLIC_KEY_FILE: this.file('public.pem'),
  };

  readonly certificates = { WECHAT_PAY_PLATFORM_CERT_FILES: this.file('platform.pem') };

  constructor() {
    writeFileSync(this.file('merchant.pem'), keys.merchant.privateKeyPem);
    writeFileSync(this.file('public.pem'), publicKeyPem);
    writeFileSync(this.file('platform.pem'), certificatePem);
  }

  static async open(): Promise<V3Host> {
    const wechat = new V3Host();
    await wechat.host.listen();
    return wechat;
  }

  file(name: string): string {
    return path.join(this.folder, name);
  }

  /** Without WeChat's keys. */
  get merchant(): Record<string, string> {
    return {
      WECHAT_PAY_URL: this.host.url,
      WECHAT_APP_ID: keys.appid,
      WECHAT_PAY_MCH_ID: keys.mchid,
      WECHAT_PAY_MCH_SERIAL: keys.merchant.serial,
      WECHAT_PAY_MCH_KEY_FILE: this.file('merchant.pem'),
      WECHAT_PAY_V3_KEY: keys.apiV3Key,
    };
  }

  /** Of a merchant who works with WeChat's public key. */
  get settings(): Record<string, string> {
    return { ...this.merchant, ...this.publicKey };
  }

  answers(said: unknown, { status = 200, ...signing }: Signing & { status?: number } = {}): void {
    const body = typeof said === 'string' ? said : JSON.stringify(said);
    this.host.answer = (response) => response.writeHead(status, signatureOf(body, signing)).end(body);
  }

  /** Unsigned, where no way of signing is said. */
  refuses(status: number, code: string, signing?: Signing): void {
    const body = JSON.stringify({ code, message: '说明' });
    this.host.answer = (response) =>
      response.writeHead(status, signing && signatureOf(body, signing)).end(body);
  }

  close(): void {
    this.host.close();
    rmSync(this.folder, { recursive: true });
  }
}

export function signatureOf(body: string, signing: Signing = {}): Record<string, string> {
  const now = String(Math.floor(Date.now() / 1000));
  const { serial = publicKeyId, key = privateKeyPem, timestamp = now, over = body } = signing;
  const nonce = 'c5ac7061fccab6bf3e254dcf98995b8c';
  return {
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Serial': serial,
    'Wechatpay-Signature': signV3(v3Message([timestamp, nonce, over]), key),
  };
}

/** The parameters of the Authorization header. */
export function authorizationOf({ headers }: Asked): Record<string, string> {
  const [scheme, list = ''] = String(headers.authorization).split(' ');
  if (scheme !== 'WECHATPAY2-SHA256-RSA2048') throw new Error(`not authorized by ${scheme}`);
  return Object.fromEntries([...list.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
}

export function isSigned(asked: Asked): boolean {
  const { timestamp = '', nonce_str: nonce = '', signature = '' } = authorizationOf(asked);
  const { method, target, body } = asked;
  const message = v3RequestMessage({ method, target, timestamp, nonce, body });
  return verifyV3Signature(message, signature, keys.merchant.publicKeyPem);
}
