import { migratorOptions, readBackupHead, rememberWorld, restoreBackup, takeBackup } from '@app/database';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plant } from '../given/books';
import { ask } from '../given/cluster';
import { emptyDatabase, freshDatabase, type FreshDatabase } from '../given/database';
import { backupFolder, contentsOf, removeBackups, restored } from './copies';

const folder = backupFolder();
const good = path.join(folder, 'good.backup');
const bad = path.join(folder, 'bad.backup');

let source: FreshDatabase;
beforeAll(async () => {
  source = await freshDatabase();
  const db = new Pool({ connectionString: source.url, max: 1 });
  await rememberWorld(source.url, 'sandbox', folder);
  for (let i = 0; i < 20; i += 1) await plant(db, { name: `tab\tline\nback\\slash 梨 ${i}` });
  await takeBackup(source.url, good);
  await db.end();
});
afterAll(async () => {
  await source.drop();
  removeBackups(folder);
});

/** The good backup, changed as it lies on the disk. */
function changed(change: (bytes: Buffer) => Buffer): void {
  writeFileSync(bad, change(readFileSync(good)));
}

/** The same, changed inside and packed again, so that gzip sees nothing of it. */
function repacked(change: (text: Buffer) => Buffer): void {
  changed((bytes) => gzipSync(change(gunzipSync(bytes))));
}

function withHeader(change: (header: { migrations: string[] }) => object): void {
  repacked((text) => {
    const first = text.indexOf('\n') + 1;
    const second = text.indexOf('\n', first);
    const header = JSON.parse(text.subarray(first, second).toString()) as { migrations: string[] };
    const line = Buffer.from(JSON.stringify({ ...header, ...change(header) }));
    return Buffer.concat([text.subarray(0, first), line, text.subarray(second)]);
  });
}

function flipped(bytes: Buffer, at: number): Buffer {
  bytes[at] = bytes[at]! ^ 0x10;
  return bytes;
}

const cut = (share: number) => changed((bytes) => bytes.subarray(0, Math.floor(bytes.length * share)));
const tomorrow = () => ({ migrations: ['Tomorrow9900000000000'] });
const unknownTable = () => ({ tables: [{ name: 'x', columns: ['y'] }] });

describe('an empty database', () => {
  let target: FreshDatabase;
  beforeAll(async () => (target = await emptyDatabase()));
  afterAll(() => target.drop());

  it.each<[string, () => void, RegExp]>([
    ['another file', () => writeFileSync(bad, gzipSync('hello\nthere\n')), /does not begin/],
    ['a file that is not packed', () => writeFileSync(bad, 'hello'), /cannot be unpacked/],
    ['an empty file', () => writeFileSync(bad, ''), /no line|cannot be unpacked/],
    ['one cut in its head', () => cut(0.02), /no line|cannot be unpacked/],
    ['one cut in the middle', () => cut(0.5), /cannot be unpacked|cut short/],
    ['one without its last bytes', () => cut(0.999), /cannot be unpacked/],
    ['one cut before it was packed', () => repacked((text) => text.subarray(0, -40)), /cut short|no line/],
    [
      'one with a flipped bit',
      () => changed((bytes) => flipped(bytes, bytes.length >> 1)),
      /cannot be unpacked/,
    ],
    ['one with a falsified row', () => repacked((text) => flipped(text, text.indexOf('slash'))), /checksum/],
    [
      'one with more behind its end',
      () => repacked((text) => Buffer.concat([text, Buffer.from('x')])),
      /follows its end/,
    ],
    ['one of a newer format', () => withHeader(() => ({ format: 2 })), /format 2.*git pull/],
    ['one of a newer schema', () => withHeader(tomorrow), /Tomorrow9900000000000.*git pull/],
    ['one of another world', () => withHeader(() => ({ world: 'live' })), /live world, but WORLD=sandbox/],
    ['one with half a header', () => withHeader(() => ({ tables: 7 })), /header is not complete/],
    ['one of unknown tables', () => withHeader(unknownTable), /"x" does not exist/],
    ['none', () => removeBackups(bad), /ENOENT/],
  ])('is left as it was by %s', async (_what, spoil, sentence) => {
    spoil();

    await expect(restoreBackup(target.url, bad, 'sandbox')).rejects.toThrow(sentence);

    const [left] = await ask(
      target.url,
      `SELECT count(*)::int4 AS tables FROM pg_class WHERE relnamespace = 'public'::regnamespace`,
    );
    expect(left).toEqual({ tables: 0 });
  });

  it('is filled by a whole one after all these', async () => {
    const { rows } = await restoreBackup(target.url, good, 'sandbox');

    const names = await ask<{ name: string }>(target.url, 'SELECT name FROM product ORDER BY id');
    expect(rows).toMatchObject({ product: 20, sku: 20, world: 1, shopper: 0 });
    expect(names[7]?.name).toBe('tab\tline\nback\\slash 梨 7');
  });

  it('is filled by a login that is no superuser', async () => {
    const own = await emptyDatabase();
    const name = new URL(own.url).pathname.slice(1);
    const login = `${name}_login`;
    await ask(own.url, `CREATE ROLE ${login} LOGIN CREATEROLE`);
    await ask(own.url, `GRANT minimall_app TO ${login} WITH ADMIN OPTION`);
    await ask(own.url, `ALTER DATABASE ${name} OWNER TO ${login}`);
    const url = new URL(own.url);
    url.username = login;

    const { rows } = await restoreBackup(url.href, good, 'sandbox');

    expect(rows.product).toBe(20);
    await own.drop();
    await ask(source.url, `DROP ROLE ${login}`);
  });
});

describe('a database', () => {
  it('with a schema and a world, but nobody in it, counts as empty', async () => {
    const started = await freshDatabase();
    await rememberWorld(started.url, 'sandbox', folder);

    const { rows } = await restoreBackup(started.url, good, 'sandbox');

    expect(rows.product).toBe(20);
    await started.drop();
  });

  it('with anything in it is refused, and what it holds stays', async () => {
    const copy = await restored(good);
    const before = await contentsOf(copy.db);

    await expect(restoreBackup(copy.url, good, 'sandbox')).rejects.toThrow(/not empty: \w+ has rows/);

    expect(await contentsOf(copy.db)).toEqual(before);
    await copy.drop();
  });

  it('of an older schema comes back, and is then brought up to this code', async () => {
    const old = await emptyDatabase();
    const options = migratorOptions(old.url);
    const then = await new DataSource({
      ...options,
      migrations: options.migrations.slice(0, 8),
    }).initialize();
    await then.runMigrations();
    await then.query(`INSERT INTO world (name) VALUES ('sandbox')`);
    await then.query(`INSERT INTO shopper (appid, openid) VALUES ('wx1', 'o1'), ('wx1', 'o2')`);
    await then.destroy();
    const file = path.join(folder, 'old.backup');
    await takeBackup(old.url, file);
    await old.drop();

    const copy = await restored(file);

    const { rows: next } = await copy.db.query(
      `INSERT INTO shopper (appid, openid) VALUES ('wx1', 'o3') RETURNING id`,
    );
    const { rows: seen } = await copy.db.query('SELECT name FROM migrations');
    expect((await readBackupHead(file, 'sandbox')).migrations).toHaveLength(8);
    expect(next).toEqual([{ id: 3 }]);
    expect(seen).toHaveLength(options.migrations.length);
    await copy.drop();
  });

  it('of a newer schema than the backup is refused, though it is empty', async () => {
    withHeader(({ migrations }) => ({ migrations: migrations.slice(0, 8) }));
    const started = await freshDatabase();

    await expect(restoreBackup(started.url, bad, 'sandbox')).rejects.toThrow(/schema is newer.*fresh one/);

    await started.drop();
  });
});
