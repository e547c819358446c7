import { closeOnSignal } from './closing';
import { argumentsOf, type Arguments, type Command } from './command-line';
import { Parts } from './parts';
import { report } from './start-fault';

/** A command of its own: does its work, stops what it started, and ends with 1 where it said why not. */
export function runToEnd(
  command: Command,
  work: (parts: Parts, given: Arguments) => Promise<number | void>,
): void {
  const parts = new Parts();
  closeOnSignal(parts, 1);
  // A wrong argument is a fault like any other.
  Promise.resolve()
    .then(() => work(parts, argumentsOf(command)))
    .catch((fault: unknown) => {
      if (!parts.stopping) report(fault);
      return 1;
    })
    .then((code) => endWith(parts, code ?? 0))
    .catch((fault: unknown) => {
      report(fault);
      process.exit(1);
    });
}

async function endWith(parts: Parts, code: number): Promise<void> {
  // Asked to end by a signal, it is ending already.
  if (parts.stopping) return;
  await parts.stop();
  process.exit(code);
}
