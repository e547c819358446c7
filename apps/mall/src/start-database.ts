import { AppConfig, Clock, openLog } from '@app/common';
import {
  migrate,
  refuseOtherWorld,
  refusePooler,
  rememberWorld,
  schemaState,
  startEmbeddedPostgres,
  takeBackup,
} from '@app/database';
import path from 'node:path';
import { backupName } from './backup-folder';
import { directSetting, withDatabaseOf } from './database-trouble';
import type { Parts } from './parts';
import { StartFault } from './start-fault';

type Environment = Record<string, string | undefined>;

/** A database that is there, migrated and of this world; the settings come back with its address. */
export async function startDatabase(config: AppConfig, env: Environment, parts: Parts): Promise<AppConfig> {
  const settled = await reachDatabase(config, env, parts);
  await withDatabaseOf(directSetting(config), async () => {
    if (!config.DATABASE_URL) await backUpBeforeMigrating(settled);
    await prepareDatabase(settled);
  });
  return settled;
}

/** The database as it is, past any pooler; started where it is our own and does not run. */
export async function reachDatabase(config: AppConfig, env: Environment, parts: Parts): Promise<AppConfig> {
  // Before anything is started: a live shop that lost its settings must not open a sandbox instead.
  refuseOtherWorld(config.DATA_DIR, config.WORLD);
  if (!config.DATABASE_URL) return withEmbedded(config, env, parts);
  await withDatabaseOf(directSetting(config), () => refusePooler(config.directUrl ?? ''));
  return config;
}

/** Brings the schema up to this code; the first start says which world it is. */
export async function prepareDatabase(config: AppConfig): Promise<void> {
  const { directUrl = '', DATABASE_URL, WORLD, DATA_DIR } = config;
  await migrate(directUrl, DATABASE_URL);
  await rememberWorld(directUrl, WORLD, DATA_DIR);
}

async function withEmbedded(config: AppConfig, env: Environment, parts: Parts): Promise<AppConfig> {
  if (config.DATABASE_DIRECT_URL) throw new StartFault('DATABASE_DIRECT_URL needs DATABASE_URL beside it.');
  const log = openLog(config.LOG_LEVEL);
  const starting = startEmbeddedPostgres({
    dataDir: config.DATA_DIR,
    joinOnly: config.ROLE !== 'all',
    log: (line) => log.warn(line),
  });
  // Asked to stop in the middle of this, the shop waits: a server that has just come up would outlive it.
  parts.started(() =>
    starting.then(
      (embedded) => embedded.stop(),
      () => undefined,
    ),
  );
  const embedded = await starting;
  return AppConfig.from({ ...env, DATABASE_URL: embedded.url });
}

/** Who brings his own PostgreSQL has backups of his own; the embedded one has nobody else. */
async function backUpBeforeMigrating(config: AppConfig): Promise<void> {
  const { directUrl = '', BACKUP_DIR, DATA_DIR } = config;
  const { pending, world, unknown } = await schemaState(directUrl);
  if (pending === 0 || !world || unknown) return;
  const folder = BACKUP_DIR ?? path.join(DATA_DIR, 'backups');
  const file = path.join(folder, backupName(new Clock(config).now()));
  await takeBackup(directUrl, file);
  process.stdout.write(`The schema is about to change; a backup of the shop as it was is ${file}\n`);
}
