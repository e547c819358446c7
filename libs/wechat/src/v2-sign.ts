import type { V2SignType } from '@app/common';
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export type Fields = Record<string, string>;

/** Fields whose `sign` was made with one of our keys. Only `authentic` makes them. */
export type AuthenticFields = Readonly<Partial<Fields>> & { readonly [authenticity]: true };
declare const authenticity: unique symbol;

/** WeChat Pay v2's signature over every field but `sign` that is not empty. */
export function signV2(params: Fields, key: string, type: V2SignType): string {
  const text = `${textToSign(params)}&key=${key}`;
  const hash = type === 'MD5' ? createHash('md5') : createHmac('sha256', key);
  return hash.update(text, 'utf8').digest('hex').toUpperCase();
}

/** The default order of `toSorted` is that of the code units, which for field names is ASCII as WeChat asks. */
function textToSign(params: Fields): string {
  return Object.keys(params)
    .filter((name) => name !== 'sign' && params[name] !== '')
    .toSorted()
    .map((name) => `${name}=${params[name]}`)
    .join('&');
}

/** Whether one of the keys made the `sign`; new and old are both tried while keys rotate. */
export function verifyV2(fields: Fields, keys: string[]): boolean {
  const { sign } = fields;
  const type = sign && typeOf(sign);
  if (!type) return false;
  return keys.some((key) => sameText(signV2(fields, key, type), sign));
}

/** Messages do not always say their `sign_type`; the length of the sign always tells. */
function typeOf(sign: string): V2SignType | undefined {
  if (sign.length === 32) return 'MD5';
  return sign.length === 64 ? 'HMAC-SHA256' : undefined;
}

function sameText(ours: string, theirs: string): boolean {
  const [a, b] = [Buffer.from(ours), Buffer.from(theirs)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The fields as authentic ones, or nothing where no key of ours made their sign. */
export function authentic(fields: Fields, keys: string[]): AuthenticFields | undefined {
  return verifyV2(fields, keys) ? (fields as AuthenticFields) : undefined;
}

/** The AES key of v2's refund notices: the hex text itself, not the bytes it stands for. */
export function refundNoticeKey(key: string): string {
  return createHash('md5').update(key, 'utf8').digest('hex');
}
