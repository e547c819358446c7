import { createPrivateKey } from 'node:crypto';
import { cpSync } from 'node:fs';
import path from 'node:path';
import { inject } from 'vitest';
import { certificateFor, newKey } from '../../apps/wechat/src/key-files';

/** The run's key pairs, so that no simulator of a test spends a second on making its own. */
export function plantKeys(dataDir: string): void {
  cpSync(inject('keysDir'), path.join(dataDir, 'keys'), { recursive: true });
}

/** A certificate that nobody gave us, and its key, PEM; of the same serial or another. */
export async function ownCertificate(serial: string): Promise<{ cert: string; key: string }> {
  const key = await newKey();
  const subject = { name: 'somebody', serial, now: new Date() };
  return { key, cert: await certificateFor(createPrivateKey(key), subject) };
}
