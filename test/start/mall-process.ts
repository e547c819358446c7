import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { dataFolder, removeFolder } from '../given/cluster';
import { freePort } from '../given/free-port';
import { watch } from '../given/watch';

const MAIN = path.resolve('dist/apps/mall/src/main.js');
/** A test run that is killed must not leave a shop behind. */
const FOLLOW = path.resolve('dist/apps/mall/src/follow-parent.js');
const watchdogs = new Map<string, ChildProcess>();

export type Settings = Record<string, string>;

/** Ports and a folder that nobody else uses; `npm start` with these settings is a shop of its own. */
export async function ownPlace(): Promise<{ settings: Settings; dataDir: string; url: string }> {
  const dataDir = dataFolder();
  const PORT = String(await freePort());
  const SIMULATOR_PORT = String(await freePort());
  const SIMULATOR_TLS_PORT = String(await freePort());
  const url = `http://127.0.0.1:${PORT}`;
  return { settings: { PORT, SIMULATOR_PORT, SIMULATOR_TLS_PORT, DATA_DIR: dataDir }, dataDir, url };
}

/** The mall as a newcomer starts it: built code, an environment of these settings alone. */
export class MallProcess {
  out = '';
  err = '';
  private readonly child: ChildProcess;
  private readonly gone: Promise<unknown>;

  constructor(
    private readonly settings: Settings,
    main = MAIN,
  ) {
    this.child = spawn(process.execPath, ['--require', FOLLOW, main], {
      env: { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot, ...settings },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.child.stdout?.on('data', (text: Buffer) => (this.out += text.toString()));
    this.child.stderr?.on('data', (text: Buffer) => (this.err += text.toString()));
    this.gone = once(this.child, 'close');
  }

  /** Up, and telling where to look. */
  static async started(settings: Settings, main = MAIN): Promise<MallProcess> {
    const dataDir = settings.DATA_DIR!;
    if (!watchdogs.has(dataDir)) watchdogs.set(dataDir, watch(dataDir));
    const mall = new MallProcess(settings, main);
    await mall.until(() => mall.out.includes('/api/v1'));
    return mall;
  }

  get pid(): number {
    return this.child.pid!;
  }

  get(route: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.settings.PORT}${route}`, { headers });
  }

  /** The end that is expected by itself. */
  async ended(): Promise<number | NodeJS.Signals | null> {
    await this.gone;
    return this.child.exitCode ?? this.child.signalCode;
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  stop(name: NodeJS.Signals = 'SIGTERM'): Promise<number | NodeJS.Signals | null> {
    this.signal(name);
    return this.ended();
  }

  private async until(seen: () => boolean): Promise<void> {
    for (let tries = 0; !seen(); tries += 1) {
      if (this.child.exitCode !== null || tries > 600)
        throw new Error(`the mall did not start:\n${this.out}${this.err}`);
      await pause(100);
    }
  }
}

/** Whatever a test left running under this folder, and the folder. */
export async function clearAway({ dataDir }: { dataDir: string }, malls: MallProcess[]): Promise<void> {
  await Promise.all(malls.splice(0).map((mall) => mall.stop('SIGTERM')));
  const pidFile = path.join(dataDir, 'postgres/data/postmaster.pid');
  if (existsSync(pidFile)) quit(Number.parseInt(readFileSync(pidFile, 'utf8'), 10));
  removeFolder(dataDir);
  watchdogs.get(dataDir)?.kill();
  watchdogs.delete(dataDir);
}

/** A server that was killed leaves its file behind, with a number that is nobody's. */
function quit(postmaster: number): void {
  try {
    process.kill(postmaster, 'SIGQUIT');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
