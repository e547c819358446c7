import { createHash, type Hash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { sequencesOf, tablesOf } from './backup-catalogue';
import { DIGEST, FORMAT, frameLength, headOf, lineOf, type BackupHeader } from './backup-format';
import { withClient } from './direct-client';
import { worldOf } from './world';

/** What a backup holds, or what came back from one. */
export interface BackupContents {
  header: BackupHeader;
  rows: Record<string, number>;
}

/**
 * One moment for all tables, however long it takes. The forms of values are those that PostgreSQL reads everywhere,
 * and a limit that stands on the login does not end it while the disk is slow.
 */
const OPEN_SNAPSHOT = `
  BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
  SET LOCAL idle_in_transaction_session_timeout = 0;
  SET LOCAL lock_timeout = '10s';
  SET LOCAL DateStyle = 'ISO';
  SET LOCAL IntervalStyle = 'postgres';
  SET LOCAL extra_float_digits = 3;
  SET LOCAL bytea_output = 'hex'`;

/**
 * Writes the whole shop into one file, while others go on working on it. The file is there under its name only when
 * it is whole and on the disk, and only its owner can read it.
 */
export function takeBackup(directUrl: string, file: string, signal?: AbortSignal): Promise<BackupContents> {
  return withClient(directUrl, async (client) => {
    await client.query(OPEN_SNAPSHOT);
    const header = await headerOf(client);
    const rows: Record<string, number> = {};
    await writeWhole(file, partsOf(client, header, rows), signal);
    await client.query('COMMIT');
    return { header, rows };
  });
}

/** Sequences are read behind the snapshot's first glance: they are ahead of every id in it. */
async function headerOf(client: Client): Promise<BackupHeader> {
  const { rows: migrations } = await client.query<{ name: string }>(
    'SELECT name FROM migrations ORDER BY id',
  );
  const { rows: moment } = await client.query<{ at: Date }>('SELECT now() AS at');
  const world = await worldOf(client);
  if (!world) throw new Error('There is no shop in this database: nothing to back up.');
  return {
    format: FORMAT,
    world,
    takenAt: moment[0]!.at.toISOString(),
    migrations: migrations.map(({ name }) => name),
    tables: await tablesOf(client),
    sequences: await sequencesOf(client),
  };
}

/** The file before it is packed; `rows` is filled on the way. */
async function* partsOf(
  client: Client,
  header: BackupHeader,
  rows: Record<string, number>,
): AsyncGenerator<Buffer> {
  const hash = createHash(DIGEST);
  yield counted(headOf(header), hash);
  for (const { name, columns } of header.tables) {
    const list = columns.map((column) => client.escapeIdentifier(column)).join(', ');
    const copy = client.query(copyTo(`COPY ${client.escapeIdentifier(name)} (${list}) TO STDOUT`));
    for await (const chunk of copy as AsyncIterable<Buffer>) {
      yield counted(frameLength(chunk.length), hash);
      yield counted(chunk, hash);
    }
    yield counted(frameLength(0), hash);
    rows[name] = copy.rowCount;
  }
  yield counted(lineOf({ rows }), hash);
  yield hash.digest();
}

function counted(part: Buffer, hash: Hash): Buffer {
  hash.update(part);
  return part;
}

async function writeWhole(file: string, parts: AsyncIterable<Buffer>, signal?: AbortSignal): Promise<void> {
  const folder = path.dirname(file);
  const draft = `${file}.${process.pid}.part`;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await pipeline(parts, createGzip(), createWriteStream(draft, { mode: 0o600, flush: true }), { signal });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  // The name must outlive a power cut too; Windows keeps it without being asked, and opens no folder.
  if (process.platform !== 'win32') await flushFolder(folder);
}

async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}
