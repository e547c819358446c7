import { AppConfig, Clock, logOf } from '@app/common';
import {
  hasCluster,
  migrate,
  refuseOtherWorld,
  refusePooler,
  rememberWorld,
  schemaState,
  ShopRuns,
  startEmbeddedPostgres,
  takeBackup,
  type SchemaState,
} from '@app/database';
import path from 'node:path';
import { backupName } from './backup-folder';
import { directSetting, withDatabaseOf } from './database-trouble';
import { judgeSchema } from './doctor-database';
import type { Parts } from './parts';
import { StartFault } from './start-fault';

type Environment = Record<string, string | undefined>;

/** The shop's own start: a database that is there, migrated and of this world; the settings come back with its address. */
export async function startDatabase(config: AppConfig, env: Environment, parts: Parts): Promise<AppConfig> {
  const settled = await reachDatabase(config, env, parts, { asShop: config.ROLE === 'all' });
  await withDatabaseOf(directSetting(config), async () => {
    if (!config.DATABASE_URL) await backUpBeforeMigrating(settled);
    await prepareDatabase(settled);
  });
  return settled;
}

export interface ReachedShop {
  config: AppConfig;
  schema: SchemaState;
}

/** The database of a shop that is there already, for a command that reads it: none is made, nothing is migrated. */
export async function reachShop(config: AppConfig, env: Environment, parts: Parts): Promise<ReachedShop> {
  refuseOtherWorld(config.DATA_DIR, config.WORLD);
  if (!config.DATABASE_URL && !hasCluster(config.DATA_DIR)) throw noShop(config);
  const settled = await reachDatabase(config, env, parts);
  const schema = await withDatabaseOf(directSetting(config), () => schemaState(settled.directUrl ?? ''));
  if (!schema.world && !schema.unknown) throw noShop(config);
  return { config: settled, schema };
}

/** The same, where its world is that of the settings and its schema this code's. */
export async function reachCurrentShop(
  config: AppConfig,
  env: Environment,
  parts: Parts,
): Promise<AppConfig> {
  const { config: settled, schema } = await reachShop(config, env, parts);
  const finding = judgeSchema(schema, config.WORLD);
  if (finding.kind === 'fault') throw new StartFault(`${finding.seen.en} ${finding.todo.en}`);
  if (schema.pending > 0)
    throw new StartFault(
      'The schema is older than this code: run npm start first. 数据库结构较旧：请先运行 npm start。',
    );
  return settled;
}

function noShop({ DATABASE_URL, DATA_DIR }: AppConfig): StartFault {
  const [place, ort] = DATABASE_URL
    ? ['the database of DATABASE_URL', 'DATABASE_URL 的数据库里']
    : [DATA_DIR, `${DATA_DIR} 里`];
  const setting = DATABASE_URL ? 'DATABASE_URL' : 'DATA_DIR';
  return new StartFault(
    `There is no shop in ${place}: correct ${setting}, or run npm start first. ` +
      `${ort}没有店：请更正 ${setting}，或先运行 npm start。`,
  );
}

/**
 * The database as it is, past any pooler; started where it is our own and does not run, and made where it is not
 * there.
 */
export async function reachDatabase(
  config: AppConfig,
  env: Environment,
  parts: Parts,
  { asShop = false } = {},
): Promise<AppConfig> {
  // Before anything is started: a live shop that lost its settings must not open a sandbox instead.
  refuseOtherWorld(config.DATA_DIR, config.WORLD);
  if (!config.DATABASE_URL) return withEmbedded(config, env, parts, asShop);
  await withDatabaseOf(directSetting(config), () => refusePooler(config.directUrl ?? ''));
  return config;
}

/** Brings the schema up to this code; the first start says which world it is. */
export async function prepareDatabase(config: AppConfig): Promise<void> {
  const { directUrl = '', DATABASE_URL, WORLD, DATA_DIR } = config;
  await migrate(directUrl, DATABASE_URL);
  await rememberWorld(directUrl, WORLD, DATA_DIR);
}

async function withEmbedded(
  config: AppConfig,
  env: Environment,
  parts: Parts,
  asShop: boolean,
): Promise<AppConfig> {
  if (config.DATABASE_DIRECT_URL) throw new StartFault('DATABASE_DIRECT_URL needs DATABASE_URL beside it.');
  if (config.ROLE === 'all' && !hasCluster(config.DATA_DIR))
    process.stdout.write('Making the database… 建库…\n');
  const log = logOf(config);
  const starting = startEmbeddedPostgres({
    dataDir: config.DATA_DIR,
    joinOnly: config.ROLE !== 'all',
    shop: asShop ? `${config.PUBLIC_URL} (pid ${process.pid})` : undefined,
    log: (line) => log.warn(line),
  });
  // Asked to stop in the middle of this, the shop waits: a server that has just come up would outlive it.
  parts.started(() =>
    starting.then(
      (embedded) => embedded.stop(),
      () => undefined,
    ),
  );
  const embedded = await starting.catch((error: unknown) => {
    throw error instanceof ShopRuns ? secondShop(error.shop) : error;
  });
  return AppConfig.from({ ...env, DATABASE_URL: embedded.url });
}

/** Two would have two simulators, which contradict each other. */
function secondShop(first: string): StartFault {
  return new StartFault(
    `The shop of this DATA_DIR already runs at ${first}: ROLE=api joins it, another DATA_DIR is another shop. ` +
      `该 DATA_DIR 的店已在运行：加入它请设 ROLE=api，另开一家请换 DATA_DIR。`,
  );
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
