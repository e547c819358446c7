import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What one admin has given back lately is summed before he gives back more. */
export class RefundCap1700000000020 implements MigrationInterface {
  name = 'RefundCap1700000000020';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`CREATE INDEX refund_of_actor ON refund (actor, requested_at)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP INDEX refund_of_actor');
  }
}
