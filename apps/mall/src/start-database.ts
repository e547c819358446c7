import { AppConfig, isDatabaseOutage, openLog } from '@app/common';
import { migrate, refuseOtherWorld, rememberWorld, startEmbeddedPostgres } from '@app/database';
import type { Parts } from './parts';
import { StartFault } from './start-fault';

type Environment = Record<string, string | undefined>;

/** A database that is there, migrated and of this world; the settings come back with its address. */
export async function startDatabase(config: AppConfig, env: Environment, parts: Parts): Promise<AppConfig> {
  // Before anything is started: a live shop that lost its settings must not open a sandbox instead.
  refuseOtherWorld(config.DATA_DIR, config.WORLD);
  const settled = config.DATABASE_URL ? config : await withEmbedded(config, env, parts);
  await prepare(settled);
  return settled;
}

async function withEmbedded(config: AppConfig, env: Environment, parts: Parts): Promise<AppConfig> {
  if (config.DATABASE_DIRECT_URL) throw new StartFault('DATABASE_DIRECT_URL needs DATABASE_URL beside it.');
  const log = openLog(config.LOG_LEVEL);
  const embedded = await startEmbeddedPostgres({
    dataDir: config.DATA_DIR,
    joinOnly: config.ROLE !== 'all',
    log: (line) => log.warn(line),
  });
  parts.started(() => embedded.stop());
  return AppConfig.from({ ...env, DATABASE_URL: embedded.url });
}

async function prepare({ directUrl = '', DATABASE_URL, WORLD, DATA_DIR }: AppConfig): Promise<void> {
  try {
    await migrate(directUrl, DATABASE_URL);
    await rememberWorld(directUrl, WORLD, DATA_DIR);
  } catch (error) {
    if (!isDatabaseOutage(error)) throw error;
    throw new StartFault('The database cannot be reached: check DATABASE_URL.', { cause: error });
  }
}
