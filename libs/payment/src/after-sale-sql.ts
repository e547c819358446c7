import { newestOfEach } from '@app/database';

export const OPEN_LINES = `
  SELECT sku_id FROM after_sale_line WHERE order_id = $1 AND sku_id = ANY($2::int4[]) AND is_open`;

/** Those that came to nothing count towards the limit. */
export const PAST_AFTER_SALES = `
  SELECT id, state IN ('withdrawn', 'refused') AS "isVain" FROM after_sale WHERE order_id = $1`;

export const INSERT_AFTER_SALE = `
  WITH asked AS (
    INSERT INTO after_sale (order_id, shopper_id, kind, state, reason, asked_at)
    VALUES ($1, $2, $3, 'asked', $4, now() + $7::interval)
    RETURNING id, order_id
  ), lined AS (
    INSERT INTO after_sale_line (after_sale_id, order_id, sku_id, count)
    SELECT asked.id, asked.order_id, line.* FROM asked, unnest($5::int4[], $6::int4[]) AS line
  )
  SELECT id FROM asked`;

/** Whose order is to be locked; without a shopper anybody's. */
export const ORDER_OF_AFTER_SALE = `
  SELECT order_id AS "orderId" FROM after_sale WHERE id = $1 AND ($2::int4 IS NULL OR shopper_id = $2)`;

const LINES = `
  (SELECT json_agg(json_build_object('skuId', l.sku_id, 'count', l.count) ORDER BY l.sku_id)
     FROM after_sale_line l WHERE l.after_sale_id = a.id) AS lines`;

export const AFTER_SALE = `
  SELECT a.id, a.kind, a.state, a.carrier, a.tracking_no AS "trackingNo", a.restock, ${LINES}
    FROM after_sale a WHERE a.id = $1`;

/** A return's carrier and number are one: a new number without a carrier forgets the old one's. */
export const TURN_AFTER_SALE = `
  UPDATE after_sale
     SET state = $2, refusal = COALESCE($3, refusal),
         carrier = CASE WHEN $5::text IS NULL THEN carrier ELSE $4 END, tracking_no = COALESCE($5, tracking_no),
         restock = COALESCE($6, restock), refund_id = COALESCE($7, refund_id),
         ended_at = CASE WHEN $2 IN ('done', 'refused', 'withdrawn') THEN now() + $8::interval END
   WHERE id = $1`;

export const AFTER_SALE_OF_REFUND = `SELECT id, state FROM after_sale WHERE refund_id = $1`;

/** With what a person calls them. */
const NAMED_LINES = `
  (SELECT json_agg(json_build_object('skuId', l.sku_id, 'count', l.count, 'name', o.name, 'spec', o.spec,
                                     'priceFen', o.price_fen) ORDER BY l.sku_id)
     FROM after_sale_line l JOIN order_line o ON o.order_id = l.order_id AND o.sku_id = l.sku_id
    WHERE l.after_sale_id = a.id) AS lines`;

const LISTED = `
  a.id, a.order_id AS "orderId", a.kind, a.state, a.reason, a.refusal, a.carrier, a.tracking_no AS "trackingNo",
  a.refund_id AS "refundId", r.fen, a.asked_at AS "askedAt", a.ended_at AS "endedAt", ${NAMED_LINES}`;

export const LIST_AFTER_SALES = `
  SELECT ${LISTED}
    FROM unnest($1::text[]) AS asked (state),
         ${newestOfEach('after_sale', ['state'], { before: '$2', limit: '$3' })} a
    LEFT JOIN refund r ON r.id = a.refund_id
   ORDER BY a.id DESC LIMIT $3`;

export const AFTER_SALES_OF_ORDER = `
  SELECT ${LISTED}
    FROM after_sale a LEFT JOIN refund r ON r.id = a.refund_id
   WHERE a.order_id = $1 AND a.state = ANY($2::text[]) AND a.id < COALESCE($3::int8, 9223372036854775807)
   ORDER BY a.id DESC LIMIT $4`;

export const OWNS_ORDER = `SELECT 1 FROM customer_order WHERE id = $1 AND shopper_id = $2`;
