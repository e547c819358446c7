import type { MigrationInterface, QueryRunner } from 'typeorm';

/** WeChat's daily bills, the gaps between its books and ours, and when this room works. */
export class Reconciliation1700000000014 implements MigrationInterface {
  name = 'Reconciliation1700000000014';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE bill (
        id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        date date NOT NULL,
        mch_id text NOT NULL,
        appid text NOT NULL,
        gateway text NOT NULL CHECK (gateway IN ('v2', 'v3')),
        sign_type text NOT NULL CHECK (sign_type IN ('MD5', 'HMAC-SHA256', 'RSA')),
        state text NOT NULL CHECK (state IN ('wanted', 'fetched', 'none', 'failed')),
        line_count int4 NOT NULL DEFAULT 0,
        paid_fen int8 NOT NULL DEFAULT 0,
        refund_fen int8 NOT NULL DEFAULT 0,
        tries int4 NOT NULL DEFAULT 0,
        trouble text,
        wanted_at timestamptz NOT NULL,
        fetched_at timestamptz,
        next_try_at timestamptz,
        CONSTRAINT bill_of_day UNIQUE (mch_id, date),
        CONSTRAINT bill_fetched CHECK (state NOT IN ('fetched', 'none') OR fetched_at IS NOT NULL)
      );
      COMMENT ON TABLE bill IS 'one a merchant and day: both gateways tell of the same trade';
      COMMENT ON COLUMN bill.date IS 'of Beijing';
      COMMENT ON COLUMN bill.trouble IS 'why it could not be had, without a word of a person';
      COMMENT ON COLUMN bill.next_try_at IS 'when it is fetched or looked at again; null where nothing is left to do';
      CREATE INDEX bill_due ON bill (next_try_at) WHERE next_try_at IS NOT NULL;

      CREATE TABLE bill_line (
        id int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        bill_id int4 NOT NULL REFERENCES bill,
        kind text NOT NULL CHECK (kind IN ('payment', 'refund', 'other')),
        appid text NOT NULL,
        transaction_id text NOT NULL,
        order_no text NOT NULL,
        currency text NOT NULL,
        fen int8 NOT NULL,
        out_refund_no text,
        refund_fen int8
      );
      CREATE INDEX bill_line_of_bill ON bill_line (bill_id);
      CREATE INDEX bill_line_transaction ON bill_line (transaction_id);
      CREATE INDEX bill_line_refund ON bill_line (out_refund_no) WHERE out_refund_no IS NOT NULL;

      CREATE TABLE case_file (
        id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        kind text NOT NULL CHECK (kind IN (
          'payment_unknown', 'payment_missing', 'payment_differs', 'refund_unknown', 'refund_missing',
          'refund_differs', 'line_strange', 'bill_none', 'bill_overdue', 'notice_unsettled', 'notice_foreign',
          'money_disputed', 'refund_refused', 'refund_abnormal', 'promise_broken')),
        subject text NOT NULL,
        bill_id int4 REFERENCES bill,
        facts jsonb NOT NULL,
        state text NOT NULL CHECK (state IN ('open', 'healed', 'acknowledged')),
        opened_at timestamptz NOT NULL,
        healed_at timestamptz,
        acknowledged_by text,
        acknowledged_at timestamptz,
        note text,
        CONSTRAINT case_file_subject UNIQUE (kind, subject),
        CONSTRAINT case_file_healed CHECK ((state = 'healed') = (healed_at IS NOT NULL)),
        CONSTRAINT case_file_acknowledged CHECK ((state = 'acknowledged') = (acknowledged_by IS NOT NULL))
      );
      COMMENT ON COLUMN case_file.subject IS 'what it is about: one gap is one case';
      COMMENT ON COLUMN case_file.facts IS 'ids and fen';
      CREATE INDEX case_file_open ON case_file (kind) WHERE state = 'open';
      CREATE INDEX case_file_of_bill ON case_file (bill_id) WHERE bill_id IS NOT NULL;

      CREATE TABLE timetable (
        name text PRIMARY KEY,
        next_at timestamptz NOT NULL,
        again boolean NOT NULL DEFAULT false
      );
      COMMENT ON TABLE timetable IS 'work that comes round: whoever moves its time does it';

      CREATE INDEX money_transaction_paid ON money_transaction (paid_at);
      CREATE INDEX money_transaction_disputed ON money_transaction (id) WHERE disposition = 'disputed';
      CREATE INDEX refund_asked ON refund (asked_at);
      CREATE INDEX refund_stuck ON refund (id) WHERE state = 'abnormal' OR refusal IS NOT NULL;
      CREATE INDEX notice_unsettled ON notice (id) WHERE outcome IN ('parked', 'orphan', 'conflict', 'foreign');
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP INDEX notice_unsettled, refund_stuck, refund_asked, money_transaction_disputed, money_transaction_paid;
      DROP TABLE timetable, case_file, bill_line, bill;
    `);
  }
}
