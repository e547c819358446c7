import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What it costs to send goods, and that it goes back once at most; what a merchant looks for among many orders. */
export class Orders1700000000018 implements MigrationInterface {
  name = 'Orders1700000000018';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE freight_rule (
        is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
        base_fen int8 NOT NULL CHECK (base_fen BETWEEN 0 AND 1000000),
        free_from_fen int8 CHECK (free_from_fen BETWEEN 1 AND 1000000000),
        changed_by text NOT NULL,
        changed_at timestamptz NOT NULL
      );
      COMMENT ON TABLE freight_rule IS 'one row, or none: then goods travel free';
      COMMENT ON COLUMN freight_rule.free_from_fen IS 'goods of so much travel without the base fee; null: none do';

      CREATE TABLE freight_province (
        province text PRIMARY KEY CHECK (length(province) BETWEEN 2 AND 3),
        surcharge_fen int8 NOT NULL CHECK (surcharge_fen BETWEEN 0 AND 1000000),
        is_served boolean NOT NULL,
        CONSTRAINT freight_province_unserved CHECK (is_served OR surcharge_fen = 0)
      );
      COMMENT ON COLUMN freight_province.province IS 'without its ending: 浙江, 内蒙古';
      COMMENT ON COLUMN freight_province.surcharge_fen IS 'on top of the base fee, also where that falls away';

      ALTER TABLE refund ADD COLUMN has_freight boolean NOT NULL DEFAULT false;
      COMMENT ON COLUMN refund.has_freight IS 'it stands for the order''s freight, as its lines stand for goods';
      CREATE UNIQUE INDEX refund_freight_once ON refund (order_id) WHERE has_freight AND state <> 'closed';

      CREATE TABLE order_replacement (
        order_id int4 PRIMARY KEY REFERENCES customer_order,
        wish jsonb NOT NULL,
        actor text NOT NULL,
        asked_at timestamptz NOT NULL,
        placed_id int4 CONSTRAINT order_replacement_placed UNIQUE REFERENCES customer_order CHECK (placed_id <> order_id)
      );
      COMMENT ON COLUMN order_replacement.wish IS 'prices and freight in fen';
      COMMENT ON COLUMN order_replacement.placed_id IS 'null until the order is closed, and for ever where it was paid after all';

      CREATE INDEX customer_order_by_status ON customer_order (status, created_at, id);
      CREATE INDEX customer_order_mobile ON customer_order ((address_snapshot ->> 'mobile'));
      CREATE INDEX order_line_product ON order_line (product_id, order_id);
      CREATE INDEX order_event_day ON order_event USING brin (at) WITH (autosummarize = on);
      CREATE INDEX money_ledger_day ON money_ledger USING brin (at) WITH (autosummarize = on);
      CREATE INDEX shopper_day ON shopper USING brin (created_at) WITH (autosummarize = on);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP INDEX shopper_day, money_ledger_day, order_event_day, order_line_product, customer_order_mobile, customer_order_by_status;
      ALTER TABLE refund DROP COLUMN has_freight;
      DROP TABLE order_replacement, freight_province, freight_rule;
    `);
  }
}
