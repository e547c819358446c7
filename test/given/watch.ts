import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';

const WATCHDOG = path.resolve(__dirname, '../watchdog.mjs');

/** Removes server and folder when this process is gone, however it went: its end closes the pipe. */
export function watch(dataDir: string): ChildProcess {
  const watchdog = spawn(process.execPath, [WATCHDOG, dataDir], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watchdog.unref();
  return watchdog;
}
