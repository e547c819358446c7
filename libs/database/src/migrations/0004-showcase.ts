import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The home page: banners and themes, and the shopper's one address. */
export class Showcase1700000000004 implements MigrationInterface {
  name = 'Showcase1700000000004';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE banner (
        id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        name text NOT NULL CHECK (length(name) <= 50),
        description text NOT NULL DEFAULT '' CHECK (length(description) <= 255)
      );

      CREATE TABLE banner_item (
        id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        banner_id int4 NOT NULL REFERENCES banner,
        picture_id int4 NOT NULL REFERENCES picture,
        key_word text NOT NULL CHECK (length(key_word) <= 100),
        type int2 NOT NULL DEFAULT 1 CHECK (type IN (0, 1, 2))
      );
      COMMENT ON COLUMN banner_item.type IS '0 opens nothing, 1 the product key_word, 2 the theme key_word';
      CREATE INDEX banner_item_banner_id ON banner_item (banner_id);

      CREATE TABLE theme (
        id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        name text NOT NULL CHECK (length(name) <= 50),
        description text NOT NULL DEFAULT '' CHECK (length(description) <= 255),
        topic_picture_id int4 NOT NULL REFERENCES picture,
        head_picture_id int4 NOT NULL REFERENCES picture
      );

      CREATE TABLE theme_product (
        theme_id int4 NOT NULL REFERENCES theme,
        product_id int4 NOT NULL REFERENCES product,
        PRIMARY KEY (theme_id, product_id)
      );

      CREATE TABLE address (
        shopper_id int4 PRIMARY KEY REFERENCES shopper,
        name text NOT NULL CHECK (length(name) <= 30),
        mobile text NOT NULL CHECK (length(mobile) <= 20),
        province text NOT NULL CHECK (length(province) <= 20),
        city text NOT NULL CHECK (length(city) <= 20),
        country text NOT NULL CHECK (length(country) <= 20),
        detail text NOT NULL CHECK (length(detail) <= 100),
        updated_at timestamptz NOT NULL
      );
      COMMENT ON COLUMN address.country IS 'the district: WeChat''s countyName';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE address, theme_product, theme, banner_item, banner');
  }
}
