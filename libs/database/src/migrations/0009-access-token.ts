import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The access token that all instances share, and room for what WeChat pushes. */
export class AccessToken1700000000009 implements MigrationInterface {
  name = 'AccessToken1700000000009';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE UNLOGGED TABLE wechat_access_token (
        app_id text PRIMARY KEY,
        token text,
        expires_at timestamptz,
        claimed_until timestamptz,
        CONSTRAINT wechat_access_token_expires CHECK ((token IS NULL) = (expires_at IS NULL))
      );
      COMMENT ON TABLE wechat_access_token IS
        'unlogged: neither replicas nor archives see the token, and after a crash it is fetched again';

      ALTER TABLE notice DROP CONSTRAINT notice_gateway_check;
      ALTER TABLE notice ADD CONSTRAINT notice_gateway CHECK (gateway IN ('v2', 'v3', 'push'));
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DELETE FROM notice WHERE gateway = 'push';
      ALTER TABLE notice DROP CONSTRAINT notice_gateway;
      ALTER TABLE notice ADD CONSTRAINT notice_gateway_check CHECK (gateway IN ('v2', 'v3'));
      DROP TABLE wechat_access_token;
    `);
  }
}
