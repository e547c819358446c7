import { readFileSync, readlinkSync, realpathSync } from 'node:fs';
import path from 'node:path';

/** What a running server wrote about itself. */
export interface Postmaster {
  pid: number;
  port: number;
  socketDir: string;
  listens: string;
}

/**
 * none: no server; stale: left by one that died, or its pid now belongs to a stranger; ours: it runs.
 */
export type PidState = 'none' | 'stale' | 'ours';

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
  if (!isRunning(postmaster.pid)) return 'stale';
  // Containers hand out the same low pids again and again, so on Linux the name in the file is not believed.
  return process.platform !== 'linux' || isServerOf(postmaster.pid, data) ? 'ours' : 'stale';
}

export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function isServerOf(pid: number, data: string): boolean {
  try {
    const [, name, state] = /^\d+ \((.*)\) (\S)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return name === 'postgres' && state !== 'Z' && readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data);
  } catch {
    // Gone in between, or somebody else's: neither is a server that we could have started.
    return false;
  }
}
