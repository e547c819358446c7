import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An order, its lines and its timeline. Status numbers are the wire's. */
export class Order1700000000005 implements MigrationInterface {
  name = 'Order1700000000005';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE customer_order (
        id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        order_no text NOT NULL CONSTRAINT customer_order_no UNIQUE CHECK (order_no ~ '^[0-9A-Z]{20}$'),
        shopper_id int4 NOT NULL REFERENCES shopper,
        status int2 NOT NULL CHECK (status BETWEEN 1 AND 8),
        policy text NOT NULL CHECK (policy IN ('reserve', 'on_payment')),
        goods_fen int8 NOT NULL CHECK (goods_fen > 0),
        freight_fen int8 NOT NULL DEFAULT 0 CHECK (freight_fen >= 0),
        discount_fen int8 NOT NULL DEFAULT 0 CHECK (discount_fen >= 0),
        total_fen int8 NOT NULL CHECK (total_fen BETWEEN 1 AND 1000000000),
        total_count int4 NOT NULL CHECK (total_count > 0),
        snap_name text NOT NULL,
        snap_img text NOT NULL,
        address_snapshot jsonb NOT NULL,
        remark text CHECK (length(remark) <= 200),
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        closing_at timestamptz,
        close_reason text CHECK (close_reason IN ('timeout', 'shopper', 'admin')),
        next_query_at timestamptz,
        paid_at timestamptz,
        CONSTRAINT customer_order_total CHECK (goods_fen + freight_fen - discount_fen = total_fen),
        CONSTRAINT customer_order_closing CHECK ((closing_at IS NULL) = (close_reason IS NULL)),
        CONSTRAINT customer_order_closed CHECK (status <> 7 OR closing_at IS NOT NULL),
        CONSTRAINT customer_order_paid CHECK ((status IN (1, 7)) = (paid_at IS NULL))
      );
      COMMENT ON COLUMN customer_order.snap_img IS 'path below PUBLIC_URL';
      CREATE INDEX customer_order_of_shopper ON customer_order (shopper_id, id DESC);
      CREATE INDEX customer_order_newest ON customer_order (id DESC) WHERE status BETWEEN 1 AND 4;
      CREATE INDEX customer_order_expiring ON customer_order (expires_at)
        WHERE status = 1 AND closing_at IS NULL;
      CREATE INDEX customer_order_due ON customer_order (next_query_at)
        WHERE status = 1 AND next_query_at IS NOT NULL;

      CREATE TABLE order_line (
        order_id int4 NOT NULL REFERENCES customer_order,
        sku_id int4 NOT NULL,
        product_id int4 NOT NULL,
        position int2 NOT NULL,
        name text NOT NULL,
        spec text NOT NULL,
        img text NOT NULL,
        price_fen int8 NOT NULL CHECK (price_fen > 0),
        count int4 NOT NULL CHECK (count > 0),
        freight_fen int8 NOT NULL DEFAULT 0 CHECK (freight_fen >= 0),
        discount_fen int8 NOT NULL DEFAULT 0 CHECK (discount_fen >= 0),
        returned int4 NOT NULL DEFAULT 0 CHECK (returned BETWEEN 0 AND count),
        PRIMARY KEY (order_id, sku_id)
      );

      CREATE TABLE order_event (
        id int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        order_id int4 NOT NULL REFERENCES customer_order,
        from_status int2,
        to_status int2 NOT NULL,
        actor text NOT NULL,
        reason text NOT NULL,
        cause_id int8,
        at timestamptz NOT NULL
      );
      COMMENT ON COLUMN order_event.actor IS 'shopper:ID, admin:ID, wechat or system';
      CREATE INDEX order_event_of_order ON order_event (order_id, id);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE order_event, order_line, customer_order');
  }
}
