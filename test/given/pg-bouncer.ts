import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { dataFolder, isRoot, removeFolder } from './cluster';
import { freePort } from './free-port';

/** Debian's `apt install pgbouncer`, which stands outside an ordinary user's PATH. */
const PROGRAM = ['pgbouncer', '/usr/sbin/pgbouncer'].find(
  (file) => spawnSync(file, ['--version']).status === 0,
);

/** Without PgBouncer the tests that need it are skipped by name, but not in CI. */
export const hasPgBouncer = PROGRAM !== undefined || process.env.REQUIRE_PARTS !== undefined;

/** A PgBouncer in transaction mode on a free port, before the server of this address, that lets anybody in. */
export class PgBouncer {
  private constructor(
    readonly url: string,
    private readonly folder: string,
    private readonly process: ChildProcess,
  ) {}

  static async open(server: string, settings: Record<string, string> = {}): Promise<PgBouncer> {
    const folder = dataFolder();
    const port = await freePort();
    const { hostname, port: serverPort, username, password, pathname } = new URL(server);
    const all = {
      listen_addr: '127.0.0.1',
      listen_port: String(port),
      unix_socket_dir: '',
      auth_type: 'any',
      pool_mode: 'transaction',
      ...settings,
    };
    const lines = Object.entries(all).map(([name, value]) => `${name} = ${value}\n`);
    const file = path.join(folder, 'pgbouncer.ini');
    const target = `host=${hostname} port=${serverPort} user=${username} password=${password}`;
    writeFileSync(file, `[databases]\n* = ${target}\n[pgbouncer]\n${lines.join('')}`, { mode: 0o644 });

    // It refuses to work as root.
    const args = [...(isRoot ? ['-u', 'nobody'] : []), file];
    const child = spawn(PROGRAM!, args, { stdio: 'ignore' });
    while (!(await answers(port))) await pause(20);
    return new PgBouncer(`postgres://${username}@127.0.0.1:${port}${pathname}`, folder, child);
  }

  async close(): Promise<void> {
    const exit = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await exit;
    removeFolder(this.folder);
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.end());
    socket.on('close', (failed) => resolve(!failed));
    socket.on('error', () => resolve(false));
  });
}
