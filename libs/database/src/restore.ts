import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { DataSource, MigrationExecutor, type QueryRunner } from 'typeorm';
import type { BackupContents } from './backup';
import { tablesOf } from './backup-catalogue';
import { DamagedBackup, RestoreRefused, type BackupHeader, type BackupTable } from './backup-format';
import { BackupReader } from './backup-reader';
import { MIGRATING, migratorOptions } from './migrate';
import { migrations } from './migrations';
import type { World } from './world';

/** Every start writes the world into a new database: that alone makes it nobody's. */
const ANYBODYS = 'world';

/** Looks at a backup's head alone: refuses another world's, and one of a schema that this code does not know. */
export function readBackupHead(file: string, world: World): Promise<BackupHeader> {
  return reading(file, async (reader) => {
    const header = await reader.head();
    const known = new Set(migrations.map(({ name }) => name));
    const unknown = header.migrations.find((name) => !known.has(name));
    if (unknown)
      throw new RestoreRefused(
        `The backup was taken by a newer minimall (${unknown} is unknown here): run "git pull && npm ci" first.`,
      );
    if (header.world !== world)
      throw new RestoreRefused(`The backup is of the ${header.world} world, but WORLD=${world}.`);
    return header;
  });
}

/**
 * Fills an empty database from a backup, in one transaction: the schema as it was then, the rows, the sequences.
 * Whatever goes wrong leaves the database as it was. Bringing the schema up to this code is the next start's work.
 */
export async function restoreBackup(directUrl: string, file: string, world: World): Promise<BackupContents> {
  const { migrations: seen } = await readBackupHead(file, world);
  const ofThen = migrations.filter(({ name }) => seen.includes(name));
  const source = await new DataSource({ ...migratorOptions(directUrl), migrations: ofThen }).initialize();
  const runner = source.createQueryRunner();
  try {
    return await inOneTransaction(runner, async (client) => {
      await refuseFilled(client, seen);
      await new MigrationExecutor(source, runner).executePendingMigrations();
      return reading(file, (reader) => load(client, reader));
    });
  } finally {
    await runner.release();
    await source.destroy();
  }
}

async function inOneTransaction<T>(runner: QueryRunner, work: (client: Client) => Promise<T>): Promise<T> {
  const client = (await runner.connect()) as Client;
  await runner.startTransaction();
  try {
    await client.query('SET LOCAL idle_in_transaction_session_timeout = 0');
    // A shop that starts meanwhile waits, and then finds everything.
    await client.query('SELECT pg_advisory_xact_lock($1)', [MIGRATING]);
    const done = await work(client);
    await runner.commitTransaction();
    // Without it the shop's first queries would be planned for empty tables.
    await client.query('ANALYZE');
    return done;
  } catch (error) {
    await runner.rollbackTransaction();
    throw error;
  }
}

async function refuseFilled(client: Client, seen: string[]): Promise<void> {
  for (const { name } of await tablesOf(client)) {
    if (name === ANYBODYS) continue;
    const { rowCount } = await client.query(`SELECT FROM ${client.escapeIdentifier(name)} LIMIT 1`);
    if (rowCount)
      throw new RestoreRefused(`The database is not empty: ${name} has rows. Nothing was touched.`);
  }
  const newer = (await migrationsIn(client)).find((name) => !seen.includes(name));
  if (newer)
    throw new RestoreRefused(
      `The database is empty, but its schema is newer than the backup's (${newer}): give it a fresh one.`,
    );
}

async function migrationsIn(client: Client): Promise<string[]> {
  const { rowCount } = await client.query(`SELECT WHERE to_regclass('migrations') IS NOT NULL`);
  if (!rowCount) return [];
  const { rows } = await client.query<{ name: string }>('SELECT name FROM migrations');
  return rows.map(({ name }) => name);
}

async function load(client: Client, reader: BackupReader): Promise<BackupContents> {
  const header = await reader.head();
  const names = header.tables.map(({ name }) => client.escapeIdentifier(name));
  // What a migration or an earlier start put in comes back with the rows.
  await client.query(`TRUNCATE ${names.join(', ')}`);

  const loaded: Record<string, number> = {};
  for (const table of header.tables) loaded[table.name] = await fill(client, table, reader);
  const { rows } = await reader.end();
  const short = Object.keys(loaded).find((name) => loaded[name] !== rows[name]);
  if (short) throw new DamagedBackup(`${short} came back with ${loaded[short]} rows, not ${rows[short]}`);
  for (const [name, value] of Object.entries(header.sequences))
    await client.query('SELECT setval($1::regclass, $2)', [client.escapeIdentifier(name), value]);
  return { header, rows };
}

async function fill(client: Client, { name, columns }: BackupTable, reader: BackupReader): Promise<number> {
  const list = columns.map((column) => client.escapeIdentifier(column)).join(', ');
  const copy = client.query(copyFrom(`COPY ${client.escapeIdentifier(name)} (${list}) FROM STDIN`));
  await pipeline(Readable.from(reader.table()), copy);
  return copy.rowCount;
}

async function reading<T>(file: string, work: (reader: BackupReader) => Promise<T>): Promise<T> {
  const packed = createReadStream(file);
  const unpacked = createGunzip();
  // A file that cannot be read fails its reader, through the unpacking.
  packed.on('error', (error) => unpacked.destroy(error));
  try {
    return await work(new BackupReader(packed.pipe(unpacked)));
  } catch (error) {
    if (!(error instanceof DamagedBackup)) throw error;
    throw new DamagedBackup(`${file} is no whole backup: ${error.message}.`, { cause: error });
  } finally {
    unpacked.destroy();
    packed.destroy();
  }
}
