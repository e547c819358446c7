import { AppConfig, Clock } from '@app/common';
import { takeBackup } from '@app/database';
import path from 'node:path';
import { backupName } from './backup-folder';
import { directSetting, withDatabaseOf } from './database-trouble';
import { runToEnd } from './run-to-end';
import type { Parts } from './parts';
import { reachDatabase } from './start-database';
import { StartFault } from './start-fault';

/** `npm run backup [file]`: the whole shop in one file, while it runs or not; the schema stays as it is. */
async function main(parts: Parts): Promise<void> {
  const given = AppConfig.from(process.env);
  const file = path.resolve(process.argv[2] ?? nightlyFile(given));
  const { directUrl = '' } = await reachDatabase(given, process.env, parts);

  const { header, rows } = await withDatabaseOf(directSetting(given), () => takeBackup(directUrl, file));
  const count = Object.values(rows).reduce((sum, row) => sum + row, 0);
  process.stdout.write(
    `${file}: ${count} rows of ${header.tables.length} tables, as they were at ${header.takenAt}.\n`,
  );
}

function nightlyFile(config: AppConfig): string {
  if (!config.BACKUP_DIR)
    throw new StartFault('Where to? Name a file ("npm run backup -- FILE"), or set BACKUP_DIR.');
  return path.join(config.BACKUP_DIR, backupName(new Clock(config).now()));
}

runToEnd(main);
