import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The sku that is meant where a line or a list names none. The foreign key keeps it an enabled sku of its product: a
 * sku that is disabled has no `enabled_product_id`. It waits for COMMIT, because product and sku refer to each other.
 */
export class DefaultSku1700000000025 implements MigrationInterface {
  name = 'DefaultSku1700000000025';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE sku
        ADD COLUMN enabled_product_id int4
          GENERATED ALWAYS AS (CASE WHEN disabled_at IS NULL THEN product_id END) STORED,
        ADD CONSTRAINT sku_enabled UNIQUE (enabled_product_id, id);
      COMMENT ON COLUMN sku.enabled_product_id IS 'its product, while it is enabled';

      ALTER TABLE product ADD COLUMN default_sku_id int4;
      COMMENT ON COLUMN product.default_sku_id IS
        'what is priced, counted and sold where no sku is named; null: the shopper has to choose';
      UPDATE product SET default_sku_id = (
        SELECT id FROM sku WHERE enabled_product_id = product.id ORDER BY position, id LIMIT 1);
      ALTER TABLE product ADD CONSTRAINT product_default_sku FOREIGN KEY (id, default_sku_id)
        REFERENCES sku (enabled_product_id, id) DEFERRABLE INITIALLY DEFERRED;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE product DROP COLUMN default_sku_id;
      ALTER TABLE sku DROP COLUMN enabled_product_id;
    `);
  }
}
