import type { AppConfig } from '@app/common';
import { Logger } from '@nestjs/common';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Parts } from './parts';
import { StartFault } from './start-fault';

const SIMULATOR = path.resolve(__dirname, '../../wechat/src/main.js');
/** Loaded into the child before its own first line. */
const FOLLOW = path.resolve(__dirname, 'follow-parent.js');
const READY_MS = 20_000;
const STOP_MS = 2000;
const LONGEST_PAUSE_MS = 5000;

/** Whether this shop speaks to a simulator of its own: the addresses decide, not the world. */
export function wantsSimulator({ ROLE, SIMULATOR_PORT, WECHAT_API_URL, WECHAT_PAY_URL }: AppConfig): boolean {
  const own = `http://127.0.0.1:${SIMULATOR_PORT}`;
  return ROLE === 'all' && [WECHAT_API_URL, WECHAT_PAY_URL].includes(own);
}

export async function startSimulator(config: AppConfig, parts: Parts): Promise<void> {
  if (!wantsSimulator(config)) return;
  const simulator = new SimulatorProcess(config.SIMULATOR_PORT);
  parts.started(() => simulator.stop());
  await simulator.start();
}

/** WeChat's stand-in as a process of its own, started again whenever it dies. */
class SimulatorProcess {
  private readonly logger = new Logger('Simulator');
  private child?: ChildProcess;
  private stopping = false;

  constructor(private readonly port: number) {}

  async start(): Promise<void> {
    this.child = this.spawn();
    for (const until = performance.now() + READY_MS; performance.now() < until; await pause(50)) {
      if (await accepts(this.port)) {
        this.superviseFrom(this.child);
        return;
      }
      if (this.child.exitCode !== null) break;
    }
    throw new StartFault(`The simulator did not come up on port ${this.port}: see SIMULATOR_PORT.`);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    const late = await Promise.race([gone, pause(STOP_MS, 'late', { ref: false })]);
    if (late === 'late') child.kill('SIGKILL');
    await gone;
  }

  /** A session of its own: Ctrl-C reaches the shop alone, which still needs WeChat while it drains. */
  private spawn(): ChildProcess {
    return spawn(process.execPath, ['--require', FOLLOW, SIMULATOR], {
      detached: true,
      windowsHide: true,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
  }

  private superviseFrom(child: ChildProcess, delay = 100): void {
    const since = performance.now();
    child.once('exit', (code, signal) => {
      if (this.stopping) return;
      // One that had been well for a while is started again at once.
      const wait = performance.now() - since > LONGEST_PAUSE_MS ? 100 : delay;
      this.logger.warn(`the simulator ended (${signal ?? code}), starting it again in ${wait} ms`);
      setTimeout(() => this.again(wait), wait);
    });
  }

  private again(delay: number): void {
    if (this.stopping) return;
    this.child = this.spawn();
    this.superviseFrom(this.child, Math.min(delay * 2, LONGEST_PAUSE_MS));
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
