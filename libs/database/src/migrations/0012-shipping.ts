import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What left the house, what WeChat has been told of it, and how many messages a shopper allowed. */
export class Shipping1700000000012 implements MigrationInterface {
  name = 'Shipping1700000000012';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE customer_order ADD COLUMN shipped_at timestamptz;
      COMMENT ON COLUMN customer_order.shipped_at IS 'when the last of it left; null while more is to come';
      UPDATE customer_order o SET shipped_at = e.at FROM order_event e
       WHERE e.order_id = o.id AND e.from_status = 2 AND e.to_status = 3;
      CREATE INDEX customer_order_shipped ON customer_order (shipped_at) WHERE status = 3;
      CREATE INDEX customer_order_to_ship ON customer_order (paid_at) WHERE status = 2;

      CREATE TABLE shipping_upload (
        order_id int4 PRIMARY KEY REFERENCES customer_order,
        logistics text NOT NULL CHECK (logistics IN ('express', 'same_city', 'virtual', 'pick_up')),
        in_parts boolean NOT NULL,
        is_complete boolean NOT NULL,
        shipment int2 NOT NULL DEFAULT 1 CHECK (shipment > 0),
        version int4 NOT NULL DEFAULT 1,
        state text NOT NULL CHECK (state IN ('wanted', 'uploaded', 'done', 'refused', 'person', 'not_managed')),
        ship_deadline timestamptz NOT NULL,
        tries int4 NOT NULL DEFAULT 0,
        next_try_at timestamptz,
        upload_time timestamptz,
        is_unanswered boolean NOT NULL DEFAULT false,
        code text,
        completed_at timestamptz,
        reshipped_at timestamptz,
        message_tries int4 NOT NULL DEFAULT 0,
        next_message_at timestamptz,
        CONSTRAINT shipping_upload_due CHECK ((state = 'wanted') = (next_try_at IS NOT NULL)),
        CONSTRAINT shipping_upload_parts CHECK (logistics = 'express' OR NOT in_parts),
        CONSTRAINT shipping_upload_whole CHECK (in_parts OR is_complete)
      );
      COMMENT ON COLUMN shipping_upload.state IS
        'uploaded: WeChat knows all so far, and more is to come; done: WeChat knows that all of it has left';
      COMMENT ON COLUMN shipping_upload.shipment IS 'which list of parcels is in force';
      COMMENT ON COLUMN shipping_upload.version IS 'an answer counts only for what was sent';
      COMMENT ON COLUMN shipping_upload.upload_time IS 'as WeChat was last told: each one is later than the one before';
      COMMENT ON COLUMN shipping_upload.is_unanswered IS 'what was last sent may have arrived';
      COMMENT ON COLUMN shipping_upload.code IS 'WeChat''s code, where it did not simply say yes';
      COMMENT ON COLUMN shipping_upload.completed_at IS 'since when WeChat knows that all of it has left';
      COMMENT ON COLUMN shipping_upload.reshipped_at IS 'when the one chance to ship anew was taken';
      COMMENT ON COLUMN shipping_upload.next_message_at IS 'when the shopper is told; null once he was, or need not be';
      CREATE INDEX shipping_upload_next ON shipping_upload (next_try_at) WHERE next_try_at IS NOT NULL;
      CREATE INDEX shipping_upload_message ON shipping_upload (next_message_at) WHERE next_message_at IS NOT NULL;
      CREATE INDEX shipping_upload_listed ON shipping_upload (state, ship_deadline, order_id);

      INSERT INTO shipping_upload (order_id, logistics, in_parts, is_complete, state, ship_deadline, next_try_at)
      SELECT id, 'same_city', false, true, CASE WHEN status = 3 THEN 'wanted' ELSE 'refused' END,
             paid_at + interval '48 hours', CASE WHEN status = 3 THEN now() END
        FROM customer_order WHERE shipped_at IS NOT NULL;

      CREATE TABLE parcel (
        order_id int4 NOT NULL REFERENCES shipping_upload,
        shipment int2 NOT NULL,
        position int2 NOT NULL CHECK (position BETWEEN 1 AND 15),
        carrier text NOT NULL CHECK (carrier ~ '^[0-9A-Za-z_]{1,128}$'),
        tracking_no text NOT NULL CHECK (tracking_no ~ '^[0-9A-Za-z_-]{1,128}$'),
        goods text CHECK (length(goods) BETWEEN 1 AND 120),
        at timestamptz NOT NULL,
        PRIMARY KEY (order_id, shipment, position),
        CONSTRAINT parcel_once UNIQUE (order_id, shipment, carrier, tracking_no)
      );
      COMMENT ON COLUMN parcel.goods IS 'null: as the order says';

      CREATE TABLE subscription (
        shopper_id int4 NOT NULL REFERENCES shopper,
        template text NOT NULL CHECK (length(template) BETWEEN 1 AND 64),
        remaining int4 NOT NULL CHECK (remaining >= 0),
        PRIMARY KEY (shopper_id, template)
      );
      COMMENT ON COLUMN subscription.remaining IS 'messages that the shopper allowed and has not been sent';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TABLE subscription, parcel, shipping_upload;
      DROP INDEX customer_order_to_ship, customer_order_shipped;
      ALTER TABLE customer_order DROP COLUMN shipped_at;
    `);
  }
}
