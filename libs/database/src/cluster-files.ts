import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import path from 'node:path';
import type { Cluster } from './cluster';
import { give, writeOwned } from './cluster-account';
import { SECRET_FILE } from './cluster-address';
import type { Binaries } from './cluster-binaries';
import { initdb } from './cluster-initdb';
import { isRunning } from './cluster-pid-file';

/** The data directory belongs to another PostgreSQL major; it was not touched. */
export class ForeignCluster extends Error {}

/** Tells our own drafts from those of a dead process that had the same number. */
const RUN = randomBytes(4).toString('hex');

export const CONF_FILE = 'minimall.conf';

/**
 * Makes the data directory at the first start. initdb writes PG_VERSION long before it is done, so it works in a
 * draft that is renamed at its end: a directory called `data` is always whole.
 */
export async function makeData(cluster: Cluster): Promise<void> {
  const { home, account, binaries } = cluster;
  if (existsSync(home.data)) return refuseOtherMajor(home.data, binaries);
  const draft = path.join(home.dir, `draft-${process.pid}-${RUN}-${randomBytes(4).toString('hex')}`);
  const secret = `${draft}.secret`;
  writeOwned(account, secret, `${randomBytes(16).toString('hex')}\n`);

  await initdb(cluster, draft, secret);
  copyFileSync(secret, path.join(draft, SECRET_FILE));
  give(account, path.join(draft, SECRET_FILE));
  appendFileSync(path.join(draft, 'postgresql.conf'), `\ninclude '${CONF_FILE}'\n`);
  writeOwned(account, path.join(draft, CONF_FILE), '');
  install(draft, home.data);
  for (const leftover of [draft, secret]) remove(leftover);
  removeDeadDrafts(home.dir);
}

function refuseOtherMajor(data: string, binaries: Binaries): void {
  const major = Number(readFileSync(path.join(data, 'PG_VERSION'), 'utf8'));
  if (major === binaries.major) return;
  const command =
    major > binaries.major ? 'git pull && npm ci' : `pg_upgrade -d '${data}' -D '${data}-${binaries.major}'`;
  throw new ForeignCluster(
    `${data} was made by PostgreSQL ${major}, this minimall brings ${binaries.major}, nothing was touched: ` +
      `run "${command}" first.`,
  );
}

function install(draft: string, data: string): void {
  try {
    renameSync(draft, data);
  } catch (error) {
    // Two first starts at once: the other one's cluster stands, ours goes.
    if (!existsSync(path.join(data, 'PG_VERSION'))) throw error;
  }
}

/** Of starts that were killed half-way. */
function removeDeadDrafts(dir: string): void {
  for (const name of readdirSync(dir)) {
    const [, pid, owner] = /^draft-(\d+)-(\w+)/.exec(name) ?? [];
    if (!pid || owner === RUN || (Number(pid) !== process.pid && isRunning(Number(pid)))) continue;
    remove(path.join(dir, name));
  }
}

function remove(file: string): void {
  rmSync(file, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
