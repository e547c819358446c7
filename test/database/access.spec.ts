import { APP_ROLE, DatabaseModule, dataSourceOptions, named, type DatabaseSettings } from '@app/database';
import { Test } from '@nestjs/testing';
import { DataSource, EntityManager } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../given/database';

describe('the shop at its database', () => {
  let database: FreshDatabase;
  let shop: DataSource;

  beforeAll(async () => {
    database = await freshDatabase();
    shop = await new DataSource(
      dataSourceOptions({ DATABASE_URL: database.url }, [], (error) => expect.fail(error.message)),
    ).initialize();
  });
  afterAll(async () => {
    await shop.destroy();
    await database.drop();
  });

  it('works as the app role on every pooled connection', async () => {
    const asked = Array.from({ length: 20 }, () =>
      named<{ who: string }>(shop.manager, 'test.who', 'SELECT current_user AS who, pg_sleep(0.01)', []),
    );

    const answers = (await Promise.all(asked)).flat();

    expect(new Set(answers.map(({ who }) => who))).toEqual(new Set([APP_ROLE]));
  });

  it.each([
    'CREATE TABLE mine (id int)',
    'DROP TABLE shopper',
    'ALTER TABLE shopper ADD COLUMN x int',
    'TRUNCATE shopper',
  ])('may not change the schema: %s', async (sql) => {
    await expect(shop.query(sql)).rejects.toMatchObject({ driverError: { code: '42501' } });
  });

  it.each(['stock_ledger', 'order_event', 'money_ledger', 'admin_act', 'world'])(
    'may not rewrite %s',
    async (table) => {
      const columns = await shop.query<{ name: string }[]>(
        `SELECT column_name AS name FROM information_schema.columns WHERE table_name = $1`,
        [table],
      );
      const { name } = columns.at(-1)!;

      await expect(shop.query(`UPDATE ${table} SET ${name} = NULL`)).rejects.toMatchObject({
        driverError: { code: '42501' },
      });
      await expect(shop.query(`DELETE FROM ${table}`)).rejects.toMatchObject({
        driverError: { code: '42501' },
      });
    },
  );

  it('may not touch the record of migrations', async () => {
    await expect(shop.query('DELETE FROM migrations')).rejects.toMatchObject({
      driverError: { code: '42501' },
    });
  });

  it('reads int8 as a number where that is exact', async () => {
    const [row] = await shop.query('SELECT 1999::int8 AS fen, 9007199254740993::int8 AS huge');

    expect(row).toEqual({ fen: 1999, huge: '9007199254740993' });
  });
});

function open(settings: DatabaseSettings) {
  return Test.createTestingModule({ imports: [DatabaseModule.with(settings, [])] }).compile();
}

describe('the database module', () => {
  it('gives rooms an EntityManager that works as the app role', async () => {
    const database = await freshDatabase();
    const shop = await open({ DATABASE_URL: database.url });

    const rows = await shop.get(EntityManager).query('SELECT current_user AS who');

    expect(rows).toEqual([{ who: APP_ROLE }]);
    await shop.close();
    await database.drop();
  });

  it('does not start behind a pooler whose login may rewrite history', async () => {
    const database = await freshDatabase();

    const refused = open({
      DATABASE_URL: `${database.url}&application_name=pooler`,
      directUrl: database.url,
    });

    await expect(refused).rejects.toThrow(/connects as minimall, not as minimall_app/);
    await database.drop();
  });
});
