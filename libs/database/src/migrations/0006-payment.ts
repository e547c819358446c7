import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where an order and WeChat's money meet, and what WeChat told us. */
export class Payment1700000000006 implements MigrationInterface {
  name = 'Payment1700000000006';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE payment_attempt (
        order_id int4 PRIMARY KEY REFERENCES customer_order,
        gateway text NOT NULL CHECK (gateway IN ('v2', 'v3')),
        sign_type text NOT NULL CHECK (sign_type IN ('MD5', 'HMAC-SHA256', 'RSA')),
        appid text NOT NULL,
        mch_id text NOT NULL,
        description text NOT NULL,
        notify_url text NOT NULL,
        time_expire timestamptz NOT NULL,
        first_asked_at timestamptz NOT NULL,
        asked_at timestamptz NOT NULL,
        answered_at timestamptz,
        prepay_id text,
        prepaid_at timestamptz,
        CONSTRAINT payment_attempt_prepaid CHECK ((prepay_id IS NULL) = (prepaid_at IS NULL))
      );

      CREATE TABLE money_transaction (
        id int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        transaction_id text NOT NULL CONSTRAINT money_transaction_id UNIQUE,
        order_id int4 NOT NULL REFERENCES customer_order,
        gateway text NOT NULL CHECK (gateway IN ('v2', 'v3')),
        appid text NOT NULL,
        mch_id text NOT NULL,
        fen int8 NOT NULL CHECK (fen > 0),
        currency text NOT NULL,
        payer_id int4 REFERENCES shopper,
        paid_at timestamptz NOT NULL,
        source text NOT NULL CHECK (source IN ('notice', 'query')),
        disposition text NOT NULL CHECK (disposition IN ('fulfilled', 'held', 'to_refund', 'disputed')),
        recorded_at timestamptz NOT NULL
      );
      COMMENT ON COLUMN money_transaction.payer_id IS 'null where another openid than the buyer''s paid';
      CREATE UNIQUE INDEX money_transaction_fulfilled ON money_transaction (order_id)
        WHERE disposition = 'fulfilled';
      CREATE INDEX money_transaction_order_id ON money_transaction (order_id);

      CREATE TABLE money_ledger (
        id int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        kind text NOT NULL CHECK (kind IN ('PAYMENT', 'REFUND')),
        order_id int4 NOT NULL,
        cause_id int8 NOT NULL,
        fen int8 NOT NULL CHECK ((kind = 'PAYMENT') = (fen > 0) AND fen <> 0),
        at timestamptz NOT NULL,
        CONSTRAINT money_ledger_once UNIQUE (kind, cause_id)
      );
      COMMENT ON COLUMN money_ledger.cause_id IS 'PAYMENT: the money_transaction; REFUND: the refund';

      CREATE TABLE notice (
        id int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        gateway text NOT NULL CHECK (gateway IN ('v2', 'v3')),
        kind text NOT NULL,
        event_key text NOT NULL,
        headers jsonb NOT NULL,
        body bytea NOT NULL,
        outcome text NOT NULL,
        attempts int4 NOT NULL DEFAULT 1,
        received_at timestamptz NOT NULL,
        last_at timestamptz NOT NULL,
        CONSTRAINT notice_event UNIQUE (gateway, kind, event_key)
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE notice, money_ledger, money_transaction, payment_attempt');
  }
}
