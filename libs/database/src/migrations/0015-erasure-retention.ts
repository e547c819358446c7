import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Shoppers who were forgotten, and when the shop's housekeeping is due. */
export class ErasureRetention1700000000015 implements MigrationInterface {
  name = 'ErasureRetention1700000000015';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE shopper ADD COLUMN erased_at timestamptz;
      COMMENT ON COLUMN shopper.erased_at IS 'nobody any more: the row stays for its orders and their money';

      CREATE TABLE chore (
        name text PRIMARY KEY,
        due_at timestamptz NOT NULL
      );
      COMMENT ON COLUMN chore.due_at IS 'whoever takes it moves this ahead, so that one of many processes does it';

      CREATE INDEX notice_to_cut ON notice (last_at) WHERE octet_length(body) > 0;
      CREATE INDEX notice_to_drop ON notice (last_at) WHERE kind <> 'paid';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP INDEX notice_to_cut, notice_to_drop;
      DROP TABLE chore;
      ALTER TABLE shopper DROP COLUMN erased_at;
    `);
  }
}
