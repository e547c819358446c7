import type { KeyObject } from 'node:crypto';
import { v3Message, verifyV3Signature } from './v3-sign';

/** Bytes that WeChat signed. Only `authenticV3` makes them. */
export type AuthenticBytes = Buffer & { readonly [authenticity]: true };
declare const authenticity: unique symbol;

/** An answer or a notice as it came in; header names in lower case. */
export interface V3Message {
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

export interface V3Verifier {
  now: Date;
  /** WeChat's key of that serial number, or of that public key's id. */
  keyOf: (serial: string) => KeyObject | undefined;
}

/** Why a message is not believed; the words are safe to log. */
export class Unproven extends Error {}

/** WeChat sends deliberately wrong signatures to see whether somebody verifies. */
const PROBE = 'WECHATPAY/SIGNTEST/';
const WINDOW_SECONDS = 300;

/** The body, proven to be WeChat's, whole and of these five minutes; otherwise throws Unproven. */
export function authenticV3({ headers, body }: V3Message, { now, keyOf }: V3Verifier): AuthenticBytes {
  const timestamp = onlyValue(headers, 'wechatpay-timestamp');
  const nonce = onlyValue(headers, 'wechatpay-nonce');
  const signature = onlyValue(headers, 'wechatpay-signature');
  const serial = onlyValue(headers, 'wechatpay-serial');
  if (signature.startsWith(PROBE)) throw new Unproven('probe');
  checkTimestamp(timestamp, now);

  const key = keyOf(serial);
  if (!key) throw new Unproven('unknown serial');
  if (!verifyV3Signature(v3Message([timestamp, nonce, body]), signature, key))
    throw new Unproven('signature does not verify');
  return body as AuthenticBytes;
}

/** Node joins a repeated header with commas, which none of these values has. */
function onlyValue(headers: V3Message['headers'], name: string): string {
  const value = headers[name];
  if (!value) throw new Unproven(`header missing: ${name}`);
  if (typeof value !== 'string' || value.includes(',')) throw new Unproven(`header repeated: ${name}`);
  return value;
}

/** The offset goes into the log, where it tells a clock of ours that is wrong. */
function checkTimestamp(timestamp: string, now: Date): void {
  if (!/^\d{1,12}$/.test(timestamp)) throw new Unproven('timestamp is no number');
  const offset = Math.round(now.getTime() / 1000 - Number(timestamp));
  if (Math.abs(offset) >= WINDOW_SECONDS) throw new Unproven(`timestamp is ${offset} s behind our clock`);
}
