import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the merchant does with his goods: products go for good and keep their orders' rows, sizes are switched off,
 * stock is changed with a reason. The unique keys of a sku wait for a statement's end, so that two sizes can swap names.
 */
export class CatalogAdmin1700000000016 implements MigrationInterface {
  name = 'CatalogAdmin1700000000016';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE picture DROP CONSTRAINT picture_media_type_check,
        ADD CONSTRAINT picture_media_type_check
          CHECK (media_type IN ('image/png', 'image/jpeg', 'image/webp', 'image/gif'));

      ALTER TABLE category ADD COLUMN position int4 NOT NULL DEFAULT 0;
      ALTER TABLE theme_product ADD COLUMN position int4 NOT NULL DEFAULT 0;

      ALTER TABLE product ADD COLUMN deleted_at timestamptz,
        ADD CONSTRAINT product_deleted CHECK (deleted_at IS NULL OR NOT on_sale);

      ALTER TABLE sku ADD COLUMN code text CHECK (length(code) BETWEEN 1 AND 40),
        ADD COLUMN disabled_at timestamptz,
        ADD CONSTRAINT sku_code UNIQUE (code) DEFERRABLE,
        DROP CONSTRAINT sku_spec,
        ADD CONSTRAINT sku_spec UNIQUE (product_id, spec) DEFERRABLE;
      COMMENT ON COLUMN sku.code IS 'the merchant''s own name of it';

      ALTER TABLE stock_ledger ADD COLUMN reason text CHECK (length(reason) <= 100),
        ADD COLUMN ref text CHECK (length(ref) BETWEEN 1 AND 64);
      COMMENT ON COLUMN stock_ledger.ref IS 'the merchant''s paper: one paper moves a sku once';
      CREATE UNIQUE INDEX stock_ledger_ref ON stock_ledger (ref, sku_id) WHERE ref IS NOT NULL;
      CREATE INDEX stock_ledger_of_sku ON stock_ledger (sku_id, id);
      DROP INDEX stock_ledger_sku_id;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE INDEX stock_ledger_sku_id ON stock_ledger (sku_id);
      DROP INDEX stock_ledger_of_sku, stock_ledger_ref;
      ALTER TABLE stock_ledger DROP COLUMN ref, DROP COLUMN reason;
      ALTER TABLE sku DROP CONSTRAINT sku_spec, DROP COLUMN disabled_at, DROP COLUMN code,
        ADD CONSTRAINT sku_spec UNIQUE (product_id, spec);
      ALTER TABLE product DROP CONSTRAINT product_deleted, DROP COLUMN deleted_at;
      ALTER TABLE theme_product DROP COLUMN position;
      ALTER TABLE category DROP COLUMN position;
      ALTER TABLE picture DROP CONSTRAINT picture_media_type_check,
        ADD CONSTRAINT picture_media_type_check CHECK (media_type IN ('image/png', 'image/jpeg', 'image/webp'));
    `);
  }
}
