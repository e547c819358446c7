// Whoever built on a released API finds all of it in the next: `npm run check` holds today's document, as the built
// program prints it, against released-api.json. At a release, `node test/clients/released-api.mjs release` writes it.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const RELEASED = path.join(import.meta.dirname, 'released-api.json');
const BUILT = path.resolve('dist/apps/mall/src');

const { breachesOf, contractOf } = createRequire(import.meta.url)(path.join(BUILT, 'api-contract.js'));
const printed = execFileSync(process.execPath, [path.join(BUILT, 'print-docs.js')], {
  maxBuffer: 16 * 1024 * 1024,
});
const today = contractOf(JSON.parse(printed));

if (process.argv[2] === 'release') {
  writeFileSync(RELEASED, `${JSON.stringify(today, null, 2)}\n`);
} else {
  const breaches = breachesOf(JSON.parse(readFileSync(RELEASED, 'utf8')), today);
  if (breaches.length > 0) {
    process.stderr.write(
      `${breaches.join('\n')}\nClients rely on it: bring it back, or add the new beside the old.\n`,
    );
    process.exitCode = 1;
  }
}
