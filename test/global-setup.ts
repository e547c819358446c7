import { AppConfig } from '@app/common';
import { migrate, startEmbeddedPostgres } from '@app/database';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { watch } from './given/watch';
import { makeKeys } from '../apps/wechat/src/keys';

declare module 'vitest' {
  interface ProvidedContext {
    /** The run's migrated database: nobody works in it, each test file clones it. */
    templateUrl: string;
    /** Key pairs of merchant and WeChat, which each simulator takes a copy of. */
    keysDir: string;
  }
}

/** A run may lose everything in a power cut, so it need not wait for the disk. */
const HASTY = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '200',
};

/** One PostgreSQL a run, in a folder of its own: runs at the same time know nothing of each other. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'minimall-test-'));
  // PostgreSQL's account must be able to pass, where root runs the tests.
  chmodSync(dataDir, 0o711);
  const watchdog = watch(dataDir);

  const postgres = await startEmbeddedPostgres({ dataDir, settings: HASTY });
  await migrate(postgres.url);
  project.provide('templateUrl', postgres.url);
  await makeKeys(AppConfig.from({ DATA_DIR: dataDir }));
  project.provide('keysDir', path.join(dataDir, 'keys'));

  return async () => {
    await postgres.stop('immediate');
    rmSync(dataDir, { recursive: true, force: true });
    watchdog.kill();
  };
}
