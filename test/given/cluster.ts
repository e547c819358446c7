import type { EmbeddedOptions } from '@app/database';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { Client } from 'pg';

export const isRoot = process.getuid?.() === 0;

/** An account that is not root's, for those tests that root runs. */
export function ordinaryUser(): { uid?: number; gid?: number } {
  if (!isRoot) return {};
  return { uid: idOfNobody('-u'), gid: idOfNobody('-g') };
}

function idOfNobody(which: '-u' | '-g'): number {
  return Number(execFileSync('id', [which, 'nobody']));
}

/** A folder for one cluster, open for PostgreSQL's account to pass. */
export function dataFolder(): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'minimall-cluster-'));
  chmodSync(dir, 0o711);
  return dir;
}

export function removeFolder(dir: string): void {
  rmSync(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

/** Another process of ours on the same cluster. */
export async function holder(options: EmbeddedOptions, as: { uid?: number; gid?: number } = {}) {
  const script = path.join(__dirname, 'holder.mjs');
  const child = spawn(process.execPath, [script, JSON.stringify(options)], {
    ...as,
    cwd: tmpdir(),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const [line] = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    ended.then(() => Promise.reject(new Error('the other process ended before its database was up'))),
  ]);

  return {
    ...(JSON.parse(String(line)) as { url: string; adopted: boolean; home: string }),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async end() {
      child.stdin.end();
      await ended;
    },
  };
}

export async function ask<Row = Record<string, unknown>>(url: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows as Row[];
  } finally {
    await client.end();
  }
}

export function postmasterOf(home: string): number {
  return Number.parseInt(readFileSync(path.join(home, 'data', 'postmaster.pid'), 'utf8'), 10);
}
