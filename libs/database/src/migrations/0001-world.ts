import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The world this database belongs to, written by the first start and never changed. */
export class World1700000000001 implements MigrationInterface {
  name = 'World1700000000001';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE world (
        one boolean PRIMARY KEY DEFAULT true CHECK (one),
        name text NOT NULL CHECK (name IN ('sandbox', 'live')),
        since timestamptz NOT NULL DEFAULT now()
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE world');
  }
}
