import { AppConfig } from '@app/common';
import { readBackupHead, restoreBackup } from '@app/database';
import path from 'node:path';
import { openRescue } from './admin-rescue';
import type { Arguments, Command } from './command-line';
import { directSetting, withDatabaseOf } from './database-trouble';
import type { Parts } from './parts';
import { runToEnd } from './run-to-end';
import { prepareDatabase, reachDatabase } from './start-database';
import { StartFault } from './start-fault';

/** Told in the order in which a merchant would ask. */
const TOLD = ['shopper', 'customer_order', 'money_transaction', 'refund', 'product', 'picture'];

const RESTORE: Command = {
  usage: 'npm run restore -- FILE',
  en: 'A shop from its backup, into an empty database of DATABASE_URL or a new one under DATA_DIR; all of it or nothing.',
  zh: '由备份恢复店铺：写入 DATABASE_URL 的空库，或在 DATA_DIR 新建；要么全部恢复，要么不做任何改动。',
  names: 1,
};

async function main(parts: Parts, { names }: Arguments): Promise<void> {
  const given = AppConfig.from(process.env);
  const [name] = names;
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
  if (config.WORLD === 'sandbox') await tellOwner(given, config, parts);
  const told = TOLD.flatMap((table) => (table in rows ? [`${table} ${rows[table]}`] : []));
  process.stdout.write(
    `The shop is back as it was at ${header.takenAt}: ${told.join(', ')}.\n` +
      'Next: npm run verify, then npm start. What WeChat took since is asked for once the shop runs.\n',
  );
}

/** The secret that the shop once made up stays in the folder of that shop. */
async function tellOwner(given: AppConfig, config: AppConfig, parts: Parts): Promise<void> {
  const owner = await (await openRescue(given, config, parts)).owner();
  if (owner) process.stdout.write(`Admin 管理员: ${owner.account} / ${owner.secret}\n`);
}

runToEnd(RESTORE, main);
