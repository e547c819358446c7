/** What left: WeChat knows of it, as a rule; of 20,000 orders one stands in each other state. */
export const SHIPMENTS = [
  `INSERT INTO shipping_upload (order_id, logistics, in_parts, is_complete, state, ship_deadline, next_try_at, upload_time,
                                completed_at)
   SELECT id, 'express', state = 'uploaded', state <> 'uploaded', state, paid_at + interval '48 hours',
          CASE state WHEN 'wanted' THEN now() + interval '1 day' END, paid_at + interval '1 day',
          CASE state WHEN 'done' THEN paid_at + interval '1 day' END
     FROM (SELECT id, paid_at,
                  CASE id % 20000 WHEN 31 THEN 'wanted' WHEN 32 THEN 'uploaded' WHEN 33 THEN 'person' WHEN 34 THEN 'refused'
                                  WHEN 35 THEN 'not_managed' ELSE 'done' END AS state
             FROM customer_order WHERE status IN (3, 6)) drawn ORDER BY id`,
  `INSERT INTO parcel (order_id, shipment, position, carrier, tracking_no, at)
   SELECT order_id, 1, 1, 'ZTO', '7310' || order_id, upload_time FROM shipping_upload ORDER BY order_id`,
];

/** Two in a hundred orders: most are done, some refused or withdrawn, few are open. */
export const AFTER_SALES = [
  `INSERT INTO after_sale (order_id, shopper_id, kind, state, reason, refusal, tracking_no, refund_id, asked_at, ended_at)
   SELECT o.id, o.shopper_id, 'return_refund', drawn.state, '破损', CASE drawn.state WHEN 'refused' THEN '已使用' END,
          CASE drawn.state WHEN 'returning' THEN 'SF1' END, r.id, o.paid_at + interval '2 days',
          CASE WHEN drawn.state IN ('done', 'refused', 'withdrawn') THEN o.paid_at + interval '4 days' END
     FROM customer_order o LEFT JOIN refund r ON r.order_id = o.id,
          LATERAL (SELECT CASE WHEN r.state = 'success' THEN 'done' WHEN r.state = 'closed' THEN 'refund_closed'
                               WHEN r.id IS NOT NULL THEN 'refunding' WHEN o.id % 20000 = 510 THEN 'asked'
                               WHEN o.id % 20000 = 511 THEN 'agreed' WHEN o.id % 20000 = 512 THEN 'returning'
                               WHEN o.id % 3 = 0 THEN 'withdrawn' ELSE 'refused' END AS state) drawn
    WHERE o.id % 1000 BETWEEN 500 AND 519 ORDER BY o.id`,
  `INSERT INTO after_sale_line (after_sale_id, order_id, sku_id, count, is_open)
   SELECT a.id, l.order_id, l.sku_id, 1, a.is_open FROM after_sale a JOIN order_line l USING (order_id)
    WHERE l.position = 0`,
  `INSERT INTO refund_line (refund_id, sku_id, count)
   SELECT a.refund_id, l.sku_id, l.count FROM after_sale a JOIN after_sale_line l ON l.after_sale_id = a.id
    WHERE a.refund_id IS NOT NULL`,
];
