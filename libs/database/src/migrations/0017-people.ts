import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What admins did, and how often somebody guessed at an admin's secret. */
export class People1700000000017 implements MigrationInterface {
  name = 'People1700000000017';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE admin_act (
        id int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        admin_id int4 NOT NULL REFERENCES admin,
        at timestamptz NOT NULL,
        method text NOT NULL,
        route text NOT NULL,
        targets jsonb NOT NULL,
        status int2 NOT NULL,
        request_id text NOT NULL
      );
      COMMENT ON TABLE admin_act IS 'append-only; what was sent with a request is not kept';
      COMMENT ON COLUMN admin_act.route IS 'its pattern';
      COMMENT ON COLUMN admin_act.targets IS 'the ids in its address, and the id in its body';
      CREATE INDEX admin_act_of_admin ON admin_act (admin_id, id);
      CREATE INDEX admin_act_at ON admin_act (at);
      REVOKE UPDATE, DELETE ON admin_act FROM minimall_app;

      CREATE FUNCTION let_go_admin_acts(ahead interval, keep interval, at_once int4) RETURNS SETOF int4
      LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        DELETE FROM admin_act WHERE id IN (
          SELECT id FROM admin_act
           WHERE at <= now() - greatest(keep, interval '400 days')
                       + CASE WHEN (SELECT name FROM world) = 'sandbox' THEN ahead ELSE interval '0' END
           ORDER BY at LIMIT at_once FOR UPDATE SKIP LOCKED)
        RETURNING 1
      $$;
      COMMENT ON FUNCTION let_go_admin_acts IS
        'the shop''s only way to delete acts: never younger ones, and a live shop''s clock is never ahead';
      REVOKE ALL ON FUNCTION let_go_admin_acts FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION let_go_admin_acts TO minimall_app;

      CREATE TABLE login_guess (
        account_hash bytea PRIMARY KEY CHECK (octet_length(account_hash) = 32),
        failed_at timestamptz[] NOT NULL,
        locked_until timestamptz,
        last_at timestamptz NOT NULL
      );
      COMMENT ON TABLE login_guess IS 'of accounts that exist and of others alike, so that nobody learns which do';
      CREATE INDEX login_guess_last_at ON login_guess (last_at);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP FUNCTION let_go_admin_acts;
      DROP TABLE login_guess, admin_act;
    `);
  }
}
