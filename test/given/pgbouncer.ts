import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isRoot } from './cluster';
import { freePort } from './free-port';

/** Debian's `apt install pgbouncer`; where parts are required, as in CI, a missing one fails its tests. */
export const isPgBouncerMissing =
  spawnSync('pgbouncer', ['--version']).status !== 0 && !process.env.REQUIRE_PARTS;

export interface Bouncing {
  /** Where PostgreSQL listens. */
  server: { port: number; user: string };
  settings?: Record<string, string | number>;
}

/** A PgBouncer of its own in transaction mode, on a free port. */
export class PgBouncer {
  private constructor(
    readonly port: number,
    private readonly dir: string,
    private readonly process: ChildProcess,
  ) {}

  static async open({ server, settings = {} }: Bouncing): Promise<PgBouncer> {
    const port = await freePort();
    const dir = mkdtempSync(path.join(tmpdir(), 'minimall-pgbouncer-'));
    chmodSync(dir, 0o711);
    const file = path.join(dir, 'pgbouncer.ini');
    const all = {
      listen_addr: '127.0.0.1',
      listen_port: port,
      unix_socket_dir: '',
      auth_type: 'any',
      pool_mode: 'transaction',
      // A server that comes back is asked again at once.
      server_login_retry: 0,
      ...settings,
    };
    const lines = Object.entries(all).map(([name, value]) => `${name} = ${value}`);
    const target = `* = host=127.0.0.1 port=${server.port} user=${server.user}`;
    writeFileSync(file, ['[databases]', target, '[pgbouncer]', ...lines, ''].join('\n'));
    chmodSync(file, 0o644);
    const child = spawn('pgbouncer', [...(isRoot ? ['-u', 'nobody'] : []), file], { stdio: 'ignore' });
    while (!(await answers(port))) await pause(20);
    return new PgBouncer(port, dir, child);
  }

  async close(): Promise<void> {
    const exit = once(this.process, 'exit');
    this.process.kill('SIGTERM');
    await exit;
    rmSync(this.dir, { recursive: true, force: true });
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.end());
    socket.on('close', (failed) => resolve(!failed));
    socket.on('error', () => resolve(false));
  });
}
