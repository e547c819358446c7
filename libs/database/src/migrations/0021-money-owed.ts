import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is left of money that must go back is a case until it is all back; a refund may be made outside WeChat. */
export class MoneyOwed1700000000021 implements MigrationInterface {
  name = 'MoneyOwed1700000000021';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE refund ADD outside_note text CHECK (length(outside_note) BETWEEN 1 AND 200);
      COMMENT ON COLUMN refund.outside_note IS 'how the merchant gave the money back outside WeChat; null: through WeChat';
      ALTER TABLE case_file DROP CONSTRAINT case_file_kind_check, ADD CONSTRAINT case_file_kind_check CHECK (kind IN (
        'payment_unknown', 'payment_missing', 'payment_differs', 'refund_unknown', 'refund_missing',
        'refund_differs', 'line_strange', 'bill_none', 'bill_overdue', 'notice_unsettled', 'notice_foreign',
        'money_disputed', 'money_owed', 'refund_refused', 'refund_abnormal', 'refund_closed', 'promise_broken'));
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DELETE FROM case_file WHERE kind IN ('money_owed', 'refund_closed');
      ALTER TABLE case_file DROP CONSTRAINT case_file_kind_check, ADD CONSTRAINT case_file_kind_check CHECK (kind IN (
        'payment_unknown', 'payment_missing', 'payment_differs', 'refund_unknown', 'refund_missing',
        'refund_differs', 'line_strange', 'bill_none', 'bill_overdue', 'notice_unsettled', 'notice_foreign',
        'money_disputed', 'refund_refused', 'refund_abnormal', 'promise_broken'));
      ALTER TABLE refund DROP outside_note;
    `);
  }
}
