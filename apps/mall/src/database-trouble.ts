import { isDatabaseOutage, isOutOfConnections, type AppConfig } from '@app/common';
import type { Words } from './doctor-check';
import { StartFault } from './start-fault';

/** Why a database cannot be used, and what to do about it. */
export interface Trouble {
  seen: Words;
  todo: Words;
}

/** Where the address comes from that leads past every pooler. */
export function directSetting({ DATABASE_URL, DATABASE_DIRECT_URL }: AppConfig): string {
  if (DATABASE_DIRECT_URL) return 'DATABASE_DIRECT_URL';
  return DATABASE_URL ? 'DATABASE_URL' : 'DATA_DIR';
}

/** Where the address of the shop's own connections comes from. */
export function shopSetting({ DATABASE_URL }: AppConfig): string {
  return DATABASE_URL ? 'DATABASE_URL' : 'DATA_DIR';
}

/** Does what needs the database of this setting; where the database is the trouble, says so in one sentence. */
export async function withDatabaseOf<T>(setting: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!rowOf(error) && !isDatabaseOutage(error)) throw error;
    const { seen, todo } = databaseTrouble(error, setting);
    throw new StartFault(`${seen.en} ${todo.en}`, { cause: error });
  }
}

/**
 * Told by what PostgreSQL, a pooler or the network says. Nothing of the address is repeated: after a slip, a piece of
 * the password may stand where the host or the name should.
 */
export function databaseTrouble(error: unknown, setting: string): Trouble {
  const [, seen, todo] = rowOf(error) ?? (setting === 'DATA_DIR' ? EMBEDDED : OTHERWISE);
  const code = causeOf(error).split(':')[0]!;
  return { seen: filled(seen, setting, code), todo: filled(todo, setting, code) };
}

function rowOf(error: unknown): Row | undefined {
  const cause = causeOf(error);
  return isOutOfConnections(error) ? FULL : ROWS.find(([pattern]) => pattern.test(cause));
}

/** `code: message`; TypeORM wraps what its driver says. */
function causeOf(error: unknown): string {
  const { code, message, driverError } = (error ?? {}) as {
    code?: string;
    message?: string;
    driverError?: unknown;
  };
  return driverError ? causeOf(driverError) : `${code ?? 'no answer'}: ${message ?? ''}`;
}

function filled({ en, zh }: Words, setting: string, code: string): Words {
  const fill = (text: string) => text.replaceAll('{setting}', setting).replaceAll('{code}', code);
  return { en: fill(en), zh: fill(zh) };
}

type Row = [pattern: RegExp, seen: Words, todo: Words];

const FULL: Row = [
  /./,
  {
    en: 'The database of {setting} takes no more: too many connections ({code}).',
    zh: '{setting} 的数据库连接数已满（{code}）。',
  },
  {
    en: "Raise max_connections, the account's CONNECTION LIMIT or the pooler's max_client_conn, or lower DATABASE_POOL: one process takes up to DATABASE_POOL + 9.",
    zh: '请调高 max_connections、账号的 CONNECTION LIMIT 或连接池的 max_client_conn，或调低 DATABASE_POOL：一个进程最多占用 DATABASE_POOL + 9 个连接。',
  },
];

const OTHERWISE: Row = [
  /./,
  {
    en: 'The database of {setting} cannot be asked ({code}).',
    zh: '{setting} 的数据库无法访问（{code}）。',
  },
  {
    en: 'Start PostgreSQL, or correct host, port, account and database in {setting}.',
    zh: '请启动 PostgreSQL，或更正 {setting} 中的主机、端口、账号、库名。',
  },
];

const EMBEDDED: Row = [
  /./,
  { en: 'The embedded database cannot be asked ({code}).', zh: '内嵌数据库无法访问（{code}）。' },
  { en: 'Its log is DATA_DIR/postgres/log.', zh: '日志在 DATA_DIR/postgres/log。' },
];

const ROWS: Row[] = [
  [
    /start-?up (parameter|option)|command-line options/,
    { en: '{setting} leads to a pooler.', zh: '{setting} 指向的是连接池。' },
    {
      en: 'A pooler stands there: set DATABASE_DIRECT_URL to PostgreSQL itself, past the pooler; DATABASE_URL may keep the pooler.',
      zh: '那里是连接池：请用 DATABASE_DIRECT_URL 填写绕过连接池的 PostgreSQL 地址；DATABASE_URL 可继续使用连接池。',
    },
  ],
  [
    /^28P01|(password|SASL|SCRAM) ?authentication failed|client password must be|no such user/i,
    {
      en: 'PostgreSQL does not accept account and password of {setting} ({code}).',
      zh: 'PostgreSQL 不接受 {setting} 中的账号或密码（{code}）。',
    },
    {
      en: 'Correct them; in a password # is written %23, ? %3F, / %2F, % %25 and @ %40.',
      zh: '请更正；密码中的 # 写作 %23，? 写作 %3F，/ 写作 %2F，% 写作 %25，@ 写作 %40。',
    },
  ],
  [
    /^28000/,
    {
      en: 'PostgreSQL lets this account of {setting} not in from here ({code}).',
      zh: 'PostgreSQL 不允许 {setting} 中的账号从本机登录（{code}）。',
    },
    {
      en: 'Correct the account, or open pg_hba.conf for this host; a server that wants TLS needs ?sslmode=require.',
      zh: '请更正账号，或在 pg_hba.conf 放行本机；要求 TLS 的服务器需加 ?sslmode=require。',
    },
  ],
  [
    /\b(SSL|TLS|CERT|certificate)/i,
    {
      en: 'TLS with the database of {setting} fails ({code}).',
      zh: '与 {setting} 的数据库 TLS 握手失败（{code}）。',
    },
    {
      en: 'Correct sslmode in {setting}, and name an authority of your own there in sslrootcert.',
      zh: '请更正 {setting} 中的 sslmode；自建 CA 请用 sslrootcert 指定。',
    },
  ],
  [
    /^3D000|no such database/,
    {
      en: 'The database named in {setting} is not there ({code}).',
      zh: '{setting} 中的库不存在（{code}）。',
    },
    { en: 'Create it, or correct its name in {setting}.', zh: '请先建库，或更正 {setting} 中的库名。' },
  ],
  [
    /^42501/,
    {
      en: 'The account of {setting} may not make tables or roles ({code}).',
      zh: '{setting} 中的账号无权建表或建角色（{code}）。',
    },
    {
      en: 'Let it own the database and give it CREATEROLE (ALTER DATABASE … OWNER TO …; ALTER ROLE … CREATEROLE).',
      zh: '请让它拥有该库并授予 CREATEROLE（ALTER DATABASE … OWNER TO …；ALTER ROLE … CREATEROLE）。',
    },
  ],
];
