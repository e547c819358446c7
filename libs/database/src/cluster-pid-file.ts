import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, readlinkSync, realpathSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

/** What a running server wrote about itself. */
export interface Postmaster {
  pid: number;
  port: number;
  socketDir: string;
  listens: string;
}

/**
 * none: no server; dead: left by one that died, or being written this moment; stranger: its number now belongs
 * to another program; ours: it runs.
 */
export type PidState = 'none' | 'dead' | 'stranger' | 'ours';

export function readPidFile(data: string): Postmaster | undefined {
  try {
    const lines = readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n');
    const [pid, , , port, socketDir = '', listens = ''] = lines.map((line) => line.trim());
    return { pid: Number(pid), port: Number(port), socketDir, listens };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

export function pidState(data: string): PidState {
  const postmaster = readPidFile(data);
  if (!postmaster) return 'none';
  const { pid } = postmaster;
  if (!(pid > 0) || !isRunning(pid)) return 'dead';
  // Containers hand out the same low numbers again and again, so on Linux the file is not believed.
  return process.platform === 'linux' ? whoIs(pid, data) : 'ours';
}

/**
 * Takes a stranger's number out of PostgreSQL's way, who would believe it; a dead server's file he clears himself.
 * Another start may have put its own file there meanwhile: such a one goes back, for it is all that keeps a second
 * server off the data.
 */
export function dropStranger(data: string): void {
  if (pidState(data) !== 'stranger') return;
  const file = path.join(data, 'postmaster.pid');
  const judged = readPidFile(data)?.pid;
  const aside = `${file}.${randomBytes(4).toString('hex')}`;
  renameSync(file, aside);
  if (Number.parseInt(readFileSync(aside, 'utf8'), 10) !== judged) linkSync(aside, file);
  rmSync(aside);
}

export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function whoIs(pid: number, data: string): PidState {
  try {
    const [, name, state] = /^\d+ \((.*)\) (\S)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    if (state === 'Z') return 'dead';
    if (name !== 'postgres') return 'stranger';
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data) ? 'ours' : 'stranger';
  } catch (error) {
    // Another account's PostgreSQL hides its folder from us, so it is not one that we could have started.
    return (error as NodeJS.ErrnoException).code === 'EACCES' ? 'stranger' : 'dead';
  }
}
