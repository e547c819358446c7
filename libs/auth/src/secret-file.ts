import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const NAME = 'admin-secret';

export function readSecretFile(dataDir: string): string | undefined {
  try {
    return readFileSync(path.join(dataDir, NAME), 'utf8').trim() || undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Written before the admin is, so that no crash leaves an admin whose secret nobody knows; an older file stays. */
export function keepSecretFile(dataDir: string, secret: string): string {
  const kept = readSecretFile(dataDir);
  if (kept) return kept;
  writeSecretFile(dataDir, secret);
  return secret;
}

export function writeSecretFile(dataDir: string, secret: string): void {
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(path.join(dataDir, NAME), `${secret}\n`, { mode: 0o600 });
}
