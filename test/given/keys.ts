import { cpSync } from 'node:fs';
import path from 'node:path';
import { inject } from 'vitest';

/** The run's key pairs, so that no simulator of a test spends a second on making its own. */
export function plantKeys(dataDir: string): void {
  cpSync(inject('keysDir'), path.join(dataDir, 'keys'), { recursive: true });
}
