import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Shoppers who were forgotten, and what is looked for when notices have been kept long enough. */
export class ErasureRetention1700000000015 implements MigrationInterface {
  name = 'ErasureRetention1700000000015';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE shopper ADD COLUMN erased_at timestamptz;
      COMMENT ON COLUMN shopper.erased_at IS 'nobody any more: the row stays for its orders and their money';

      CREATE INDEX notice_to_cut ON notice (last_at) WHERE octet_length(body) > 0;
      CREATE INDEX notice_to_drop ON notice (last_at) WHERE kind <> 'paid';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP INDEX notice_to_cut, notice_to_drop;
      ALTER TABLE shopper DROP COLUMN erased_at;
    `);
  }
}
