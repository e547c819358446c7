import type { AdminRole } from '@app/auth';
import { scryptSync } from 'node:crypto';

/** Of whoever is planted. */
export const ADMIN_SECRET = 'correct-horse-battery';

/** `$1` account, `$2` role, `$3` secret hash. */
export const PLANT_ADMIN = `
  INSERT INTO admin (account, role, secret_hash) VALUES ($1, $2, $3)
  ON CONFLICT (account) DO UPDATE SET role = excluded.role RETURNING id`;

/** Hashed like every secret, at a cost that lets a test log in a hundred times. */
const CHEAP_HASH = hashOf(ADMIN_SECRET, { N: 1024, r: 1, p: 1 });

export function plantedAdmin(account: string, role: AdminRole): [string, string, string] {
  return [account, role, CHEAP_HASH];
}

function hashOf(secret: string, cost: { N: number; r: number; p: number }): string {
  const salt = Buffer.from('salt');
  const key = scryptSync(secret, salt, 32, cost);
  return ['scrypt', ...Object.values(cost), salt.toString('base64url'), key.toString('base64url')].join('$');
}
