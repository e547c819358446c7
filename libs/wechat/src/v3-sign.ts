import { sign, verify, type KeyLike } from 'node:crypto';

/** What v3 signs: every part with a line feed after it, after the last one and an empty one too. */
export function v3Message(parts: readonly (string | Buffer)[]): Buffer {
  return Buffer.concat(parts.flatMap((part) => [Buffer.from(part), LINE_FEED]));
}

const LINE_FEED = Buffer.from('\n');

/** RSA PKCS#1 v1.5 over SHA-256, as base64. */
export function signV3(message: Buffer, privateKey: KeyLike): string {
  return sign('RSA-SHA256', message, privateKey).toString('base64');
}

/** Whatever the text of a signature is, it only verifies or it does not. */
export function verifyV3Signature(message: Buffer, signature: string, publicKey: KeyLike): boolean {
  return verify('RSA-SHA256', message, publicKey, Buffer.from(signature, 'base64'));
}

/** One call to WeChat, as it goes over the wire. */
export interface V3Request {
  method: string;
  /** Path and query, percent-encoded. */
  target: string;
  timestamp: string;
  nonce: string;
  /** The very text that is sent; empty where nothing is. */
  body: string | Buffer;
}

export function v3RequestMessage({ method, target, timestamp, nonce, body }: V3Request): Buffer {
  return v3Message([method, target, timestamp, nonce, body]);
}

export interface V3Signer {
  mchId: string;
  /** Of the merchant's certificate. */
  serial: string;
  privateKey: KeyLike;
}

/** The Authorization header of a call. */
export function v3Authorization(request: V3Request, { mchId, serial, privateKey }: V3Signer): string {
  const parameters = {
    mchid: mchId,
    nonce_str: request.nonce,
    timestamp: request.timestamp,
    serial_no: serial,
    signature: signV3(v3RequestMessage(request), privateKey),
  };
  const list = Object.entries(parameters).map(([name, value]) => `${name}="${value}"`);
  return `WECHATPAY2-SHA256-RSA2048 ${list.join(',')}`;
}
