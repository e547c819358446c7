import { AppConfig, Clock } from '@app/common';
import { takeBackup } from '@app/database';
import path from 'node:path';
import { backupName } from './backup-folder';
import type { Arguments, Command } from './command-line';
import { directSetting, withDatabaseOf } from './database-trouble';
import { runToEnd } from './run-to-end';
import type { Parts } from './parts';
import { reachShop } from './start-database';
import { StartFault } from './start-fault';

const BACKUP: Command = {
  usage: 'npm run backup [-- FILE]',
  en: 'Writes the whole shop into one file, while it runs or not; without FILE into BACKUP_DIR. A sandbox’s simulator is not in it.',
  zh: '把整个店写入一个文件，运行中或停止时均可；不写 FILE 则写入 BACKUP_DIR。不含沙箱模拟器的数据。',
  names: 1,
};

async function main(parts: Parts, { names }: Arguments): Promise<void> {
  const given = AppConfig.from(process.env);
  const file = path.resolve(names[0] ?? nightlyFile(given));
  const { config } = await reachShop(given, process.env, parts);

  const { header, rows } = await withDatabaseOf(directSetting(given), () =>
    takeBackup(config.directUrl ?? '', file),
  );
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

runToEnd(BACKUP, main);
