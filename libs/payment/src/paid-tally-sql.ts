/** Whether there is money that the merchant was not told of, and it is time to tell him again. */
export const ANY_TO_TELL = `
  SELECT FROM money_transaction
   WHERE id > COALESCE((SELECT last_id FROM alert_tally WHERE name = 'orders_paid'), 0)
     AND NOT EXISTS (SELECT FROM alert_tally WHERE name = 'orders_paid' AND next_at > now() + $1::interval)
   LIMIT 1`;

/** At the first time of all, what is older than an hour is no news. */
export const BEGIN_TALLY = `
  INSERT INTO alert_tally (name, last_id, next_at)
  SELECT 'orders_paid', COALESCE(max(id), 0), now() + $1::interval
    FROM money_transaction
   WHERE recorded_at < now() + $1::interval - interval '1 hour'
     AND NOT EXISTS (SELECT FROM alert_tally WHERE name = 'orders_paid')
  ON CONFLICT DO NOTHING`;

export const LOCK_TALLY = `
  SELECT last_id AS "lastId" FROM alert_tally
   WHERE name = 'orders_paid' AND next_at <= now() + $1::interval FOR UPDATE SKIP LOCKED`;

/**
 * Ids are given before their rows are committed: by the time a row is a quarter of a minute old, those with smaller
 * ids are there too, or never will be.
 */
export const TALLY = `
  SELECT max(t.id) AS "lastId", count(*) FILTER (WHERE t.disposition IN ('fulfilled', 'held'))::int4 AS count,
         COALESCE(sum(t.fen) FILTER (WHERE t.disposition IN ('fulfilled', 'held')), 0)::int8 AS fen,
         COALESCE(array_agg(o.order_no ORDER BY t.id) FILTER (WHERE t.disposition = 'held'), '{}') AS "shortOrderNos"
    FROM money_transaction t JOIN customer_order o ON o.id = t.order_id
   WHERE t.id > $1 AND t.id <= (SELECT max(id) FROM money_transaction
                                 WHERE id > $1 AND recorded_at <= now() + $2::interval - interval '15 seconds')`;

export const MOVE_TALLY = `
  UPDATE alert_tally SET last_id = $1, next_at = now() + $2::interval + make_interval(secs => $3)
   WHERE name = 'orders_paid'`;
