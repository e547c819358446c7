import { readFileSync } from 'node:fs';

/** In package.json's start script: the shop ends with the npm, yarn or pnpm that runs the script. */
export const FOLLOW_RUNNER = '--follow-runner';
const LOOK_EVERY_MS = 250;

/**
 * A package runner passes a signal to the shell between, which dies of it and leaves the shop behind as an orphan;
 * killed, the runner passes nothing at all. Only a shop that is told to follows: one that `node` starts directly
 * belongs to a supervisor, or to a shell that may end before it.
 */
export function followRunner(gone: () => void): void {
  if (!process.argv.includes(FOLLOW_RUNNER)) return;
  const begun = ancestors();
  const look = setInterval(() => {
    if (isSame(begun, ancestors())) return;
    clearInterval(look);
    gone();
  }, LOOK_EVERY_MS).unref();
}

interface Ancestors {
  parent: number;
  /** The runner, where the parent is the shell that it runs the script with. */
  runner?: number;
}

function ancestors(): Ancestors {
  const parent = process.ppid;
  return { parent, runner: isScriptShell(parent) ? parentOf(parent) : undefined };
}

function isSame(begun: Ancestors, now: Ancestors): boolean {
  return begun.parent === now.parent && begun.runner === now.runner && isRunning(now.parent);
}

/** Told by its arguments, which are the script. Where there is no /proc, the shell makes way for the shop it starts. */
function isScriptShell(pid: number): boolean {
  return read(`/proc/${pid}/cmdline`).includes(FOLLOW_RUNNER);
}

function parentOf(pid: number): number {
  return Number(/^\d+ \(.*\) \S (\d+)/s.exec(read(`/proc/${pid}/stat`))?.[1]);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // No such process, or no /proc on this system: either way nothing is known of it.
    return '';
  }
}

/** Windows never gives an orphan another parent. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
