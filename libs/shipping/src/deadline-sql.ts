import { wholeRefundOpen } from '@app/payment';

/**
 * Takes orders that WeChat wants to hear of within a day and that nobody was told of: not left yet, or left and
 * WeChat not told. Each is taken once; one whose money goes back altogether need not leave.
 */
export const TAKE_NEAR_DEADLINES = `
  WITH near AS (
    SELECT o.id FROM customer_order o
     WHERE o.status = 2 AND o.deadline_told_at IS NULL AND o.paid_at <= now() + $1::interval - interval '24 hours'
       AND NOT EXISTS (${wholeRefundOpen('o.id')})
     UNION ALL
    SELECT u.order_id FROM shipping_upload u JOIN customer_order o ON o.id = u.order_id
     WHERE u.state IN ('wanted', 'uploaded') AND o.status = 3 AND o.deadline_told_at IS NULL
       AND u.ship_deadline <= now() + $1::interval + interval '24 hours'
  ), taken AS (
    SELECT id FROM customer_order WHERE id IN (SELECT id FROM near) AND deadline_told_at IS NULL
     ORDER BY id LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED
  )
  UPDATE customer_order o SET deadline_told_at = now() + $1::interval
    FROM taken WHERE o.id = taken.id RETURNING o.id, o.order_no AS "orderNo"`;
