import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Periodic work says when it last ended well; a discrepancy says when WeChat is asked about it next. */
export class Verification1700000000022 implements MigrationInterface {
  name = 'Verification1700000000022';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE timetable
        ADD COLUMN done_at timestamptz,
        ADD COLUMN tries int4 NOT NULL DEFAULT 0,
        ADD COLUMN trouble text;
      COMMENT ON COLUMN timetable.done_at IS 'when a round last ended well; before that, when the first one began';
      COMMENT ON COLUMN timetable.tries IS 'rounds that began since then';
      COMMENT ON COLUMN timetable.trouble IS 'why the last round failed, where it did';
      UPDATE timetable SET done_at = next_at - interval '1 day' WHERE name = 'verify';

      CREATE TABLE discrepancy_query (
        kind text NOT NULL,
        subject text NOT NULL,
        bill_id int4 REFERENCES bill,
        queries int4 NOT NULL,
        next_query_at timestamptz NOT NULL,
        PRIMARY KEY (kind, subject)
      );
      COMMENT ON TABLE discrepancy_query IS 'how often WeChat was asked about a discrepancy, and when it is asked again';
      CREATE INDEX discrepancy_query_of_bill ON discrepancy_query (bill_id);

      ALTER TABLE bill ADD COLUMN unread jsonb NOT NULL DEFAULT '[]';
      COMMENT ON COLUMN bill.unread IS 'lines that could not be read, with the payment that each is about';

      ALTER TABLE case_file
        DROP CONSTRAINT case_file_kind_check,
        ADD CONSTRAINT case_file_kind_check CHECK (kind IN (
          'payment_unknown', 'payment_missing', 'payment_differs', 'refund_unknown', 'refund_missing',
          'refund_differs', 'line_strange', 'bill_none', 'bill_overdue', 'bill_unread', 'notice_unsettled',
          'notice_foreign', 'money_disputed', 'money_owed', 'refund_refused', 'refund_abnormal', 'refund_closed',
          'promise_broken', 'verify_overdue'));
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DELETE FROM case_file WHERE kind IN ('verify_overdue', 'bill_unread');
      ALTER TABLE case_file
        DROP CONSTRAINT case_file_kind_check,
        ADD CONSTRAINT case_file_kind_check CHECK (kind IN (
          'payment_unknown', 'payment_missing', 'payment_differs', 'refund_unknown', 'refund_missing',
          'refund_differs', 'line_strange', 'bill_none', 'bill_overdue', 'notice_unsettled', 'notice_foreign',
          'money_disputed', 'money_owed', 'refund_refused', 'refund_abnormal', 'refund_closed', 'promise_broken'));
      ALTER TABLE bill DROP COLUMN unread;
      DROP TABLE discrepancy_query;
      ALTER TABLE timetable DROP COLUMN done_at, DROP COLUMN tries, DROP COLUMN trouble;
    `);
  }
}
