import type { Parts } from './parts';
import { report } from './start-fault';

/** A supervisor gives ten seconds: what is not stopped by then is cut off. */
const PATIENCE_MS = 9000;

/** First signal: stop accepting, finish, stop the parts, exit 0. Second signal: exit at once. */
export function closeOnSignal(parts: Parts): void {
  let closing = false;
  const close = () => {
    if (closing) process.exit(1);
    closing = true;
    end(parts, 0);
  };
  process.on('SIGTERM', close);
  process.on('SIGINT', close);
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
