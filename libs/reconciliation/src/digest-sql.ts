/** Yesterday by Beijing's day, and what waits now. */
export const DIGEST = `
  WITH day AS (
    SELECT today - 1 AS date, (today - 1)::timestamp AT TIME ZONE 'Asia/Shanghai' AS begins,
           today::timestamp AT TIME ZONE 'Asia/Shanghai' AS ends
      FROM (SELECT ((now() + $1::interval) AT TIME ZONE 'Asia/Shanghai')::date AS today) AS now
  ), paid AS (
    SELECT count(*)::int4 AS paid, COALESCE(sum(t.fen), 0)::int8 AS "paidFen"
      FROM day JOIN money_transaction t ON t.paid_at >= day.begins AND t.paid_at < day.ends
     WHERE t.disposition IN ('fulfilled', 'held')
  ), refunded AS (
    SELECT count(*)::int4 AS refunded, COALESCE(sum(r.fen), 0)::int8 AS "refundedFen"
      FROM day JOIN refund r ON r.succeeded_at >= day.begins AND r.succeeded_at < day.ends
  ), shipped AS (
    SELECT count(DISTINCT e.order_id)::int4 AS shipped
      FROM day JOIN order_event e ON e.reason = 'ship' AND e.from_status = 2 AND e.at >= day.begins AND e.at < day.ends
  )
  SELECT day.date::text AS date, paid.*, refunded.*, shipped.*,
         (SELECT count(*)::int4 FROM customer_order WHERE status = 2) AS "toShip",
         (SELECT count(*)::int4 FROM case_file WHERE state = 'open') AS "openCases"
    FROM day, paid, refunded, shipped`;
