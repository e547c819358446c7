import { newestOfEach } from '@app/database';

export const KNOWN_TRANSACTION = `
  SELECT t.order_id AS "orderId", o.order_no AS "orderNo"
    FROM money_transaction t JOIN customer_order o ON o.id = t.order_id WHERE t.transaction_id = $1`;

export const MERCHANT_OF_ORDER = `
  SELECT appid AS "appId", mch_id AS "mchId" FROM payment_attempt WHERE order_id = $1`;

export const MERCHANT_OF_ORDER_NO = `
  SELECT a.gateway, a.sign_type AS "signType", a.appid AS "appId", a.mch_id AS "mchId"
    FROM customer_order o JOIN payment_attempt a ON a.order_id = o.id WHERE o.order_no = $1`;

/** The payer is recorded as the shopper where it was he, and left open where somebody else paid. */
export const INSERT_TRANSACTION = `
  WITH booked AS (
    INSERT INTO money_transaction (transaction_id, order_id, gateway, appid, mch_id, fen, currency, payer_id,
                                   paid_at, source, disposition, recorded_at)
    SELECT $1, $2, $3, $4, $5, $6, $7,
           (SELECT id FROM shopper WHERE id = $9 AND openid = $8), $10, $11, $12, now() + $13::interval
    RETURNING id, order_id, fen, recorded_at
  ), ledger AS (
    INSERT INTO money_ledger (kind, order_id, cause_id, fen, at)
    SELECT 'PAYMENT', order_id, id, fen, recorded_at FROM booked
  )
  SELECT id FROM booked`;

export const STATUS_FOR_SHOPPER = `SELECT status FROM customer_order WHERE id = $1 AND shopper_id = $2`;

export const FULFIL_HELD = `
  UPDATE money_transaction SET disposition = 'fulfilled'
   WHERE order_id = $1 AND disposition = 'held' RETURNING id`;

/**
 * Asks again with what was asked first: WeChat refuses a number that comes back with other fields.
 * A prepay_id is good for two hours; we stop using it after 110 minutes.
 */
export const UPSERT_ATTEMPT = `
  INSERT INTO payment_attempt AS attempt (order_id, gateway, sign_type, appid, mch_id, description, notify_url,
                                          time_expire, first_asked_at, asked_at)
  SELECT $1, $2, $3, $4, $5, $6, $7, o.expires_at, now() + $8::interval, now() + $8::interval
    FROM customer_order o WHERE o.id = $1
  ON CONFLICT (order_id) DO UPDATE SET asked_at = excluded.asked_at
  RETURNING gateway, sign_type AS "signType", appid AS "appId", mch_id AS "mchId", description,
            notify_url AS "notifyUrl", time_expire AS "timeExpire", attempt.xmax = 0 AS "isFirst"`;

/** The first ask may lengthen the order's life a little, so that WeChat takes its time_expire. */
export const PROLONG = `
  UPDATE customer_order SET expires_at = greatest(expires_at, now() + $2::interval + interval '6 minutes')
   WHERE id = $1 AND NOT EXISTS (SELECT FROM payment_attempt WHERE order_id = $1)`;

export const FRESH_PREPAY = `
  SELECT gateway, sign_type AS "signType", prepay_id AS "prepayId" FROM payment_attempt
   WHERE order_id = $1 AND prepaid_at > now() + $2::interval - interval '110 minutes'`;

/**
 * Tells the order's status too: a notice may have been faster than this answer. Where it was not, WeChat is asked
 * of its own accord from now on.
 */
export const RECORD_ANSWER = `
  WITH answered AS (
    UPDATE payment_attempt
       SET answered_at = now() + $3::interval,
           prepay_id = COALESCE($2, prepay_id),
           prepaid_at = CASE WHEN $2::text IS NULL THEN prepaid_at ELSE now() + $3::interval END,
           queries = CASE WHEN $2::text IS NULL THEN queries ELSE 0 END
     WHERE order_id = $1
    RETURNING order_id
  ), pending AS (
    UPDATE customer_order SET next_query_at = now() + $3::interval + make_interval(secs => $4)
     WHERE id = $1 AND status = 1 AND closing_at IS NULL AND $2::text IS NOT NULL
  )
  SELECT o.status FROM customer_order o JOIN answered a ON a.order_id = o.id`;

/**
 * Takes pending orders whose time to be asked about has come, and says when they are asked about again: `$2` are
 * the pauses in seconds, after the last of which their closing asks.
 */
export const CLAIM_PENDING = `
  WITH due AS (
    SELECT id FROM customer_order
     WHERE status = 1 AND closing_at IS NULL AND next_query_at <= now() + $1::interval
     ORDER BY next_query_at LIMIT $3 FOR NO KEY UPDATE SKIP LOCKED
  ), counted AS (
    UPDATE payment_attempt a SET queries = a.queries + 1 FROM due WHERE a.order_id = due.id RETURNING a.*
  )
  UPDATE customer_order o
     SET next_query_at = now() + $1::interval + make_interval(secs => ($2::int4[])[c.queries + 1])
    FROM counted c WHERE o.id = c.order_id
  RETURNING o.order_no AS "orderNo", c.gateway, c.sign_type AS "signType", c.appid AS "appId", c.mch_id AS "mchId"`;

export const ATTEMPT = `
  SELECT a.gateway, a.sign_type AS "signType", a.appid AS "appId", a.mch_id AS "mchId", o.order_no AS "orderNo",
         CASE WHEN a.answered_at >= a.asked_at THEN NULL
              ELSE extract(epoch FROM now() + $2::interval - a.asked_at)::float8 END AS "unansweredSeconds",
         extract(epoch FROM now() + $2::interval - a.first_asked_at)::float8 AS "ageSeconds"
    FROM payment_attempt a JOIN customer_order o ON o.id = a.order_id WHERE a.order_id = $1`;

/** Orders whose time to pay is over begin to close, with the event that says so. */
export const EXPIRE = `
  WITH due AS (
    SELECT id FROM customer_order
     WHERE status = 1 AND closing_at IS NULL AND expires_at <= now() + $1::interval
     ORDER BY expires_at LIMIT 200 FOR NO KEY UPDATE SKIP LOCKED
  ), closing AS (
    UPDATE customer_order o
       SET closing_at = now() + $1::interval, close_reason = 'timeout', next_query_at = now() + $1::interval
      FROM due WHERE o.id = due.id RETURNING o.id, o.status, o.closing_at
  )
  INSERT INTO order_event (order_id, from_status, to_status, actor, reason, at)
  SELECT id, status, status, 'system', 'closing', closing_at FROM closing`;

/** Takes closing orders whose time to be looked at has come; a worker that dies gives them back after a minute. */
export const CLAIM_CLOSING = `
  UPDATE customer_order o SET next_query_at = now() + $1::interval + interval '1 minute'
    FROM (SELECT id FROM customer_order
           WHERE status = 1 AND closing_at IS NOT NULL AND next_query_at <= now() + $1::interval
           ORDER BY next_query_at LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED) due
   WHERE o.id = due.id RETURNING o.id`;

export const LOOK_AGAIN = `
  UPDATE customer_order SET next_query_at = now() + $3::interval + make_interval(secs => $2)
   WHERE id = $1 AND status = 1`;

const LISTED = `
  t.id, t.transaction_id AS "transactionId", t.order_id AS "orderId", t.gateway, t.fen, t.currency, t.paid_at AS "paidAt",
  t.source, t.disposition`;

export const LIST_TRANSACTIONS = `
  SELECT ${LISTED}
    FROM unnest($1::text[]) AS asked (disposition),
         ${newestOfEach('money_transaction', ['disposition'], { before: '$2', limit: '$3' })} t
   ORDER BY t.id DESC LIMIT $3`;

export const TRANSACTIONS_OF_ORDER = `
  SELECT ${LISTED} FROM money_transaction t
   WHERE t.order_id = $1 AND t.disposition = ANY($2::text[]) AND t.id < COALESCE($3, 9223372036854775807)
   ORDER BY t.id DESC LIMIT $4`;
