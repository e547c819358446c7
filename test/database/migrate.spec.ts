import {
  migrate,
  migratorOptions,
  NewerSchema,
  rememberWorld,
  refuseOtherWorld,
  WorldMismatch,
} from '@app/database';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DataSource } from 'typeorm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyDatabase, freshDatabase, type FreshDatabase } from '../given/database';

let database: FreshDatabase;

async function ask<Row>(sql: string): Promise<Row[]> {
  const source = await new DataSource({ type: 'postgres', url: database.url }).initialize();
  return source.query<Row[]>(sql).finally(() => source.destroy());
}

describe('migrating', () => {
  beforeEach(async () => (database = await emptyDatabase()));
  afterEach(() => database.drop());

  it('[F40] is done once when several instances start together', async () => {
    await Promise.all(Array.from({ length: 4 }, () => migrate(database.url)));

    const [row] = await ask<{ all: string; distinct: string }>(
      'SELECT count(*) AS all, count(DISTINCT name) AS distinct FROM migrations',
    );
    expect(row?.all).toBe(row?.distinct);
    expect(Number(row?.all)).toBeGreaterThan(6);
  });

  it('[F40] waits ten seconds for a lock and no more: a shop that serves does not queue up behind it', async () => {
    const source = await new DataSource(migratorOptions(database.url)).initialize();

    const limits = await source.query('SHOW lock_timeout');
    await source.destroy();

    expect(limits).toEqual([{ lock_timeout: '10s' }]);
  });

  it('leaves a schema alone that is newer than the code', async () => {
    await migrate(database.url);
    await ask(`INSERT INTO migrations (timestamp, name) VALUES (9900000000000, 'Tomorrow9900000000000')`);
    await ask('DROP TABLE world');

    const refused = migrate(database.url);

    await expect(refused).rejects.toThrow(NewerSchema);
    await expect(refused).rejects.toThrow(/Tomorrow9900000000000 .* run "git pull && npm ci" first\.$/);
    expect(await ask(`SELECT to_regclass('world') AS world`)).toEqual([{ world: null }]);
  });

  it('leaves it alone too where only the tables of jobs are newer', async () => {
    await migrate(database.url);
    await ask('INSERT INTO graphile_worker.migrations (id) VALUES (999999)');
    await ask('DROP TABLE world');
    await ask(`DELETE FROM migrations WHERE name LIKE 'World%'`);

    const refused = migrate(database.url);

    await expect(refused).rejects.toThrow(NewerSchema);
    await expect(refused).rejects.toThrow(/job migration 999999 is unknown here/);
    expect(await ask(`SELECT to_regclass('world') AS world`)).toEqual([{ world: null }]);
  });
});

describe('the world', () => {
  let dataDir: string;

  beforeEach(async () => {
    database = await freshDatabase();
    dataDir = mkdtempSync(path.join(tmpdir(), 'minimall-world-'));
  });
  afterEach(async () => {
    await database.drop();
    rmSync(dataDir, { recursive: true });
  });

  it('is the same at every start', async () => {
    await rememberWorld(database.url, 'live', dataDir);

    await expect(rememberWorld(database.url, 'live', dataDir)).resolves.toBeUndefined();
    expect(() => refuseOtherWorld(dataDir, 'live')).not.toThrow();
  });

  it('of the database is kept by a start with another data folder', async () => {
    await rememberWorld(database.url, 'live', dataDir);

    const refused = rememberWorld(database.url, 'sandbox', path.join(dataDir, 'new'));

    await expect(refused).rejects.toThrow(WorldMismatch);
    await expect(refused).rejects.toThrow(/^The database belongs to the live world, but WORLD=sandbox: /);
  });

  it('of the data folder is kept by a start that lost the address of its database', async () => {
    await rememberWorld(database.url, 'live', dataDir);

    expect(() => refuseOtherWorld(dataDir, 'sandbox')).toThrow(WorldMismatch);
  });
});
