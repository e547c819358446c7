import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is sold. A sku is the thing sold; a product without variants owns exactly one, with spec ''.
 * Counters stand in a row of their own, without an index on them and without a foreign key from order
 * lines, so that a hot sku's updates stay in their page.
 */
export class Catalog1700000000003 implements MigrationInterface {
  name = 'Catalog1700000000003';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE picture (
        id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        hash bytea NOT NULL CONSTRAINT picture_hash UNIQUE CHECK (octet_length(hash) = 32),
        media_type text NOT NULL CHECK (media_type IN ('image/png', 'image/jpeg', 'image/webp')),
        bytes bytea NOT NULL CHECK (octet_length(bytes) > 0),
        created_at timestamptz NOT NULL DEFAULT now()
      );

      CREATE TABLE category (
        id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        name text NOT NULL CHECK (length(name) BETWEEN 1 AND 50),
        description text NOT NULL DEFAULT '' CHECK (length(description) <= 100),
        picture_id int4 NOT NULL REFERENCES picture
      );

      CREATE TABLE product (
        id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        name text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
        summary text CHECK (length(summary) <= 50),
        category_id int4 REFERENCES category,
        picture_id int4 NOT NULL REFERENCES picture,
        on_sale boolean NOT NULL DEFAULT true,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX product_newest ON product (created_at DESC, id DESC) WHERE on_sale;
      CREATE INDEX product_category_id ON product (category_id);

      CREATE TABLE sku (
        id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        product_id int4 NOT NULL REFERENCES product,
        spec text NOT NULL DEFAULT '' CHECK (length(spec) <= 60),
        price_fen int8 NOT NULL CHECK (price_fen BETWEEN 1 AND 1000000000),
        position int4 NOT NULL DEFAULT 0,
        CONSTRAINT sku_spec UNIQUE (product_id, spec)
      );

      CREATE TABLE sku_stock (
        sku_id int4 PRIMARY KEY REFERENCES sku,
        stock int4 NOT NULL CONSTRAINT sku_stock_stock CHECK (stock >= 0),
        reserved int4 NOT NULL DEFAULT 0 CONSTRAINT sku_stock_reserved CHECK (reserved >= 0),
        sold int4 NOT NULL DEFAULT 0 CONSTRAINT sku_stock_sold CHECK (sold >= 0),
        stocked int4 NOT NULL,
        CONSTRAINT sku_stock_conserved CHECK (stock + reserved + sold = stocked)
      ) WITH (fillfactor = 50);

      CREATE TABLE stock_ledger (
        id int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        sku_id int4 NOT NULL,
        kind text NOT NULL CHECK (kind IN ('IN', 'ADJUST', 'HOLD', 'RELEASE', 'SELL', 'RETURN')),
        count int4 NOT NULL CHECK (count > 0 OR (kind = 'ADJUST' AND count <> 0)),
        order_id int4,
        cause_id int8,
        actor text NOT NULL,
        at timestamptz NOT NULL,
        CONSTRAINT stock_ledger_cause CHECK ((kind IN ('IN', 'ADJUST')) = (order_id IS NULL)),
        CONSTRAINT stock_ledger_once UNIQUE (order_id, sku_id, kind, cause_id)
      );
      COMMENT ON COLUMN stock_ledger.cause_id IS
        'HOLD, RELEASE: the order; SELL: the money_transaction; RETURN: the refund';
      CREATE INDEX stock_ledger_sku_id ON stock_ledger (sku_id);

      CREATE TABLE product_picture (
        id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        product_id int4 NOT NULL REFERENCES product,
        picture_id int4 NOT NULL REFERENCES picture,
        position int4 NOT NULL DEFAULT 0
      );
      CREATE INDEX product_picture_product_id ON product_picture (product_id);

      CREATE TABLE product_property (
        id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        product_id int4 NOT NULL REFERENCES product,
        name text NOT NULL CHECK (length(name) BETWEEN 1 AND 30),
        detail text NOT NULL CHECK (length(detail) <= 255),
        position int4 NOT NULL DEFAULT 0
      );
      CREATE INDEX product_property_product_id ON product_property (product_id);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      'DROP TABLE product_property, product_picture, stock_ledger, sku_stock, sku, product, category, picture',
    );
  }
}
