import { dataSourceOptions, inTransaction, migrate, named, sqlStateOf } from '@app/database';
import { DataSource, type EntityManager } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../given/database';

const quiet = () => undefined;

function addShopper(tx: EntityManager, openid: string): Promise<{ id: number }[]> {
  const sql = 'INSERT INTO shopper (appid, openid) VALUES ($1, $2) RETURNING id';
  return named(tx, 'test.addShopper', sql, ['wx', openid]);
}

describe('statements and transactions', () => {
  let database: FreshDatabase;
  let shop: DataSource;
  let db: EntityManager;

  beforeAll(async () => {
    database = await freshDatabase();
    shop = await new DataSource(dataSourceOptions({ DATABASE_URL: database.url }, [], quiet)).initialize();
    db = shop.manager;
  });
  afterAll(async () => {
    await shop.destroy();
    await database.drop();
  });

  const openids = async () =>
    (await db.query<{ openid: string }[]>('SELECT openid FROM shopper ORDER BY openid')).map(
      ({ openid }) => openid,
    );

  it('prepares a named statement once, on the client of its transaction', async () => {
    const seen = await db.transaction(async (tx) => {
      await named(tx, 'test.double', 'SELECT $1::int * 2 AS twice', [1]);
      await named(tx, 'test.double', 'SELECT $1::int * 2 AS twice', [2]);
      return tx.query(`SELECT name, generic_plans + custom_plans AS runs
        FROM pg_prepared_statements WHERE name = 'test.double'`);
    });

    expect(seen).toEqual([{ name: 'test.double', runs: 2 }]);
  });

  it('undoes a named statement with its transaction', async () => {
    const fails = inTransaction(db, async (tx) => {
      await addShopper(tx, 'undone');
      throw new Error('changed my mind');
    });

    await expect(fails).rejects.toThrow('changed my mind');
    expect(await openids()).not.toContain('undone');
  });

  it('[F35] runs both again when two transactions lock each other out', async () => {
    await addShopper(db, 'left');
    await addShopper(db, 'right');
    let runs = 0;
    const lockBoth = (first: string, second: string) =>
      inTransaction(db, async (tx) => {
        runs++;
        const sql = 'UPDATE shopper SET phone = $2 WHERE openid = $1';
        await named(tx, 'test.phone', sql, [first, first]);
        await tx.query('SELECT pg_sleep(0.2)');
        await named(tx, 'test.phone', sql, [second, first]);
      });

    await Promise.all([lockBoth('left', 'right'), lockBoth('right', 'left')]);

    const [{ phones }] = await db.query<[{ phones: number }]>(
      `SELECT count(DISTINCT phone) AS phones FROM shopper WHERE openid IN ('left', 'right')`,
    );
    expect(phones).toBe(1);
    expect(runs).toBeGreaterThan(2);
  });

  it('[F35] gives up after five attempts, with the reason', async () => {
    let runs = 0;

    const fails = inTransaction(db, (tx) => {
      runs++;
      return tx.query(`DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$`);
    });

    await expect(fails.catch(sqlStateOf)).resolves.toBe('40001');
    expect(runs).toBe(5);
  });

  it('does not repeat what would fail again', async () => {
    let runs = 0;

    const fails = inTransaction(db, async (tx) => {
      runs++;
      await addShopper(tx, 'twice');
      await addShopper(tx, 'twice');
    });

    await expect(fails).rejects.toMatchObject({ code: '23505' });
    expect(runs).toBe(1);
  });

  it('joins the transaction that it is called in', async () => {
    const fails = inTransaction(db, async (tx) => {
      await inTransaction(tx, (same) => addShopper(same, 'joined'));
      throw new Error('outer fails');
    });

    await expect(fails).rejects.toThrow('outer fails');
    expect(await openids()).not.toContain('joined');
  });

  it('[F34] refuses a caller after two seconds when every connection is taken', async () => {
    const holders = Array.from({ length: 10 }, () => db.query('SELECT pg_sleep(3)'));

    const begun = performance.now();
    await expect(db.query('SELECT 1')).rejects.toThrow(/timeout exceeded/);

    expect(performance.now() - begun).toBeLessThan(2_900);
    await Promise.all(holders);
  });

  it('lives on when the database throws every connection out', async () => {
    await db.query('SELECT 1');
    const other = await new DataSource({ type: 'postgres', url: database.url }).initialize();

    await other.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`);
    await other.destroy();

    await expect.poll(() => db.query('SELECT 1 AS one').catch(() => 'not yet')).toEqual([{ one: 1 }]);
  });
});

describe('behind a pooler', () => {
  it('the login itself holds role and limits, and no statement has a name', async () => {
    const database = await freshDatabase();
    // Any difference tells that a pooler stands between; here it is one in name only.
    const pooler = `${database.url}&application_name=pooler`;
    await migrate(database.url, pooler);
    const settings = { DATABASE_URL: pooler, directUrl: database.url };

    const shop = await new DataSource(dataSourceOptions(settings, [], quiet)).initialize();
    const seen = await shop.transaction(async (tx) => {
      await named(tx, 'test.unnamed', 'SELECT 1', []);
      return tx.query(`SELECT current_user AS role, current_setting('lock_timeout') AS lock_timeout,
        (SELECT count(*) FROM pg_prepared_statements) AS prepared`);
    });

    expect(seen).toEqual([{ role: 'minimall_app', lock_timeout: '1s', prepared: 0 }]);
    await expect(migrate(database.url, pooler)).resolves.toBeUndefined();
    await shop.destroy();
    await database.drop();
  });
});
