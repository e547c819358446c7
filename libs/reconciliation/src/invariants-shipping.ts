import type { Invariant } from './invariant';

/** What leaves the house, and that WeChat is told of it. */
export const shippingInvariants: readonly Invariant[] = [
  {
    id: 'S01',
    promise: 'Every order that was shipped is on the list of what WeChat must know, and no other is.',
    promiseZh: '已发货的订单都在待告知微信的名单上，别的都不在。',
    sql: `SELECT o.id FROM customer_order o WHERE o.status IN (3, 6)
             AND NOT EXISTS (SELECT FROM shipping_upload u WHERE u.order_id = o.id)
          UNION ALL
          SELECT u.order_id FROM shipping_upload u WHERE NOT EXISTS (
            SELECT FROM order_event e WHERE e.order_id = u.order_id AND e.from_status = 2 AND e.to_status = 3)`,
  },
  {
    id: 'S02',
    promise: 'What goes by express has its parcels, what goes otherwise has none.',
    promiseZh: '快递发货有包裹，其他方式没有。',
    sql: `SELECT u.order_id FROM shipping_upload u LEFT JOIN parcel p ON p.order_id = u.order_id AND p.shipment = u.shipment
           GROUP BY u.order_id
          HAVING (u.logistics = 'express') <> (count(p.position) > 0) OR (NOT u.in_parts AND count(p.position) > 1)
              OR count(p.position) <> COALESCE(max(p.position), 0)`,
  },
  {
    id: 'S03',
    promise: 'An order was received after all of it was shipped, or as WeChat or the shopper say.',
    promiseZh: '订单在全部发货之后才算收货，或由微信、顾客说明。',
    sql: `SELECT o.id FROM customer_order o JOIN order_event e ON e.order_id = o.id AND e.to_status = 6 AND e.from_status = 3
           WHERE e.actor = 'system' AND (o.shipped_at IS NULL OR o.shipped_at >= e.at)`,
  },
  {
    id: 'S04',
    promise: 'What WeChat must know is told to it.',
    promiseZh: '该告诉微信的，已经告诉微信。',
    sql: `SELECT order_id FROM shipping_upload WHERE next_try_at < now() + $1::interval - interval '10 minutes'`,
  },
  {
    id: 'S05',
    promise: 'The one chance to ship anew is taken once, and for what WeChat knew already.',
    promiseZh: '重新发货只有一次，且须在微信知道之后。',
    sql: `SELECT order_id FROM shipping_upload WHERE reshipped_at IS NOT NULL
             AND (completed_at IS NULL OR shipment < 2)
          UNION ALL
          SELECT order_id FROM shipping_upload WHERE state = 'done' AND completed_at IS NULL`,
  },
];
