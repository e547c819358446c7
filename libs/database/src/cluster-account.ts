import { execFile, execFileSync } from 'node:child_process';
import { chownSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Who PostgreSQL runs as: nobody in particular unless we are root, whom it refuses. */
export interface Account {
  uid?: number;
  gid?: number;
}

/** Root borrows an account that every Unix has; none is made, nothing on the machine changes. */
export function postgresAccount(): Account {
  if (process.getuid?.() !== 0) return {};
  const name = ['postgres', 'nobody'].find((candidate) => idOf('-u', candidate) !== undefined);
  if (!name) throw new Error('PostgreSQL does not run as root, and there is no account postgres or nobody.');
  return { uid: idOf('-u', name), gid: idOf('-g', name) };
}

function idOf(which: '-u' | '-g', name: string): number | undefined {
  try {
    return Number(execFileSync('id', [which, name], { stdio: ['ignore', 'pipe', 'ignore'] }));
  } catch {
    return undefined;
  }
}

/** Runs one of PostgreSQL's programs to its end and gives what it printed. */
export async function run(account: Account, file: string, args: string[], cwd = tmpdir()): Promise<string> {
  const { stdout } = await execute(file, args, { ...account, cwd, env: cleanEnvironment() });
  return stdout;
}

/** Without the caller's PG* variables, which would bend the server; in C, so that messages can be matched. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const foreign = Object.entries(process.env).filter(([name]) => !/^PG|^LC_|^LANG/.test(name));
  return { ...Object.fromEntries(foreign), LC_ALL: 'C', TZ: 'UTC', HOME: tmpdir() };
}

/** Whether the account may enter the folder: asked by entering it, since modes alone do not tell. */
export async function canEnter(account: Account, dir: string): Promise<boolean> {
  if (account.uid === undefined) return true;
  try {
    await run(account, '/bin/sh', ['-c', 'cd "$0"', dir], '/');
    return true;
  } catch {
    return false;
  }
}

/** A private file that PostgreSQL can read too. */
export function writeOwned(account: Account, file: string, text: string): void {
  writeFileSync(file, text, { mode: 0o600 });
  give(account, file);
}

export function give(account: Account, file: string): void {
  if (account.uid !== undefined) chownSync(file, account.uid, account.gid ?? account.uid);
}
