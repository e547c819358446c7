import { spawn } from 'node:child_process';
import { closeSync, existsSync, fstatSync, openSync, readFileSync, statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster } from './cluster';
import { cleanEnvironment, give, run } from './cluster-account';
import { addressOf } from './cluster-address';
import { writeConf } from './cluster-conf';
import type { Home } from './cluster-home';
import { dropStranger, pidState } from './cluster-pid-file';
import { answers } from './direct-client';

/** Crash recovery after a power cut may take a while. */
const START_LIMIT_MS = 60_000;
/** A server killed just now still holds its lock file and its memory until the system has buried it. */
const BURIAL_LIMIT_MS = 20_000;
const BURIAL = /lock file "postmaster.pid" (already exists|is empty)|pre-existing shared memory block/;

/** Makes sure that a server runs on the cluster and answers; tells whether it was there already. */
export async function bringUp(cluster: Cluster): Promise<{ adopted: boolean }> {
  const { home } = cluster;
  const begun = performance.now();
  for (;;) {
    const running = () => pidState(home.data) === 'ours';
    if (running() && (await answersWhile(home, running))) return { adopted: true };
    const fault = await tryStart(cluster);
    if (!fault) return { adopted: false };
    if (!BURIAL.test(fault) || performance.now() - begun > BURIAL_LIMIT_MS)
      throw new Error(`PostgreSQL did not start, its log says:\n${fault}`);
    await pause(250);
  }
}

/** undefined, or the end of the log that tells why not. */
async function tryStart(cluster: Cluster): Promise<string | undefined> {
  const { home } = cluster;
  dropStranger(home.data);
  await writeConf(cluster);

  const from = existsSync(home.log) ? statSync(home.log).size : 0;
  let dead = false;
  const death = process.platform === 'win32' ? pgCtlStart(cluster) : spawnServer(cluster);
  const died = death.then(() => (dead = true));
  const failed = await Promise.race([died, answersWhile(home, () => !dead).then((yes) => !yes)]);
  return failed ? readFileSync(home.log).subarray(from).toString('utf8').slice(-2000) : undefined;
}

/**
 * In a session of its own: Ctrl-C goes to the whole process group, and the shop still has to drain. Without
 * pg_ctl, whose shell would read a quote or a dollar in the path.
 */
function spawnServer({ home, account, binaries }: Cluster): Promise<void> {
  const log = openSync(home.log, 'a', 0o600);
  if (fstatSync(log).size === 0) give(account, home.log);
  const server = spawn(binaries.postgres, ['-D', home.data], {
    ...account,
    cwd: home.dir,
    env: cleanEnvironment(),
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  server.unref();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', () => resolve());
  });
}

/** Windows lets no administrator run PostgreSQL: pg_ctl gives those rights away first. Its log says why it failed. */
function pgCtlStart({ home, account, binaries }: Cluster): Promise<void> {
  const start = run(account, binaries.pgCtl, ['start', '-D', home.data, '-w', '-l', home.log], home.dir);
  return new Promise((died) => {
    start.catch(() => died());
  });
}

/** Waits for an answer for as long as there is somebody to give it. */
async function answersWhile(home: Home, somebodyIsThere: () => boolean): Promise<boolean> {
  const begun = performance.now();
  while (somebodyIsThere()) {
    const url = addressOf(home, 'postgres');
    if (url && (await answers(url))) return true;
    if (performance.now() - begun > START_LIMIT_MS)
      throw new Error(`PostgreSQL runs on ${home.data} but does not answer; its log is ${home.log}.`);
    await pause(40);
  }
  return false;
}

export async function bringDown({ home, account, binaries }: Cluster, mode: 'fast' | 'immediate') {
  if (pidState(home.data) !== 'ours') return;
  await run(account, binaries.pgCtl, ['stop', '-D', home.data, '-m', mode, '-w'], home.dir);
}
