import { createCipheriv, createDecipheriv } from 'node:crypto';

/** A sealed text as v3 sends it, in a notice or in the list of certificates. */
export interface Sealed {
  nonce: string;
  /** Base64; the last 16 bytes are the tag. */
  ciphertext: string;
  associated_data?: string;
}

const CIPHER = 'aes-256-gcm';
const TAG_BYTES = 16;

/** AEAD_AES_256_GCM under the API v3 key. */
export function sealV3(
  text: string,
  key: string,
  { nonce, associated_data = '' }: Omit<Sealed, 'ciphertext'>,
) {
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(associated_data));
  return Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64');
}

/** The text, or nothing where no key of ours sealed exactly this; new and old are tried while keys rotate. */
export function openV3(sealed: Sealed, keys: string[]): string | undefined {
  for (const key of keys) {
    const text = openedWith(sealed, key);
    if (text !== undefined) return text;
  }
  return undefined;
}

function openedWith({ nonce, ciphertext, associated_data }: Sealed, key: string): string | undefined {
  const bytes = Buffer.from(ciphertext, 'base64');
  try {
    const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    decipher.setAAD(Buffer.from(associated_data ?? ''));
    // final() compares the tag: without it nothing of this is authentic.
    return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}
