import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How often WeChat was asked whether a pending order is paid: the pauses between grow. */
export class PendingQuery1700000000010 implements MigrationInterface {
  name = 'PendingQuery1700000000010';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE payment_attempt ADD COLUMN queries int4 NOT NULL DEFAULT 0;
      CREATE INDEX customer_order_pending ON customer_order (next_query_at)
        WHERE status = 1 AND closing_at IS NULL AND next_query_at IS NOT NULL;
      DROP INDEX customer_order_due;
      CREATE INDEX customer_order_closing ON customer_order (next_query_at)
        WHERE status = 1 AND closing_at IS NOT NULL;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP INDEX customer_order_closing, customer_order_pending;
      CREATE INDEX customer_order_due ON customer_order (next_query_at)
        WHERE status = 1 AND next_query_at IS NOT NULL;
      ALTER TABLE payment_attempt DROP COLUMN queries;
    `);
  }
}
