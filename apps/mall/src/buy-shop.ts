import type { AppConfig } from '@app/common';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { StartFault } from './start-fault';

const MAIN = path.resolve(__dirname, 'main.js');
const READY_MS = 60_000;

/** The mall that is running already, or one started for this purchase alone. */
export async function openShop(config: AppConfig): Promise<{ close(): Promise<void> }> {
  if (config.WORLD !== 'sandbox')
    throw new StartFault('npm run buy spends play money: it needs WORLD=sandbox.');
  if (await isReady(config)) return { close: () => Promise.resolve() };

  const mall = spawn(process.execPath, [MAIN], { stdio: ['ignore', 'ignore', 'inherit'] });
  const close = async (): Promise<void> => {
    if (mall.exitCode !== null) return;
    const gone = once(mall, 'exit');
    mall.kill('SIGTERM');
    await gone;
  };
  for (const until = performance.now() + READY_MS; performance.now() < until; await pause(200)) {
    if (mall.exitCode !== null) break;
    if (await isReady(config)) return { close };
  }
  await close();
  throw new StartFault('The mall did not start: run npm start to see why.');
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
