import { openV3 } from './v3-aead';
import type { AuthenticBytes } from './v3-authentic';

/** A JSON object that WeChat signed, or that was sealed inside one. Only this file makes them. */
export type AuthenticObject = Readonly<Record<string, unknown>> & { readonly [authenticity]: true };
declare const authenticity: unique symbol;

/** The object that the bytes are, or nothing where they are none. */
export function objectOf(bytes: AuthenticBytes): AuthenticObject | undefined {
  return jsonObject(bytes) as AuthenticObject | undefined;
}

/** Reads JSON of anybody; a byte-order mark before it is skipped. */
export function jsonObject(bytes: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function objectIn(object: AuthenticObject, name: string): Record<string, unknown> | undefined {
  const value = object[name];
  return isObject(value) ? value : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a notice carries sealed; a text where it cannot be had, which is safe to log. */
export function sealedObject(notice: AuthenticObject, keys: string[]): AuthenticObject | string {
  const { algorithm, nonce, ciphertext, associated_data = '' } = objectIn(notice, 'resource') ?? {};
  if (algorithm !== 'AEAD_AES_256_GCM') return 'resource of an unknown algorithm';
  if (typeof nonce !== 'string' || typeof ciphertext !== 'string' || typeof associated_data !== 'string')
    return 'resource is malformed';

  const text = openV3({ nonce, ciphertext, associated_data }, keys);
  if (text === undefined) return 'resource does not decrypt under WECHAT_PAY_V3_KEY';
  const object = jsonObject(Buffer.from(text));
  return object ? (object as AuthenticObject) : 'resource is no JSON object';
}
