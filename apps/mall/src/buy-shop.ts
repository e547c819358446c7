import { AppConfig, settingNames } from '@app/common';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { FOLLOW_RUNNER } from './follow-runner';
import { StartFault } from './start-fault';

const MAIN = path.resolve(__dirname, 'main.js');
const READY_MS = 60_000;

export interface OpenShop {
  /** The settings under which it runs. */
  env: NodeJS.ProcessEnv;
  close(): Promise<void>;
}

/** The shop that these settings mean, which runs already. */
export async function runningShop(env: NodeJS.ProcessEnv): Promise<OpenShop> {
  const config = AppConfig.from(env);
  if (config.WORLD !== 'sandbox')
    throw new StartFault('npm run buy spends play money: it needs WORLD=sandbox.');
  const { PUBLIC_URL } = config;
  if (!(await isReady(config)))
    throw new StartFault(
      `No shop answers at ${PUBLIC_URL}: run npm start in another terminal, or set PORT to that of your shop. ` +
        `${PUBLIC_URL} 没有店应答：请在另一个终端运行 npm start，或把 PORT 设成你的店的端口。`,
    );
  return { env, close: () => Promise.resolve() };
}

/** One beside whatever runs: with ports and books of its own, which go when it closes. */
export async function openOwnShop(settings: Record<string, string>): Promise<OpenShop> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'minimall-story-'));
  // PostgreSQL's account must be able to pass where root opened it.
  chmodSync(dataDir, 0o711);
  const remove = () => rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  const ports = {
    PORT: await freePort(),
    SIMULATOR_PORT: await freePort(),
    SIMULATOR_TLS_PORT: await freePort(),
  };
  const env = { ...withoutSettings(process.env), ...ports, DATA_DIR: dataDir, ...settings };
  try {
    const shop = await start(AppConfig.from(env), env);
    return { env, close: () => shop.close().finally(remove) };
  } catch (fault) {
    remove();
    throw fault;
  }
}

async function start(config: AppConfig, env: NodeJS.ProcessEnv): Promise<OpenShop> {
  const mall = spawn(process.execPath, [MAIN, FOLLOW_RUNNER], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const close = async (): Promise<void> => {
    if (mall.exitCode !== null) return;
    const gone = once(mall, 'exit');
    mall.kill('SIGTERM');
    await gone;
  };
  for (const end = performance.now() + READY_MS; performance.now() < end; await pause(200)) {
    if (mall.exitCode !== null) break;
    if (await isReady(config)) return { env, close };
  }
  await close();
  throw new StartFault('The mall did not start: run npm start to see why.');
}

function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const ours = new Set<string>(settingNames);
  return Object.fromEntries(Object.entries(env).filter(([name]) => !ours.has(name)));
}

async function freePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return String(port);
}

async function isReady({ PUBLIC_URL }: AppConfig): Promise<boolean> {
  try {
    const answer = await fetch(`${PUBLIC_URL}/health/ready`);
    return answer.ok;
  } catch (refused) {
    // fetch throws a TypeError where nobody listens; anything else is no answer to this question.
    if (refused instanceof TypeError) return false;
    throw refused;
  }
}
