import { AppConfig } from '@app/common';
import { readBackupHead, restoreBackup } from '@app/database';
import path from 'node:path';
import { directSetting, withDatabaseOf } from './database-trouble';
import type { Parts } from './parts';
import { runToEnd } from './run-to-end';
import { prepareDatabase, reachDatabase } from './start-database';
import { StartFault } from './start-fault';

/** Told in the order in which a merchant would ask. */
const TOLD = ['shopper', 'customer_order', 'money_transaction', 'refund', 'product', 'picture'];

/** `npm run restore FILE`: a shop from its backup, into an empty database or none. */
async function main(parts: Parts): Promise<void> {
  const given = AppConfig.from(process.env);
  const [, , name] = process.argv;
  if (!name) throw new StartFault('Which one? "npm run restore -- FILE".');
  const file = path.resolve(name);
  // Before anything is started: a file that is of no use here leaves no database behind.
  await readBackupHead(file, given.WORLD);

  const config = await reachDatabase(given, process.env, parts);
  const { header, rows } = await withDatabaseOf(directSetting(given), async () => {
    const back = await restoreBackup(config.directUrl ?? '', file, config.WORLD);
    await prepareDatabase(config);
    return back;
  });
  const told = TOLD.flatMap((table) => (table in rows ? [`${table} ${rows[table]}`] : []));
  process.stdout.write(
    `The shop is back as it was at ${header.takenAt}: ${told.join(', ')}.\n` +
      'Next: npm run verify, then npm start. What WeChat took since is asked for once the shop runs.\n',
  );
}

runToEnd(main);
