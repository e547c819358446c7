import { isDatabaseOutage, type AppConfig } from '@app/common';
import {
  refuseOtherWorld,
  runningClusterUrl,
  schemaState,
  WorldMismatch,
  type SchemaState,
} from '@app/database';
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
  const { DATABASE_URL, directUrl = '' } = config;
  if (!DATABASE_URL)
    return fault(
      { en: 'DATABASE_DIRECT_URL needs DATABASE_URL beside it.', zh: '只设置了 DATABASE_DIRECT_URL。' },
      { en: 'Set DATABASE_URL too.', zh: '请同时设置 DATABASE_URL。' },
    );
  // Behind a pooler there are two ways in, and the shop needs both.
  const names = DATABASE_URL === directUrl ? ['DATABASE_URL'] : ['DATABASE_URL', 'DATABASE_DIRECT_URL'];
  for (const name of names) {
    const state = await look(name === 'DATABASE_URL' ? DATABASE_URL : directUrl);
    const finding = 'code' in state ? unreachable(name, state.code) : judgeSchema(state, config.WORLD);
    if (finding.kind !== 'ok') return finding;
  }
  return judgeSchema(await schemaState(directUrl), config.WORLD);
}

async function embedded({ DATA_DIR, WORLD }: AppConfig): Promise<Finding> {
  const url = runningClusterUrl(DATA_DIR);
  if (!url)
    return ok(
      'embedded, not running; the next start brings it up.',
      '内嵌数据库未运行，启动商城时自动启动。',
    );
  const state = await look(url);
  return 'code' in state ? unreachable('DATA_DIR', state.code) : judgeSchema(state, WORLD);
}

async function look(url: string): Promise<SchemaState | { code: string }> {
  try {
    return await schemaState(url);
  } catch (error) {
    if (!isDatabaseOutage(error)) throw error;
    // The code alone: a driver's message may repeat the address, and with it the password.
    return { code: (error as { code?: string }).code ?? 'no answer' };
  }
}

function unreachable(setting: string, code: string): Finding {
  return fault(
    {
      en: `The database of ${setting} cannot be asked (${code}).`,
      zh: `${setting} 的数据库无法访问（${code}）。`,
    },
    {
      en: `Start PostgreSQL, or correct host, account and database in ${setting}.`,
      zh: `请启动 PostgreSQL，或更正 ${setting} 中的主机、账号、库名。`,
    },
  );
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
