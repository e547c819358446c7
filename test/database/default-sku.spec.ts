import { migratorOptions } from '@app/database';
import { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyDatabase, type FreshDatabase } from '../given/database';

const NAME = 'DefaultSku1700000000025';

/** A shop of the schema before, with a product for each case; the sku that becomes its default is called `default`. */
const PRODUCTS: Record<string, { spec: string; position?: number; disabled?: boolean }[]> = {
  'one sku': [{ spec: 'default' }],
  'one sku that is disabled': [{ spec: 'off', disabled: true }],
  'no sku': [],
  'several, the first by its position': [
    { spec: 'second', position: 2 },
    { spec: 'default', position: 1 },
  ],
  'several of one position': [{ spec: 'default' }, { spec: 'second' }],
  'several, the first disabled': [
    { spec: 'off', position: 0, disabled: true },
    { spec: 'default', position: 1 },
    { spec: 'last', position: 2 },
  ],
};

describe('a shop that is brought up to default skus', () => {
  let database: FreshDatabase;
  let source: DataSource;
  let db: Pool;
  beforeEach(async () => {
    database = await emptyDatabase();
    db = new Pool({ connectionString: database.url, max: 1 });
    const options = migratorOptions(database.url);
    const before = options.migrations.slice(
      0,
      options.migrations.findIndex(({ name }) => name === NAME),
    );
    source = await new DataSource({ ...options, migrations: before }).initialize();
    await source.runMigrations();
    await source.destroy();
    source = await new DataSource(options).initialize();
  });
  afterEach(async () => {
    await source.destroy();
    await db.end();
    await database.drop();
  });

  async function plant(): Promise<void> {
    await db.query(`INSERT INTO picture (hash, media_type, bytes) VALUES (sha256('a'), 'image/png', 'a')`);
    for (const [name, skus] of Object.entries(PRODUCTS)) {
      const { rows } = await db.query('INSERT INTO product (name, picture_id) VALUES ($1, 1) RETURNING id', [
        name,
      ]);
      for (const { spec, position = 0, disabled = false } of skus)
        await db.query(
          `INSERT INTO sku (product_id, spec, price_fen, position, disabled_at)
           VALUES ($1, $2, 100, $3, CASE WHEN $4 THEN now() END)`,
          [rows[0].id, spec, position, disabled],
        );
    }
  }

  const defaults = async () =>
    (
      await db.query(
        `SELECT product.name, sku.spec FROM product LEFT JOIN sku ON sku.id = default_sku_id ORDER BY product.id`,
      )
    ).rows;

  it('has the first enabled sku of every product as its default one', async () => {
    await plant();

    await source.runMigrations();

    expect(await defaults()).toEqual(
      Object.entries(PRODUCTS).map(([name, skus]) => ({
        name,
        spec: skus.some(({ spec }) => spec === 'default') ? 'default' : null,
      })),
    );
  });

  it('goes back to the schema before, and up again', async () => {
    await plant();
    await source.runMigrations();
    const first = await defaults();
    while ((await db.query('SELECT FROM migrations WHERE name = $1', [NAME])).rowCount)
      await source.undoLastMigration();

    await source.runMigrations();

    expect(await defaults()).toEqual(first);
  });
});
