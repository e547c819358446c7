import { examine } from './doctor-examination';
import { report } from './start-fault';

/** `npm run doctor`, and before a launch `npm run doctor -- --live`. */
const isLive = process.argv.includes('--live');

examine({ env: process.env, isLive, say: (line) => process.stdout.write(`${line}\n`) }).then(
  (exitCode) => process.exit(exitCode),
  (fault: unknown) => {
    report(fault);
    process.exit(1);
  },
);
