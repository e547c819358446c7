import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import path from 'node:path';
import { SECRET_FILE, SHOP_LOGIN } from './cluster-address';
import { give, run, writeOwned, type Account } from './cluster-account';
import type { Binaries } from './cluster-binaries';
import type { Home } from './cluster-home';
import { isRunning } from './cluster-pid-file';

/** The data directory belongs to another PostgreSQL major; it was not touched. */
export class ForeignCluster extends Error {}

export const CONF_FILE = 'minimall.conf';

/**
 * Makes the data directory at the first start. initdb writes PG_VERSION long before it is done, so it works in a
 * draft that is renamed at its end: a directory called `data` is always whole.
 */
export async function makeData(home: Home, account: Account, binaries: Binaries): Promise<void> {
  if (existsSync(home.data)) return refuseOtherMajor(home.data, binaries);
  const draft = path.join(home.dir, `draft-${process.pid}-${randomBytes(4).toString('hex')}`);
  const secret = `${draft}.secret`;
  writeOwned(account, secret, `${randomBytes(16).toString('hex')}\n`);

  await initdb(binaries, account, { draft, secret });
  copyFileSync(secret, path.join(draft, SECRET_FILE));
  give(account, path.join(draft, SECRET_FILE));
  appendFileSync(path.join(draft, 'postgresql.conf'), `\ninclude '${CONF_FILE}'\n`);
  writeOwned(account, path.join(draft, CONF_FILE), '');
  install(draft, home.data);
  removeDrafts(home.dir);
}

function refuseOtherMajor(data: string, binaries: Binaries): void {
  const major = Number(readFileSync(path.join(data, 'PG_VERSION'), 'utf8'));
  if (major === binaries.major) return;
  const command =
    major > binaries.major ? 'git pull && npm ci' : `pg_upgrade -d '${data}' -D '${data}-${binaries.major}'`;
  throw new ForeignCluster(
    `${data} was made by PostgreSQL ${major}, this minimall brings ${binaries.major}, nothing was touched: ` +
      `run "${command}" first.`,
  );
}

/**
 * LC_CTYPE C would leave pg_trgm without a single trigram for Chinese text, so it is only the last resort.
 * Both ways in are prepared: the socket, whose folder only the account can enter, and TCP with a password.
 */
async function initdb(
  { initdb: program }: Binaries,
  account: Account,
  { draft, secret }: { draft: string; secret: string },
): Promise<void> {
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const access = [
    `--username=${SHOP_LOGIN}`,
    `--pwfile=${secret}`,
    '--auth-local=trust',
    '--auth-host=scram-sha-256',
  ];
  const types = process.platform === 'win32' ? ['C'] : ['C.UTF-8', 'en_US.UTF-8', 'C'];
  for (const type of types) {
    try {
      await run(account, program, [
        '-D',
        draft,
        ...access,
        ...locale,
        `--lc-ctype=${type}`,
        '--no-instructions',
      ]);
      return;
    } catch (error) {
      const unknownLocale = /invalid locale/.test(String((error as { stderr?: string }).stderr));
      if (!unknownLocale || type === types.at(-1)) throw error;
    }
  }
}

function install(draft: string, data: string): void {
  try {
    renameSync(draft, data);
  } catch (error) {
    // Two first starts at once: the other one's cluster stands, ours goes with the drafts.
    if (!existsSync(path.join(data, 'PG_VERSION'))) throw error;
  }
}

/** Ours, and those of starts that were killed half-way. */
function removeDrafts(dir: string): void {
  for (const name of readdirSync(dir)) {
    const [, pid] = /^draft-(\d+)-/.exec(name) ?? [];
    if (!pid || (Number(pid) !== process.pid && isRunning(Number(pid)))) continue;
    rmSync(path.join(dir, name), { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
