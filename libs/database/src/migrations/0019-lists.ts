import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What lets the merchant's lists be read from any place, by any state, without reading what is not shown. */
export class Lists1700000000019 implements MigrationInterface {
  name = 'Lists1700000000019';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE INDEX money_transaction_listed ON money_transaction (disposition, id) WHERE disposition <> 'fulfilled';
      CREATE INDEX refund_listed ON refund (state, id) WHERE state <> 'success';
      CREATE INDEX notice_listed ON notice (gateway, kind, outcome, id);
      CREATE INDEX case_file_listed ON case_file (state, kind, id);

      CREATE INDEX admin_act_newest ON admin_act (admin_id, at, id);
      CREATE INDEX admin_act_of_route ON admin_act (admin_id, route, at, id);
      DROP INDEX admin_act_of_admin;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE INDEX admin_act_of_admin ON admin_act (admin_id, id);
      DROP INDEX admin_act_of_route, admin_act_newest, case_file_listed, notice_listed, refund_listed,
        money_transaction_listed;
    `);
  }
}
