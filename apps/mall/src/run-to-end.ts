import { Parts } from './parts';
import { report } from './start-fault';

/** A command of its own: does its work, stops what it started, and ends with 1 where it said why not. */
export function runToEnd(work: (parts: Parts) => Promise<void>): void {
  const parts = new Parts();
  work(parts)
    .then(
      () => 0,
      (fault: unknown) => {
        report(fault);
        return 1;
      },
    )
    .then(async (code) => {
      await parts.stop();
      process.exit(code);
    })
    .catch((fault: unknown) => {
      report(fault);
      process.exit(1);
    });
}
