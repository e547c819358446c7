/**
 * What refunds of an order's own payment own, and the requests for more that are open, of many orders at once. A refund
 * of a late or second payment takes nothing from the order.
 */
export const CLAIMS = `
  WITH asked AS (
    SELECT unnest($1::int4[]) AS order_id
  ), owned AS (
    SELECT r.order_id, r.id, r.fen
      FROM asked JOIN refund r USING (order_id) JOIN money_transaction t ON t.id = r.money_transaction_id
     WHERE r.state <> 'closed' AND t.disposition IN ('fulfilled', 'held')
  ), piece AS (
    SELECT owned.order_id, l.sku_id, sum(l.count)::int4 AS count
      FROM owned JOIN refund_line l ON l.refund_id = owned.id GROUP BY owned.order_id, l.sku_id
  )
  SELECT asked.order_id AS "orderId",
         (SELECT COALESCE(sum(owned.fen), 0)::int8 FROM owned WHERE owned.order_id = asked.order_id) AS "refundedFen",
         (SELECT COALESCE(json_agg(json_build_object('skuId', piece.sku_id, 'count', piece.count)), '[]')
            FROM piece WHERE piece.order_id = asked.order_id) AS refunded,
         (SELECT COALESCE(json_agg(json_build_object(
                   'id', a.id, 'kind', a.kind, 'state', a.state,
                   'lines', (SELECT json_agg(json_build_object('skuId', l.sku_id, 'count', l.count) ORDER BY l.sku_id)
                               FROM after_sale_line l WHERE l.after_sale_id = a.id)) ORDER BY a.id), '[]')
            FROM after_sale a WHERE a.order_id = asked.order_id AND a.is_open) AS "afterSales"
    FROM asked`;
