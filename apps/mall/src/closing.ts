import { followRunner } from './follow-runner';
import type { Parts } from './parts';
import { report } from './start-fault';

/** A supervisor gives ten seconds: what is not stopped by then is cut off. */
const PATIENCE_MS = 9000;
/** Ctrl-C comes from the terminal, and once more from a package runner that passes it on. */
const ECHO_MS = 1000;
const SIGNALS: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGINT', 'SIGHUP'];

/**
 * First signal, or the end of the package runner: stop accepting, finish, stop the parts, exit with this code.
 * Second signal: exit at once.
 */
export function closeOnSignal(parts: Parts, exitCode = 0): void {
  let signalledAt: number | undefined;
  const close = () => {
    if (!parts.stopping) end(parts, exitCode);
  };
  const onSignal = () => {
    if (signalledAt !== undefined && performance.now() - signalledAt > ECHO_MS) process.exit(1);
    signalledAt ??= performance.now();
    close();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  // A terminal that was closed, or a reader that ended first, takes no more lines: no reason to break off.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);
  followRunner(close);
}

export function end(parts: Parts, exitCode: number): void {
  setTimeout(() => process.exit(1), PATIENCE_MS).unref();
  parts.stop().then(
    () => process.exit(exitCode),
    (fault: unknown) => {
      report(fault);
      process.exit(1);
    },
  );
}
