import type { AppConfig } from '@app/common';
import { setTimeout as pause } from 'node:timers/promises';
import { post } from './buy-http';
import { StartFault } from './start-fault';

/** What comes by itself comes within a second or two, unless the machine has much else to do. */
const PATIENCE_MS = 60_000;

/** A story that is being told: of which shop, and to whom. */
export interface Tale {
  config: AppConfig;
  /** The shop's settings, for whoever else opens its books. */
  env: NodeJS.ProcessEnv;
  api: string;
  wechat: string;
  say(line: string): void;
  step(title: string, text: string): void;
}

export function begin(config: AppConfig, env: NodeJS.ProcessEnv, say: (line: string) => void): Tale {
  let count = 0;
  const step = (title: string, text: string): void =>
    say(`${String((count += 1)).padStart(2)}  ${title.padEnd(8)} ${text}`);
  return { config, env, api: `${config.PUBLIC_URL}/api/v1`, wechat: config.WECHAT_PAY_URL, say, step };
}

/** Moves the clock that shop and simulator share, for everything that lives by it. */
export async function pass(tale: Tale, seconds: number, why: string): Promise<void> {
  await post(`${tale.wechat}/sim/clock`, { advanceSeconds: seconds });
  tale.step('clock', `${seconds} s later, by /sim/clock: ${why}`);
}

/** Waits for what comes by itself. */
export async function until<T>(what: string, look: () => Promise<T>, good: (seen: T) => boolean): Promise<T> {
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await pause(200)) {
    const seen = await look();
    if (good(seen)) return seen;
  }
  throw new StartFault(`The story did not end well: ${what} did not come about.`);
}

export function need<T>(value: T | undefined | null | false, otherwise: string): T {
  if (!value) throw new StartFault(`The story did not end well: ${otherwise}.`);
  return value;
}
