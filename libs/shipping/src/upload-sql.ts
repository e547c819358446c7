/**
 * Takes shipments whose turn it is, with all that WeChat wants to know; a worker that dies gives them back after a
 * minute. The time of the upload is on record before WeChat is told it, and never comes twice.
 */
export const CLAIM_UPLOADS = `
  WITH due AS (
    SELECT order_id, is_unanswered FROM shipping_upload WHERE next_try_at <= now() + $1::interval
     ORDER BY next_try_at LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED
  ), claimed AS (
    UPDATE shipping_upload u
       SET tries = u.tries + 1, is_unanswered = true, next_try_at = now() + $1::interval + interval '1 minute',
           upload_time = greatest(date_trunc('milliseconds', now() + $1::interval),
                                  u.upload_time + interval '1 millisecond')
      FROM due WHERE u.order_id = due.order_id RETURNING u.*, due.is_unanswered AS was_unanswered
  )
  SELECT c.order_id AS "orderId", c.version, c.tries, c.logistics, c.in_parts AS "inParts",
         c.is_complete AS "isComplete", c.upload_time AS "uploadTime", c.was_unanswered AS "wasUnanswered",
         c.reshipped_at IS NOT NULL AS "isReship", t.transaction_id AS "transactionId", s.openid,
         o.address_snapshot->>'mobile' AS "receiverPhone",
         (SELECT string_agg(l.name || '*' || l.count, '；' ORDER BY l.position)
            FROM order_line l WHERE l.order_id = o.id) AS goods,
         (SELECT COALESCE(json_agg(json_build_object('carrier', p.carrier, 'trackingNo', p.tracking_no,
                                                     'goods', p.goods) ORDER BY p.position), '[]')
            FROM parcel p WHERE p.order_id = c.order_id AND p.shipment = c.shipment) AS parcels
    FROM claimed c JOIN customer_order o ON o.id = c.order_id
    JOIN money_transaction t ON t.order_id = c.order_id AND t.disposition = 'fulfilled'
    LEFT JOIN shopper s ON s.id = t.payer_id`;

/** Only of what was sent: a parcel that was added meanwhile is uploaded on its own. */
export const RECORD_UPLOAD = `
  UPDATE shipping_upload
     SET state = $3, code = $4, is_unanswered = NOT $5::boolean,
         next_try_at = CASE WHEN $6::int4 IS NOT NULL THEN now() + $7::interval + make_interval(secs => $6) END,
         completed_at = CASE WHEN $3 = 'done' THEN COALESCE(completed_at, now() + $7::interval) ELSE completed_at END
   WHERE order_id = $1 AND version = $2 AND state = 'wanted'
  RETURNING (SELECT order_no FROM customer_order WHERE id = order_id) AS "orderNo"`;

export const IS_ORDER_OVER = `SELECT FROM customer_order WHERE id = $1 AND status IN (6, 8)`;

/** WeChat begins to want what it did not want so far. */
export const WANT_UNMANAGED = `
  UPDATE shipping_upload u SET state = 'wanted', tries = 0, next_try_at = now() + $1::interval
    FROM customer_order o WHERE o.id = u.order_id AND o.status = 3 AND u.state = 'not_managed'`;
