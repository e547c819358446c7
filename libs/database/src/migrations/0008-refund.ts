import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Money that goes back. A refund that is not closed owns its fen and its pieces of goods. */
export class Refund1700000000008 implements MigrationInterface {
  name = 'Refund1700000000008';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE refund (
        id int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        out_refund_no text NOT NULL CONSTRAINT refund_no UNIQUE CHECK (out_refund_no ~ '^[0-9A-Za-z_|*@-]{1,64}$'),
        money_transaction_id int8 NOT NULL REFERENCES money_transaction,
        order_id int4 NOT NULL REFERENCES customer_order,
        fen int8 NOT NULL CHECK (fen > 0),
        reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 80),
        restock boolean NOT NULL,
        actor text NOT NULL,
        notify_url text,
        state text NOT NULL CHECK (state IN ('requested', 'processing', 'success', 'closed', 'abnormal')),
        refund_id text CONSTRAINT refund_wechat_id UNIQUE,
        asks int4 NOT NULL DEFAULT 0,
        asked_at timestamptz,
        next_ask_at timestamptz,
        refusal text,
        requested_at timestamptz NOT NULL,
        succeeded_at timestamptz,
        CONSTRAINT refund_succeeded CHECK ((state = 'success') = (succeeded_at IS NOT NULL)),
        CONSTRAINT refund_over CHECK (state NOT IN ('success', 'closed') OR next_ask_at IS NULL)
      );
      COMMENT ON COLUMN refund.actor IS 'admin:ID, system, or wechat for one made in WeChat''s own portal';
      COMMENT ON COLUMN refund.notify_url IS 'as WeChat was told; null where nobody asked';
      COMMENT ON COLUMN refund.asked_at IS 'when WeChat was last asked to refund it';
      COMMENT ON COLUMN refund.refusal IS 'WeChat''s code, where a person has to see to it';
      CREATE INDEX refund_of_transaction ON refund (money_transaction_id);
      CREATE INDEX refund_of_order ON refund (order_id);
      CREATE INDEX refund_due ON refund (next_ask_at) WHERE next_ask_at IS NOT NULL;

      CREATE TABLE refund_line (
        refund_id int8 NOT NULL REFERENCES refund,
        sku_id int4 NOT NULL,
        count int4 NOT NULL CHECK (count > 0),
        PRIMARY KEY (refund_id, sku_id)
      );

      CREATE FUNCTION refuse_refund_above_payment() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        paid int8;
        given int8;
      BEGIN
        SELECT fen INTO paid FROM money_transaction WHERE id = NEW.money_transaction_id FOR NO KEY UPDATE;
        SELECT COALESCE(sum(fen), 0) INTO given FROM refund
         WHERE money_transaction_id = NEW.money_transaction_id AND state <> 'closed' AND id <> NEW.id;
        IF NEW.state <> 'closed' AND given + NEW.fen > paid THEN
          RAISE EXCEPTION 'refunds of transaction % would exceed what was paid', NEW.money_transaction_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_within_payment';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER refund_within_payment BEFORE INSERT OR UPDATE OF state, fen ON refund
        FOR EACH ROW EXECUTE FUNCTION refuse_refund_above_payment();

      CREATE INDEX money_transaction_owed ON money_transaction (recorded_at)
        WHERE disposition IN ('held', 'to_refund');
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP INDEX money_transaction_owed;
      DROP TABLE refund_line, refund;
      DROP FUNCTION refuse_refund_above_payment();
    `);
  }
}
