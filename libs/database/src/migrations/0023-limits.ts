import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What bounds the orders of one shopper is counted without reading all that the shopper ever ordered. */
export class Limits1700000000023 implements MigrationInterface {
  name = 'Limits1700000000023';

  async up(db: QueryRunner): Promise<void> {
    await db.query('CREATE INDEX customer_order_unpaid ON customer_order (shopper_id) WHERE status = 1');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP INDEX customer_order_unpaid');
  }
}
