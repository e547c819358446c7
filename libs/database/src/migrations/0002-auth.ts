import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Shoppers, admins, their sessions, and the keys that make a repeated request harmless. */
export class Auth1700000000002 implements MigrationInterface {
  name = 'Auth1700000000002';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE shopper (
        id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        appid text NOT NULL,
        openid text NOT NULL CHECK (length(openid) BETWEEN 1 AND 128),
        phone text CHECK (length(phone) <= 20),
        created_at timestamptz NOT NULL DEFAULT now(),
        disabled_at timestamptz,
        CONSTRAINT shopper_openid UNIQUE (appid, openid)
      );

      CREATE TABLE admin (
        id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        account text NOT NULL CONSTRAINT admin_account UNIQUE,
        secret_hash text NOT NULL,
        role text NOT NULL CHECK (role IN ('owner', 'operator', 'reader')),
        created_at timestamptz NOT NULL DEFAULT now(),
        disabled_at timestamptz
      );

      CREATE TABLE session (
        token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
        shopper_id int4 REFERENCES shopper,
        admin_id int4 REFERENCES admin,
        scope int2 NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        CONSTRAINT session_owner CHECK (
          (scope = 16 AND shopper_id IS NOT NULL AND admin_id IS NULL) OR
          (scope = 32 AND admin_id IS NOT NULL AND shopper_id IS NULL))
      );
      CREATE INDEX session_expires_at ON session (expires_at);
      CREATE INDEX session_shopper_id ON session (shopper_id);
      CREATE INDEX session_admin_id ON session (admin_id);

      CREATE TABLE idempotency_key (
        caller text NOT NULL,
        key text NOT NULL CHECK (length(key) BETWEEN 1 AND 128),
        request_hash bytea NOT NULL CHECK (octet_length(request_hash) = 32),
        status int2 NOT NULL CHECK (status BETWEEN 200 AND 299),
        answer jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (caller, key)
      );
      CREATE INDEX idempotency_key_created_at ON idempotency_key (created_at);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE idempotency_key, session, admin, shopper');
  }
}
