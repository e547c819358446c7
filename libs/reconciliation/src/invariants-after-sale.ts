import type { Invariant } from './invariant';

/** What is promised of requests after a sale. */
export const afterSaleInvariants: readonly Invariant[] = [
  {
    id: 'I31',
    promise: 'A request after a sale stands where its refund stands.',
    promiseZh: '售后申请与它的退款状态一致。',
    sql: `SELECT a.id, a.state, r.state AS refund FROM after_sale a LEFT JOIN refund r ON r.id = a.refund_id
           WHERE (a.state = 'done' AND r.state IS DISTINCT FROM 'success')
              OR (a.state = 'refund_closed' AND r.state IS DISTINCT FROM 'closed')
              OR (a.state = 'refunding'
                  AND COALESCE(r.state, '') NOT IN ('requested', 'processing', 'abnormal'))
              OR (a.state IN ('asked', 'agreed', 'returning', 'withdrawn') AND r.id IS NOT NULL)
              OR (a.state = 'refused' AND r.state <> 'closed')`,
  },
  {
    id: 'I32',
    promise: 'A refund after a sale is for the lines of its request, and of its order.',
    promiseZh: '售后退款只退所申请的、本订单的商品。',
    sql: `SELECT a.id FROM after_sale a JOIN refund r ON r.id = a.refund_id
           WHERE r.order_id <> a.order_id
              OR EXISTS (SELECT FROM (SELECT sku_id, count FROM after_sale_line WHERE after_sale_id = a.id) x
                           FULL JOIN (SELECT sku_id, count FROM refund_line WHERE refund_id = r.id) y USING (sku_id)
                          WHERE x.count IS DISTINCT FROM y.count)`,
  },
  {
    id: 'I33',
    promise: 'A request after a sale is its own shopper’s, and asks for no more than was sold.',
    promiseZh: '售后申请属于下单的顾客，数量不超过所购。',
    sql: `SELECT a.id FROM after_sale a JOIN customer_order o ON o.id = a.order_id
           WHERE o.shopper_id <> a.shopper_id
              OR NOT EXISTS (SELECT FROM after_sale_line l WHERE l.after_sale_id = a.id)
              OR EXISTS (SELECT FROM after_sale_line l JOIN order_line s USING (order_id, sku_id)
                          WHERE l.after_sale_id = a.id AND l.count > s.count)`,
  },
  {
    id: 'I34',
    promise: 'A line of an order is in one open request at most.',
    promiseZh: '一行商品同时至多有一个售后申请。',
    sql: `SELECT l.order_id, l.sku_id FROM after_sale_line l JOIN after_sale a ON a.id = l.after_sale_id
           WHERE a.state NOT IN ('done', 'refused', 'withdrawn')
           GROUP BY 1, 2 HAVING count(*) > 1`,
  },
];
