/**
 * One day's trade from the books that are only ever added to: what happened to orders by the timeline, money by the
 * ledger. `$1` to `$2`: the day, its end excluded.
 */
export const SUMMARY = `
  WITH step AS MATERIALIZED (
    SELECT order_id, from_status, to_status FROM order_event
     WHERE at >= $1 AND at < $2 AND from_status IS DISTINCT FROM to_status
  ), money AS MATERIALIZED (
    SELECT kind, fen, at FROM money_ledger WHERE at >= $1 AND at < $2
  ), sold AS (
    SELECT l.product_id, max(l.name) AS name, sum(l.count) AS count, sum(l.price_fen * l.count - l.discount_fen) AS fen
      FROM step JOIN order_line l USING (order_id)
     WHERE step.from_status = 1 AND step.to_status IN (2, 4)
     GROUP BY l.product_id ORDER BY fen DESC, l.product_id LIMIT 10
  ), hour AS (
    SELECT h, COALESCE(paid.fen, 0) AS fen
      FROM generate_series(0, 23) h LEFT JOIN (
        SELECT extract(hour FROM at AT TIME ZONE 'Asia/Shanghai')::int4 AS h, sum(fen) AS fen
          FROM money WHERE kind = 'PAYMENT' GROUP BY 1) paid USING (h)
  )
  SELECT count(*) FILTER (WHERE from_status IS NULL)::int4 AS placed,
         count(*) FILTER (WHERE from_status = 1 AND to_status IN (2, 4))::int4 AS "paidOrders",
         count(*) FILTER (WHERE from_status = 2 AND to_status = 3)::int4 AS shipped,
         count(*) FILTER (WHERE to_status = 6)::int4 AS received,
         count(*) FILTER (WHERE to_status = 7)::int4 AS closed,
         (SELECT count(*)::int4 FROM shopper WHERE created_at >= $1 AND created_at < $2) AS "newShoppers",
         (SELECT COALESCE(sum(fen), 0)::int8 FROM money WHERE kind = 'PAYMENT') AS "paidFen",
         (SELECT count(*)::int4 FROM money WHERE kind = 'REFUND') AS refunds,
         (SELECT COALESCE(-sum(fen), 0)::int8 FROM money WHERE kind = 'REFUND') AS "refundedFen",
         (SELECT json_agg(fen ORDER BY h) FROM hour) AS "hourFen",
         (SELECT COALESCE(json_agg(json_build_object('productId', product_id, 'name', name, 'count', count,
                                                     'fen', fen) ORDER BY fen DESC, product_id), '[]')
            FROM sold) AS "topProducts"
    FROM step`;
