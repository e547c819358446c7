import type { AppConfig } from '@app/common';
import {
  knock,
  refuseOtherWorld,
  refusePooler,
  runningClusterUrl,
  schemaState,
  WorldMismatch,
  type SchemaState,
} from '@app/database';
import { databaseTrouble, directSetting } from './database-trouble';
import { fault, ok, type Check, type Finding } from './doctor-check';

/** The shop's database: whose it is, whether it answers, whether its schema is this code's. Nothing is started. */
export function databaseCheck(config: AppConfig): Check {
  return {
    id: 'database',
    title: { en: 'Database', zh: '数据库' },
    run: () => ofThisWorld(config) ?? (config.directUrl ? outside(config) : embedded(config)),
  };
}

function ofThisWorld({ DATA_DIR, WORLD }: AppConfig): Finding | undefined {
  try {
    refuseOtherWorld(DATA_DIR, WORLD);
    return undefined;
  } catch (error) {
    if (error instanceof WorldMismatch) return otherWorld(error.message);
    throw error;
  }
}

function otherWorld(sentence: string): Finding {
  return fault(
    { en: sentence, zh: '数据属于另一个 WORLD。' },
    {
      en: 'Restore the settings of that world, or give this one a DATA_DIR and a DATABASE_URL of its own.',
      zh: '请恢复原来的设置，或为当前 WORLD 单独设置 DATA_DIR 与 DATABASE_URL。',
    },
  );
}

async function outside(config: AppConfig): Promise<Finding> {
  const { DATABASE_URL, directUrl = '', WORLD } = config;
  if (!DATABASE_URL)
    return fault(
      { en: 'DATABASE_DIRECT_URL needs DATABASE_URL beside it.', zh: '只设置了 DATABASE_DIRECT_URL。' },
      { en: 'Set DATABASE_URL too.', zh: '请同时设置 DATABASE_URL。' },
    );
  const past = await attempt(() => refusePooler(directUrl));
  if ('error' in past) return unreachable(directSetting(config), past.error);
  const direct = await findingAt(directSetting(config), directUrl, WORLD);
  if (DATABASE_URL === directUrl || direct.kind !== 'ok') return direct;
  // Behind a pooler there are two ways in, and the shop needs both.
  const pooled = await attempt(() => knock(DATABASE_URL));
  return 'error' in pooled ? unreachable('DATABASE_URL', pooled.error) : direct;
}

async function embedded({ DATA_DIR, WORLD }: AppConfig): Promise<Finding> {
  const url = runningClusterUrl(DATA_DIR);
  if (!url)
    return ok(
      'embedded, not running; the next start brings it up.',
      '内嵌数据库未运行，启动商城时自动启动。',
    );
  return findingAt('DATA_DIR', url, WORLD);
}

async function findingAt(setting: string, url: string, world: string): Promise<Finding> {
  const looked = await attempt(() => schemaState(url));
  return 'error' in looked ? unreachable(setting, looked.error) : judgeSchema(looked.value, world);
}

/** A database that refuses is a finding, whatever its words are. */
async function attempt<T>(look: () => Promise<T>): Promise<{ value: T } | { error: unknown }> {
  try {
    return { value: await look() };
  } catch (error) {
    return { error };
  }
}

function unreachable(setting: string, error: unknown): Finding {
  const { seen, todo } = databaseTrouble(error, setting);
  return fault(seen, todo);
}

export function judgeSchema({ pending, unknown, world }: SchemaState, wanted: string): Finding {
  if (unknown)
    return fault(
      { en: `The schema is newer than this code (${unknown}).`, zh: `数据库结构比代码新（${unknown}）。` },
      { en: 'Run "git pull && npm ci".', zh: '请执行 "git pull && npm ci"。' },
    );
  if (world && world !== wanted)
    return otherWorld(`The database belongs to the ${world} world, but WORLD=${wanted}.`);
  return pending > 0
    ? ok(`it answers; the next start runs ${pending} migrations.`, `可用，启动时将执行 ${pending} 个迁移。`)
    : ok('it answers, its schema is up to date.', '可用，结构为最新。');
}
