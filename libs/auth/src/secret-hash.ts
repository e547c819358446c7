import { scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

/** OWASP's choice for scrypt: 32 MiB and about a quarter of a second for each try. */
const COST = { N: 2 ** 15, r: 8, p: 3 };
const KEY_BYTES = 32;
export const SALT_BYTES = 16;

/** Opens no door and costs as much as one that does: compared where an account is unknown. */
export const DECOY_HASH = written(COST, Buffer.alloc(SALT_BYTES), Buffer.alloc(KEY_BYTES));

export async function hashSecret(secret: string, salt: Buffer): Promise<string> {
  return written(COST, salt, await derive(secret, salt, KEY_BYTES, limits(COST)));
}

/** In constant time; the parameters are the stored ones, so COST may grow without locking anybody out. */
export async function isSecret(secret: string, storedHash: string): Promise<boolean> {
  const [, N, r, p, salt, key] = storedHash.split('$');
  if (!salt || !key) throw new RangeError('a stored secret is not readable');
  const expected = Buffer.from(key, 'base64url');
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  const actual = await derive(secret, Buffer.from(salt, 'base64url'), expected.length, limits(cost));
  return timingSafeEqual(actual, expected);
}

function written({ N, r, p }: typeof COST, salt: Buffer, key: Buffer): string {
  return ['scrypt', N, r, p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** Node's own memory limit is exactly too small for this cost. */
function limits(cost: typeof COST): ScryptOptions {
  return { ...cost, maxmem: 256 * cost.N * cost.r };
}
