import type { Invariant } from './invariant';

/** Goods: what is there, held and sold. */
export const stockInvariants: readonly Invariant[] = [
  {
    id: 'I01',
    promise: 'Every piece taken in is for sale, reserved or sold.',
    promiseZh: '入库的每一件货，不是在售，就是占用或已售。',
    sql: `SELECT sku_id FROM sku_stock WHERE stock + reserved + sold <> stocked`,
  },
  {
    id: 'I02',
    promise: 'No counter of goods is below zero.',
    promiseZh: '库存计数没有负数。',
    sql: `SELECT sku_id FROM sku_stock WHERE stock < 0 OR reserved < 0 OR sold < 0`,
  },
  {
    id: 'I03',
    promise: 'What is reserved is what open orders hold.',
    promiseZh: '占用的数量等于未付订单所占的数量。',
    sql: `SELECT s.sku_id, s.reserved, COALESCE(held.count, 0) AS held FROM sku_stock s
            LEFT JOIN (SELECT l.sku_id, sum(l.count) AS count FROM order_line l JOIN customer_order o ON o.id = l.order_id
                        WHERE o.status = 1 AND o.policy = 'reserve' GROUP BY l.sku_id) held USING (sku_id)
           WHERE s.reserved <> COALESCE(held.count, 0)`,
  },
  {
    id: 'I04',
    promise: 'What is sold is what the ledger sold and did not take back.',
    promiseZh: '已售的数量等于流水里售出减退回的数量。',
    sql: `SELECT s.sku_id, s.sold, COALESCE(l.count, 0) AS ledger FROM sku_stock s
            LEFT JOIN (SELECT sku_id, sum(CASE kind WHEN 'SELL' THEN count WHEN 'RETURN' THEN -count ELSE 0 END) AS count
                         FROM stock_ledger GROUP BY sku_id) l USING (sku_id)
           WHERE s.sold <> COALESCE(l.count, 0)`,
  },
  {
    id: 'I04b',
    promise: 'The ledger sold exactly the lines of paid orders, and of no other.',
    promiseZh: '流水售出的恰好是已付订单的每一行，不多不少。',
    sql: `SELECT COALESCE(o.order_id, l.order_id) AS order_id, COALESCE(o.sku_id, l.sku_id) AS sku_id
            FROM (SELECT l.order_id, l.sku_id, l.count FROM order_line l JOIN customer_order o ON o.id = l.order_id
                   WHERE o.status IN (2, 3, 6, 8)) o
            FULL JOIN (SELECT order_id, sku_id, count FROM stock_ledger WHERE kind = 'SELL') l
              ON l.order_id = o.order_id AND l.sku_id = o.sku_id
           WHERE o.count IS DISTINCT FROM l.count`,
  },
  {
    id: 'I04c',
    promise: 'What came back from an order is what the ledger took back, and what its refunds were for.',
    promiseZh: '订单退回的货等于流水退回的货，也等于退款所退的货。',
    sql: `SELECT l.order_id, l.sku_id FROM order_line l
            LEFT JOIN (SELECT order_id, sku_id, sum(count) AS count FROM stock_ledger WHERE kind = 'RETURN'
                        GROUP BY 1, 2) g USING (order_id, sku_id)
            LEFT JOIN (SELECT r.order_id, x.sku_id, sum(x.count) AS count FROM refund r JOIN refund_line x ON x.refund_id = r.id
                        WHERE r.state = 'success' AND r.restock GROUP BY 1, 2) x USING (order_id, sku_id)
           WHERE l.returned <> COALESCE(g.count, 0) OR l.returned <> COALESCE(x.count, 0)`,
  },
  {
    id: 'I05',
    promise: 'The ledger explains what is for sale.',
    promiseZh: '流水解释得了在售的数量。',
    sql: `SELECT s.sku_id, s.stock, l.stock AS ledger FROM sku_stock s
            LEFT JOIN (SELECT g.sku_id, sum(CASE
                         WHEN g.kind IN ('IN', 'ADJUST', 'RELEASE', 'RETURN') THEN g.count
                         WHEN g.kind = 'HOLD' THEN -g.count
                         WHEN g.kind = 'SELL' AND o.policy = 'on_payment' THEN -g.count ELSE 0 END) AS stock
                         FROM stock_ledger g LEFT JOIN customer_order o ON o.id = g.order_id GROUP BY g.sku_id) l
              USING (sku_id)
           WHERE s.stock <> COALESCE(l.stock, 0)`,
  },
  {
    id: 'I06',
    promise: 'Goods move once for each cause.',
    promiseZh: '同一原因，货只动一次。',
    sql: `SELECT order_id, sku_id, kind, cause_id FROM stock_ledger WHERE order_id IS NOT NULL
           GROUP BY 1, 2, 3, 4 HAVING count(*) > 1`,
  },
  {
    id: 'I07',
    promise: 'A closed order holds nothing and sold nothing.',
    promiseZh: '已关闭的订单不占货，也没有卖出货。',
    sql: `SELECT o.id FROM customer_order o JOIN stock_ledger l ON l.order_id = o.id WHERE o.status = 7
           GROUP BY o.id, l.sku_id
          HAVING sum(CASE l.kind WHEN 'HOLD' THEN l.count WHEN 'RELEASE' THEN -l.count ELSE 0 END) <> 0
              OR bool_or(l.kind = 'SELL')`,
  },
];
