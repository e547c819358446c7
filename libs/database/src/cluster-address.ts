import { readFileSync } from 'node:fs';
import path from 'node:path';
import { knownHome, type Home } from './cluster-home';
import { pidState, readPidFile } from './cluster-pid-file';

/** Login role and database of the embedded cluster. */
export const SHOP_LOGIN = 'minimall';

/** The file inside the data directory that keeps the login's password, for the TCP form. */
export const SECRET_FILE = 'minimall.secret';

/** The address of the server that runs on this data directory now, as a DATABASE_URL. */
export function addressOf(home: Home, database = SHOP_LOGIN): string | undefined {
  const postmaster = readPidFile(home.data);
  if (!postmaster?.port) return undefined;
  if (postmaster.socketDir)
    return `postgres://${SHOP_LOGIN}@localhost/${database}?host=${encodeURIComponent(postmaster.socketDir)}`;

  const secret = readFileSync(path.join(home.data, SECRET_FILE), 'utf8').trim();
  return `postgres://${SHOP_LOGIN}:${secret}@${postmaster.listens}:${postmaster.port}/${database}`;
}

/** The address of a running shop's embedded database, for those who only visit it. */
export function runningClusterUrl(dataDir: string): string | undefined {
  const home = knownHome(dataDir);
  return home && pidState(home.data) === 'ours' ? addressOf(home) : undefined;
}
