import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { postmasterOf } from '../given/cluster';
import type { Dice } from '../given/dice';
import type { MallProcess } from '../start/mall-process';

export const VICTIMS = ['mall', 'simulator', 'backend', 'postmaster', 'postgres group'] as const;
export type Victim = (typeof VICTIMS)[number];

interface Process {
  pid: number;
  parent: number;
  args: string;
}

/** kill -9, at once for all whom the name means. */
export function kill(
  victim: Victim,
  { mall, dataDir, dice }: { mall: MallProcess; dataDir: string; dice: Dice },
) {
  for (const pid of pidsOf(victim, { mall: mall.pid, postmaster: postmasterPid(dataDir), dice }))
    process.kill(pid, 'SIGKILL');
}

export function postmasterPid(dataDir: string): number {
  return postmasterOf(path.join(dataDir, 'postgres'));
}

export function simulatorPid(mall: MallProcess): number {
  return simulatorOf(mall.pid);
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function pidsOf(
  victim: Victim,
  { mall, postmaster, dice }: { mall: number; postmaster: number; dice: Dice },
): number[] {
  const acts: Record<Victim, () => number[]> = {
    mall: () => [mall],
    simulator: () => [simulatorOf(mall)],
    backend: () => [dice.one(childrenOf(postmaster).filter(servesShop)).pid],
    postmaster: () => [postmaster],
    'postgres group': () => [postmaster, ...childrenOf(postmaster).map(({ pid }) => pid)],
  };
  return acts[victim]();
}

/** `postgres: minimall minimall [local] idle` */
function servesShop({ args }: Process): boolean {
  return / minimall \[local\]/.test(args);
}

function simulatorOf(mall: number): number {
  const simulator = childrenOf(mall).find(({ args }) => args.includes('wechat'));
  if (!simulator) throw new Error('the mall has no simulator now');
  return simulator.pid;
}

function childrenOf(parent: number): Process[] {
  return execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((found) => found !== null)
    .map(([, pid, ppid, args = '']) => ({ pid: Number(pid), parent: Number(ppid), args }))
    .filter((one) => one.parent === parent);
}
