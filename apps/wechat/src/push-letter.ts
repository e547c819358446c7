import { AppConfig, type Random } from '@app/common';
import { createCipheriv, createHash } from 'node:crypto';
import type { Letter } from './courier';
import { FOREIGN_APPID } from './faults';
import { type Push, unix } from './push';

/** What a merchant's server must not take. */
export const PUSH_FORGERIES = ['badSignature', 'otherAppid'] as const;
export type PushForgery = (typeof PUSH_FORGERIES)[number];

/** The original id of the mini-program. */
const TO_USER_NAME = 'gh_5a0db0c5e11e';
/** PKCS#7, but to blocks of 32, which is why no library's own unpadding takes it off. */
const BLOCK_BYTES = 32;

/** What was typed into the mini-program's portal. */
export interface PushKeys {
  token: string;
  aesKey: string;
}

export interface AddressedLetter extends Letter {
  url: string;
}

export interface LetterDesk {
  config: AppConfig;
  random: Random;
  now: Date;
}

export function pushKeysOf({ WECHAT_PUSH_TOKEN, WECHAT_PUSH_AES_KEY }: AppConfig): PushKeys | undefined {
  if (!WECHAT_PUSH_TOKEN || !WECHAT_PUSH_AES_KEY) return undefined;
  return { token: WECHAT_PUSH_TOKEN, aesKey: WECHAT_PUSH_AES_KEY };
}

/** Safe mode: sealed, under a fresh nonce each time. */
export function pushLetter(
  desk: LetterDesk,
  push: Push,
  keys: PushKeys,
  forgery?: PushForgery,
): AddressedLetter {
  const appid = forgery === 'otherAppid' ? FOREIGN_APPID : desk.config.WECHAT_APP_ID;
  const sealed = seal(JSON.stringify(messageOf(push)), { ...keys, appid, random: desk.random });
  const { timestamp, nonce, signature } = stamp(desk, keys);
  const signedWith = forgery === 'badSignature' ? `${keys.token}x` : keys.token;
  const query = {
    signature,
    timestamp,
    nonce,
    openid: push.openid,
    encrypt_type: 'aes',
    msg_signature: signatureOf(signedWith, timestamp, nonce, sealed),
  };
  return {
    url: addressWith(desk.config, query),
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ToUserName: TO_USER_NAME, Encrypt: sealed }),
  };
}

/** The address of the check that WeChat makes when a push address is saved: it wants to hear its `echostr`. */
export function checkUrl(desk: LetterDesk, keys: PushKeys, echostr: string): string {
  return addressWith(desk.config, { ...stamp(desk, keys), echostr });
}

function messageOf({ event, openid, at, fields }: Push): object {
  return {
    ToUserName: TO_USER_NAME,
    FromUserName: openid,
    CreateTime: unix(at),
    MsgType: 'event',
    Event: event,
    ...fields,
  };
}

/** Sixteen bytes of chance, the length, the message, whose it is; AES-256-CBC, the vector being the key's beginning. */
export function seal(
  message: string,
  { aesKey, appid, random }: { aesKey: string; appid: string; random: Random },
): string {
  const key = Buffer.from(`${aesKey}=`, 'base64');
  const text = Buffer.from(message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  const plain = padded(Buffer.concat([random.bytes(16), length, text, Buffer.from(appid)]));
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64');
}

function padded(plain: Buffer): Buffer {
  const missing = BLOCK_BYTES - (plain.length % BLOCK_BYTES);
  return Buffer.concat([plain, Buffer.alloc(missing, missing)]);
}

function stamp({ now, random }: LetterDesk, { token }: PushKeys) {
  const timestamp = String(unix(now.toISOString()));
  const nonce = String(random.below(1_000_000_000));
  return { signature: signatureOf(token, timestamp, nonce), timestamp, nonce };
}

export function signatureOf(...parts: string[]): string {
  return createHash('sha1').update(parts.toSorted().join('')).digest('hex');
}

function addressWith({ notifyBase }: AppConfig, query: Record<string, string>): string {
  return `${notifyBase}/api/v1/wechat/push?${new URLSearchParams(query)}`;
}
