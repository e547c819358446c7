import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What lets the merchant's lists be read from any place, by any state, without reading what is not shown. */
export class Lists1700000000019 implements MigrationInterface {
  name = 'Lists1700000000019';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE INDEX money_transaction_listed ON money_transaction (disposition, id);
      CREATE INDEX refund_listed ON refund (state, id);
      CREATE INDEX notice_listed ON notice (gateway, kind, outcome, id);
      CREATE INDEX case_file_listed ON case_file (state, kind, id);
      CREATE INDEX admin_act_listed ON admin_act (admin_id, route, at, id);
      DROP INDEX admin_act_of_admin;

      DROP INDEX money_ledger_day, order_event_day;
      CREATE INDEX order_event_day ON order_event USING brin (at) WITH (pages_per_range = 16, autosummarize = on);
      CREATE INDEX money_ledger_day ON money_ledger USING brin (at) WITH (pages_per_range = 16, autosummarize = on);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP INDEX money_ledger_day, order_event_day;
      CREATE INDEX money_ledger_day ON money_ledger USING brin (at) WITH (autosummarize = on);
      CREATE INDEX order_event_day ON order_event USING brin (at) WITH (autosummarize = on);

      CREATE INDEX admin_act_of_admin ON admin_act (admin_id, id);
      DROP INDEX admin_act_listed, case_file_listed, notice_listed, refund_listed,
        money_transaction_listed;
    `);
  }
}
