import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What shoppers want back after a sale. A line is in one open request at most, and PostgreSQL sees to it. */
export class AfterSale1700000000013 implements MigrationInterface {
  name = 'AfterSale1700000000013';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE after_sale (
        id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        order_id int4 NOT NULL REFERENCES customer_order,
        shopper_id int4 NOT NULL REFERENCES shopper,
        kind text NOT NULL CHECK (kind IN ('refund_only', 'return_refund')),
        state text NOT NULL CHECK (state IN ('asked', 'agreed', 'returning', 'refunding', 'refund_closed', 'done',
                                             'refused', 'withdrawn')),
        is_open boolean NOT NULL GENERATED ALWAYS AS (state NOT IN ('done', 'refused', 'withdrawn')) STORED,
        reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 200),
        refusal text CHECK (length(refusal) BETWEEN 1 AND 200),
        carrier text CHECK (length(carrier) BETWEEN 1 AND 30),
        tracking_no text CHECK (length(tracking_no) BETWEEN 1 AND 40),
        restock boolean,
        refund_id int8 CONSTRAINT after_sale_refund UNIQUE REFERENCES refund,
        asked_at timestamptz NOT NULL,
        ended_at timestamptz,
        CONSTRAINT after_sale_is_open UNIQUE (id, order_id, is_open),
        CONSTRAINT after_sale_refusal CHECK ((state = 'refused') = (refusal IS NOT NULL)),
        CONSTRAINT after_sale_return CHECK (kind = 'return_refund'
                                            OR (state NOT IN ('agreed', 'returning') AND tracking_no IS NULL)),
        CONSTRAINT after_sale_number CHECK (state <> 'returning' OR tracking_no IS NOT NULL),
        CONSTRAINT after_sale_refunded CHECK (state NOT IN ('refunding', 'refund_closed', 'done')
                                              OR refund_id IS NOT NULL),
        CONSTRAINT after_sale_ended CHECK (is_open = (ended_at IS NULL))
      );
      COMMENT ON COLUMN after_sale.restock IS
        'whether goods come back into stock; null where that is for the refund to know';
      COMMENT ON COLUMN after_sale.refund_id IS 'the last one, where WeChat closed others';
      CREATE INDEX after_sale_of_order ON after_sale (order_id);
      CREATE INDEX after_sale_in_state ON after_sale (state, id);

      CREATE TABLE after_sale_line (
        after_sale_id int4 NOT NULL,
        order_id int4 NOT NULL,
        sku_id int4 NOT NULL,
        count int4 NOT NULL CHECK (count > 0),
        is_open boolean NOT NULL DEFAULT true,
        PRIMARY KEY (after_sale_id, sku_id),
        FOREIGN KEY (order_id, sku_id) REFERENCES order_line,
        CONSTRAINT after_sale_line_is_open FOREIGN KEY (after_sale_id, order_id, is_open)
          REFERENCES after_sale (id, order_id, is_open) ON UPDATE CASCADE
      );
      COMMENT ON COLUMN after_sale_line.is_open IS 'follows its request by the foreign key';
      CREATE UNIQUE INDEX after_sale_one_open ON after_sale_line (order_id, sku_id) WHERE is_open;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE after_sale_line, after_sale');
  }
}
