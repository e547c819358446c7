import { createCipheriv, createDecipheriv, createHash, timingSafeEqual } from 'node:crypto';

/** What a pushed message is signed with: the token, then the query's timestamp and nonce, and what is sealed. */
export function signPush(token: string, ...parts: string[]): string {
  return createHash('sha1')
    .update([token, ...parts].toSorted().join(''))
    .digest('hex');
}

/** In constant time. */
export function verifyPush(signature: string, token: string, ...parts: string[]): boolean {
  const [ours, theirs] = [Buffer.from(signPush(token, ...parts)), Buffer.from(signature)];
  return ours.length === theirs.length && timingSafeEqual(ours, theirs);
}

const CIPHER = 'aes-256-cbc';
const IV_BYTES = 16;
const SALT_BYTES = 16;
const LENGTH_BYTES = 4;
/** PKCS#7, but to blocks of twice the cipher's size: Node would refuse half of it. */
const PADDED_TO = 32;

export interface SealedPush {
  message: Buffer;
  appId: string;
}

/** Base64, as WeChat seals a message under the EncodingAESKey; `salt` are 16 random bytes. */
export function sealPush({ message, appId }: SealedPush, aesKey: string, salt: Buffer): string {
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(message.length);
  const text = Buffer.concat([salt, length, message, Buffer.from(appId)]);
  const pad = PADDED_TO - (text.length % PADDED_TO);
  const cipher = cipherOf(createCipheriv, aesKey);
  return Buffer.concat([cipher.update(text), cipher.update(Buffer.alloc(pad, pad)), cipher.final()]).toString(
    'base64',
  );
}

/** The message and whose app it is for, or nothing where it is not sealed under this key. */
export function openPush(sealed: string, aesKey: string): SealedPush | undefined {
  const bytes = Buffer.from(sealed, 'base64');
  if (bytes.length === 0 || bytes.length % PADDED_TO !== 0) return undefined;
  const decipher = cipherOf(createDecipheriv, aesKey);
  const text = unpadded(Buffer.concat([decipher.update(bytes), decipher.final()]));
  if (!text || text.length < SALT_BYTES + LENGTH_BYTES) return undefined;

  const start = SALT_BYTES + LENGTH_BYTES;
  const end = start + text.readUInt32BE(SALT_BYTES);
  if (end > text.length) return undefined;
  return { message: text.subarray(start, end), appId: text.subarray(end).toString('utf8') };
}

function cipherOf<C extends { setAutoPadding(on: boolean): unknown }>(
  create: (cipher: string, key: Buffer, iv: Buffer) => C,
  aesKey: string,
): C {
  const key = Buffer.from(`${aesKey}=`, 'base64');
  const cipher = create(CIPHER, key, key.subarray(0, IV_BYTES));
  cipher.setAutoPadding(false);
  return cipher;
}

function unpadded(text: Buffer): Buffer | undefined {
  const pad = text.at(-1) ?? 0;
  if (pad < 1 || pad > PADDED_TO) return undefined;
  return text.subarray(-pad).every((byte) => byte === pad) ? text.subarray(0, -pad) : undefined;
}
