import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { canEnter, give, type Account } from './cluster-account';

/** `/.s.PGSQL.5432` behind it must stay below macOS's 103 bytes for a socket address. */
const LONGEST_SOCKET_DIR = 85;

/** Where a cluster and everything around it lives. */
export interface Home {
  dir: string;
  data: string;
  log: string;
  socketDir: string;
}

/**
 * The cluster lives in `DATA_DIR/postgres`, or, where PostgreSQL's account cannot enter there, in a folder of
 * /var/lib named by a random id that is kept in `DATA_DIR/cluster`: a fresh clone at an old path has another id,
 * and so never adopts an old shop.
 */
export async function openHome(dataDir: string, account: Account): Promise<Home> {
  makeFolders(dataDir, account);
  const id = keepId(dataDir);
  const { inside, outside } = places(dataDir, id);

  const dir = existsSync(outside) || !(await canEnter(account, dataDir)) ? outside : inside;
  if (dir === outside && existsSync(path.join(inside, 'data')))
    throw new Error(`PostgreSQL's account cannot enter ${inside}: open the folders above it (chmod a+x).`);

  const home = layout(dir, id);
  for (const folder of [home.dir, home.socketDir]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    give(account, folder);
  }
  return home;
}

/** The home of a cluster that is there already; asking makes nothing. */
export function knownHome(dataDir: string): Home | undefined {
  const file = path.join(dataDir, 'cluster');
  if (!existsSync(file)) return undefined;
  const id = readFileSync(file, 'utf8').trim();
  const { inside, outside } = places(dataDir, id);
  return layout(existsSync(outside) ? outside : inside, id);
}

function places(dataDir: string, id: string): { inside: string; outside: string } {
  return { inside: path.join(dataDir, 'postgres'), outside: path.join('/var/lib', `minimall-${id}`) };
}

function layout(dir: string, id: string): Home {
  const near = path.join(dir, 'socket');
  return {
    dir,
    data: path.join(dir, 'data'),
    log: path.join(dir, 'log'),
    socketDir: Buffer.byteLength(near) <= LONGEST_SOCKET_DIR ? near : path.join(tmpdir(), `minimall-${id}`),
  };
}

/** The mode given to mkdir, and the umask, would lock the account out of every folder made on the way. */
function makeFolders(dataDir: string, account: Account): void {
  const first = mkdirSync(dataDir, { recursive: true });
  if (!first || account.uid === undefined) return;
  for (let dir = dataDir; dir.length >= first.length; dir = path.dirname(dir)) chmodSync(dir, 0o711);
}

function keepId(dataDir: string): string {
  const file = path.join(dataDir, 'cluster');
  try {
    writeFileSync(file, `${randomBytes(8).toString('hex')}\n`, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8').trim();
}
