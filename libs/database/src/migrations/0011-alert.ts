import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the merchant has to hear of, and up to where he has been told. */
export class Alert1700000000011 implements MigrationInterface {
  name = 'Alert1700000000011';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE alert (
        id int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        key text NOT NULL CONSTRAINT alert_key UNIQUE,
        kind text NOT NULL CHECK (kind IN (
          'orders_paid', 'short_stock', 'after_sale', 'ship_deadline', 'upload_person', 'case_open', 'certificate',
          'backup_failed', 'digest')),
        text text NOT NULL,
        raised_at timestamptz NOT NULL,
        delivered_at timestamptz
      );
      COMMENT ON COLUMN alert.key IS 'what it is about: a repeat is not raised again';
      COMMENT ON COLUMN alert.text IS 'ids, order numbers and amounts, nothing of a person';
      COMMENT ON COLUMN alert.delivered_at IS 'when the robot took it; null where there is none';
      CREATE INDEX alert_raised ON alert (raised_at);

      CREATE TABLE alert_tally (
        name text PRIMARY KEY,
        last_id int8 NOT NULL,
        next_at timestamptz NOT NULL
      );
      COMMENT ON COLUMN alert_tally.last_id IS 'the last row that was told of';
      COMMENT ON COLUMN alert_tally.next_at IS 'when the next ones may be told of';

      ALTER TABLE customer_order ADD COLUMN deadline_told_at timestamptz;
      COMMENT ON COLUMN customer_order.deadline_told_at IS 'when the merchant was told that it must leave within a day';
      CREATE INDEX customer_order_deadline ON customer_order (paid_at) WHERE status = 2 AND deadline_told_at IS NULL;

      CREATE INDEX order_event_shipped ON order_event (at) WHERE reason = 'ship';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP INDEX order_event_shipped, customer_order_deadline;
      ALTER TABLE customer_order DROP COLUMN deadline_told_at;
      DROP TABLE alert_tally, alert;
    `);
  }
}
