// Waits for the end of the test run that started it, then clears away what a killed run left behind.
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const [, , dataDir] = process.argv;

process.stdin.resume();
process.stdin.once('end', clearAway);

async function clearAway() {
  for (let server = postmaster(); server; server = postmaster()) {
    process.kill(server, 'SIGQUIT');
    await pause(100);
  }
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

function postmaster() {
  try {
    const file = path.join(dataDir, 'postgres', 'data', 'postmaster.pid');
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
    return isRunning(pid) ? pid : undefined;
  } catch {
    return undefined;
  }
}

function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
