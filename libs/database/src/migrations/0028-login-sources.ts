import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An account is locked for the network that guesses at it, and no longer for its owner elsewhere. */
export class LoginSources1700000000028 implements MigrationInterface {
  name = 'LoginSources1700000000028';

  /** Guesses are kept for an hour, and none says where it came from: none is carried over. */
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TABLE login_guess;
      CREATE TABLE login_guess (
        account_hash bytea NOT NULL CHECK (octet_length(account_hash) = 32),
        source_hash bytea NOT NULL CHECK (octet_length(source_hash) = 32),
        failed_at timestamptz[] NOT NULL,
        locked_until timestamptz,
        opened_at timestamptz,
        last_at timestamptz NOT NULL,
        PRIMARY KEY (account_hash, source_hash)
      );
      COMMENT ON TABLE login_guess IS
        'of accounts that exist and of others alike, so that no answer tells which do; sources as hashes only';
      COMMENT ON COLUMN login_guess.opened_at IS 'the last right login from the source';
      CREATE INDEX login_guess_last_at ON login_guess (last_at);
      CREATE INDEX login_guess_of_account ON login_guess (account_hash, last_at);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TABLE login_guess;
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
}
