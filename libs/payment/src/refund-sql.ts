import { newestOfEach } from '@app/database';
import { hasRefundsLeft, mustGoBack, ownedFen, restFen } from './owed-sql';

/** A payment and what refunds own of it; the order's lock keeps both still. */
const paymentWhere = (condition: string) => `
  SELECT t.id, t.fen, t.currency, t.disposition, t.paid_at < now() + $2::interval - interval '1 year' AS overdue,
         count(r.id)::int4 AS refunds, ${ownedFen('t')} AS "ownedFen",
         COALESCE(bool_or(r.has_freight) FILTER (WHERE r.state <> 'closed'), false) AS "isFreightOwned"
    FROM money_transaction t LEFT JOIN refund r ON r.money_transaction_id = t.id
   WHERE ${condition} GROUP BY t.id`;

/** The one that made the order paid. */
export const PAYMENT_OF_ORDER = paymentWhere(`t.order_id = $1 AND t.disposition IN ('fulfilled', 'held')`);

export const PAYMENT_BY_ID = paymentWhere('t.id = $1');

export const ORDER_OF_PAYMENT = `SELECT order_id AS "orderId" FROM money_transaction WHERE id = $1`;

/** Pieces that refunds of an order own. */
export const REFUNDED_PIECES = `
  SELECT l.sku_id AS "skuId", sum(l.count)::int4 AS count
    FROM refund r JOIN refund_line l ON l.refund_id = r.id
   WHERE r.order_id = $1 AND r.state <> 'closed' GROUP BY l.sku_id`;

/**
 * After the highest number of the order `o` that is known. Counting the rows would repeat a number after a restored
 * backup, which may know a later refund of the order and not an earlier one.
 */
const NEXT_NUMBER = `
  (SELECT COALESCE(max(substring(known.out_refund_no FROM 'R([0-9]{1,6})$')::int4), 0) + 1 FROM refund known
    WHERE known.order_id = o.id AND starts_with(known.out_refund_no, o.order_no || 'R'))`;

export const INSERT_REFUND = `
  WITH begun AS (
    INSERT INTO refund (out_refund_no, money_transaction_id, order_id, fen, reason, restock, actor, notify_url,
                        state, next_ask_at, requested_at, has_freight)
    SELECT o.order_no || 'R' || ${NEXT_NUMBER}, $2, o.id, $3, $4, $5, $6,
           $7 || CASE t.gateway WHEN 'v3' THEN '/v3' ELSE '' END,
           'requested', now() + $10::interval, now() + $10::interval, $11
      FROM customer_order o, money_transaction t WHERE o.id = $1 AND t.id = $2
    RETURNING id
  ), lined AS (
    INSERT INTO refund_line (refund_id, sku_id, count)
    SELECT begun.id, line.* FROM begun, unnest($8::int4[], $9::int4[]) AS line
  )
  SELECT id FROM begun`;

/**
 * Money that must go back and of which a part or all has no refund; after a refund that WeChat closed an hour passes
 * before the next.
 */
export const OWED = `
  SELECT t.id, t.order_id AS "orderId", t.disposition FROM money_transaction t
   WHERE ${mustGoBack('t')} AND ${restFen('t')} > 0
     AND NOT EXISTS (SELECT FROM refund r WHERE r.money_transaction_id = t.id
                        AND r.state = 'closed' AND r.asked_at > now() + $1::interval - interval '1 hour')
     AND ${hasRefundsLeft('t')}
   ORDER BY t.id LIMIT $3`;

/**
 * Refunds that may be walked on. WeChat wants a minute between two refunds of one payment: one that is new waits
 * for the other's minute.
 */
const DUE = `
  r.next_ask_at <= now() + $1::interval
  AND (r.state <> 'requested' OR NOT EXISTS (
        SELECT FROM refund other WHERE other.money_transaction_id = r.money_transaction_id AND other.id <> r.id
           AND other.asked_at > now() + $1::interval - interval '61 seconds'))`;

/** Asked before anything is locked: mostly nothing is due. */
export const ANY_DUE = `SELECT 1 FROM refund r WHERE ${DUE} LIMIT 1`;

/** Payments with such a refund: their locks keep two workers from two refunds of one payment. */
export const LOCK_DUE = `
  SELECT t.id FROM money_transaction t
   WHERE t.id IN (SELECT r.money_transaction_id FROM refund r WHERE ${DUE} ORDER BY r.next_ask_at LIMIT $2)
   ORDER BY t.id FOR NO KEY UPDATE SKIP LOCKED`;

/** Takes of each payment the refund that is due first; a worker that dies gives it back after a minute. */
export const CLAIM_DUE = `
  WITH due AS (
    SELECT DISTINCT ON (r.money_transaction_id) r.id FROM refund r
     WHERE r.money_transaction_id = ANY($2::int8[]) AND ${DUE}
     ORDER BY r.money_transaction_id, r.next_ask_at, r.id
  ), claimed AS (
    UPDATE refund r SET asks = r.asks + 1, next_ask_at = now() + $1::interval + interval '1 minute',
                        asked_at = CASE r.state WHEN 'requested' THEN now() + $1::interval ELSE r.asked_at END
      FROM due WHERE r.id = due.id RETURNING r.*
  )
  SELECT c.id, c.order_id AS "orderId", c.state, c.asks, c.out_refund_no AS "outRefundNo", c.fen AS "refundFen",
         c.reason, c.notify_url AS "notifyUrl", o.order_no AS "orderNo", t.transaction_id AS "transactionId",
         t.fen AS "totalFen", t.gateway, t.appid AS "appId", t.mch_id AS "mchId",
         COALESCE(a.sign_type, CASE t.gateway WHEN 'v3' THEN 'RSA' ELSE $3 END) AS "signType"
    FROM claimed c JOIN money_transaction t ON t.id = c.money_transaction_id
    JOIN customer_order o ON o.id = c.order_id LEFT JOIN payment_attempt a ON a.order_id = c.order_id AND a.gateway = t.gateway`;

/** When WeChat is asked again; never where a code leaves it to a person. */
export const ASK_AGAIN = `
  UPDATE refund SET next_ask_at = now() + $2::interval + make_interval(secs => $3), refusal = $4
   WHERE id = $1 AND state NOT IN ('success', 'closed')`;

export const REFUND_BY_NO = `
  SELECT r.id, r.money_transaction_id AS "moneyTransactionId", r.fen, r.state, r.restock, r.refund_id AS "refundId",
         t.transaction_id AS "transactionId", t.fen AS "paidFen", t.disposition
    FROM refund r JOIN money_transaction t ON t.id = r.money_transaction_id
   WHERE r.order_id = $1 AND r.out_refund_no = $2 FOR NO KEY UPDATE OF t, r`;

/** Refused for good: WeChat does not have it, and is asked for it no more. */
const REFUSED = `r.state = 'requested' AND r.next_ask_at IS NULL AND r.refusal IS NOT NULL`;

/**
 * Ours that WeChat refused for good, and said that it does not have: they make room for one that it made in
 * their stead. Both never stand there, for then it would have given back more than was paid.
 */
export const GIVE_UP_REFUSED = `
  UPDATE refund r SET state = 'closed' FROM money_transaction t
   WHERE t.order_id = $1 AND t.transaction_id = $2 AND r.money_transaction_id = t.id
     AND ${REFUSED} AND ${restFen('t')} < $3
  RETURNING r.id`;

/** WeChat refuses what it has no room for, and a refund that it closed makes room: the refused ones are asked again. */
export const ASK_REFUSED = `
  UPDATE refund r SET next_ask_at = now() + $2::interval, asks = 0 WHERE r.money_transaction_id = $1 AND ${REFUSED}`;

/** What no refund owns of a payment of the order. */
export const REST_OF_PAYMENT = `
  SELECT t.id, ${restFen('t')} AS "restFen" FROM money_transaction t WHERE t.order_id = $1 AND t.transaction_id = $2`;

/** WeChat's word on these decides next: it cannot have them all beside a refund that it made in the portal. */
export const ASK_NOW = `
  UPDATE refund SET next_ask_at = LEAST(next_ask_at, now() + $2::interval)
   WHERE money_transaction_id = $1 AND next_ask_at IS NOT NULL`;

/**
 * One that a person made in WeChat's portal: its number is WeChat's. One that WeChat has closed owns nothing, and
 * is known as closed from the first.
 */
export const ADOPT_REFUND = `
  INSERT INTO refund (out_refund_no, money_transaction_id, order_id, fen, reason, restock, actor, state, refund_id,
                      requested_at, next_ask_at)
  SELECT $2, t.id, t.order_id, $4, '商户平台退款', false, 'wechat', adopted.state, $6, now() + $5::interval,
         CASE adopted.state WHEN 'processing' THEN now() + $5::interval + interval '1 minute' END
    FROM money_transaction t, (SELECT CASE WHEN $7 THEN 'closed' ELSE 'processing' END AS state) adopted
   WHERE t.order_id = $1 AND t.transaction_id = $3
  RETURNING id`;

export const TURN_REFUND = `
  WITH turned AS (
    UPDATE refund SET state = $2, refund_id = $3, refusal = NULL,
                      succeeded_at = CASE $2 WHEN 'success' THEN COALESCE($4, now() + $5::interval) END,
                      next_ask_at = CASE WHEN $2 IN ('success', 'closed') THEN NULL
                                         ELSE now() + $5::interval + make_interval(secs => $6) END
     WHERE id = $1 RETURNING id, order_id, fen, state
  )
  INSERT INTO money_ledger (kind, order_id, cause_id, fen, at)
  SELECT 'REFUND', order_id, id, -fen, now() + $5::interval FROM turned WHERE state = 'success'`;

export const REFUSED_REFUND = `
  SELECT o.order_no AS "orderNo", t.transaction_id AS "transactionId", r.out_refund_no AS "outRefundNo"
    FROM refund r JOIN money_transaction t ON t.id = r.money_transaction_id JOIN customer_order o ON o.id = r.order_id
   WHERE r.id = $1 AND ${REFUSED}`;

/** Closed without a note; with one the money is back, though WeChat has not moved it. */
export const END_REFUSED = `
  WITH ended AS (
    UPDATE refund r SET state = CASE WHEN $2::text IS NULL THEN 'closed' ELSE 'success' END, outside_note = $2,
                        succeeded_at = CASE WHEN $2 IS NULL THEN NULL ELSE now() + $3::interval END
     WHERE r.id = $1 AND ${REFUSED} RETURNING r.id, r.order_id, r.fen, r.state
  ), booked AS (
    INSERT INTO money_ledger (kind, order_id, cause_id, fen, at)
    SELECT 'REFUND', order_id, id, -fen, now() + $3::interval FROM ended WHERE state = 'success'
  )
  SELECT id FROM ended`;

export const REFUND_LINES = `SELECT sku_id AS "skuId", count FROM refund_line WHERE refund_id = $1 ORDER BY sku_id`;

export const REFUNDED_FEN = `
  SELECT COALESCE(sum(fen), 0)::int8 AS fen FROM refund WHERE money_transaction_id = $1 AND state = 'success'`;

/** A row where refunds that are not closed own the whole of what the order's payment brought. */
export const wholeRefundOpen = (orderId: string) => `
  SELECT 1 FROM money_transaction t
   WHERE t.order_id = ${orderId} AND t.disposition IN ('fulfilled', 'held') AND ${restFen('t')} <= 0`;

export const WHOLE_REFUND_OPEN = wholeRefundOpen('$1');

const LISTED = `
  r.id, r.out_refund_no AS "outRefundNo", r.order_id AS "orderId", p.transaction_id AS "transactionId", r.fen, r.reason,
  r.restock, r.has_freight AS "hasFreight", r.actor, r.state, r.refusal, r.refund_id AS "refundId",
  r.outside_note AS "outsideNote", r.requested_at AS "requestedAt", r.succeeded_at AS "succeededAt"`;

export const LIST_REFUNDS = `
  SELECT ${LISTED}
    FROM unnest($1::text[]) AS asked (state),
         ${newestOfEach('refund', ['state'], { before: '$2', limit: '$3' })} r
    JOIN money_transaction p ON p.id = r.money_transaction_id
   ORDER BY r.id DESC LIMIT $3`;

export const REFUNDS_OF_ORDER = `
  SELECT ${LISTED}
    FROM refund r JOIN money_transaction p ON p.id = r.money_transaction_id
   WHERE r.order_id = $1 AND r.state = ANY($2::text[]) AND r.id < COALESCE($3, 9223372036854775807)
   ORDER BY r.id DESC LIMIT $4`;

/** A person has mended what WeChat refused: the same number is asked again. */
export const RETRY_REFUND = `
  UPDATE refund SET next_ask_at = now() + $2::interval, asks = 0, refusal = NULL
   WHERE id = $1 AND state NOT IN ('success', 'closed') RETURNING id`;

export const MERCHANT_OF_PAYMENT = `
  SELECT t.gateway, t.appid AS "appId", t.mch_id AS "mchId",
         COALESCE(a.sign_type, CASE t.gateway WHEN 'v3' THEN 'RSA' ELSE $2 END) AS "signType"
    FROM money_transaction t LEFT JOIN payment_attempt a ON a.order_id = t.order_id AND a.gateway = t.gateway
   WHERE t.transaction_id = $1`;
