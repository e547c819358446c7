import type { Cluster } from './cluster';
import { run } from './cluster-account';
import { SHOP_LOGIN } from './cluster-address';

/** LC_CTYPE C would leave pg_trgm without a single trigram for Chinese text, so it is only the last resort. */
const LETTERS = process.platform === 'win32' ? ['C'] : ['C.UTF-8', 'en_US.UTF-8', 'C'];

const LOCALE = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];

/** Both ways in: the socket, whose folder only the account can enter, and TCP with a password. */
const ACCESS = [`--username=${SHOP_LOGIN}`, '--auth-local=trust', '--auth-host=scram-sha-256'];

type Maker = Pick<Cluster, 'account' | 'binaries' | 'settings'>;

/** Makes a data directory whose login has the password that stands in the file. */
export async function initdb(
  { account, binaries, settings }: Maker,
  data: string,
  passwordFile: string,
): Promise<void> {
  const fixed = ['-D', data, `--pwfile=${passwordFile}`, '--no-instructions', ...ACCESS, ...LOCALE];
  if (settings.fsync === 'off') fixed.push('--no-sync');

  for (const letters of LETTERS) {
    try {
      await run(account, binaries.initdb, [...fixed, `--lc-ctype=${letters}`]);
      return;
    } catch (error) {
      const unknownHere = /invalid locale/.test(String((error as { stderr?: string }).stderr));
      if (!unknownHere || letters === LETTERS.at(-1)) throw error;
    }
  }
}
