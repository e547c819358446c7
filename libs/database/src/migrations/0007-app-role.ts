import type { MigrationInterface, QueryRunner } from 'typeorm';

const APPEND_ONLY = ['stock_ledger', 'order_event', 'money_ledger'];

/**
 * The role that every pooled connection works as: rows, but no tables, and no rewriting of history.
 * Roles belong to the whole cluster, so another shop's database may have made it already.
 */
export class AppRole1700000000007 implements MigrationInterface {
  name = 'AppRole1700000000007';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'minimall_app') THEN
          BEGIN
            CREATE ROLE minimall_app NOLOGIN;
          EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
          END;
        END IF;
      END $$;
      GRANT minimall_app TO CURRENT_USER;
      GRANT USAGE ON SCHEMA public TO minimall_app;
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO minimall_app;
      GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO minimall_app;
      ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO minimall_app;
      ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO minimall_app;
      REVOKE UPDATE, DELETE ON ${APPEND_ONLY.join(', ')} FROM minimall_app;
      REVOKE UPDATE, DELETE ON world FROM minimall_app;
      REVOKE INSERT, UPDATE, DELETE ON migrations FROM minimall_app;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM minimall_app;
      ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON SEQUENCES FROM minimall_app;
      DROP OWNED BY minimall_app;
    `);
  }
}
