import { afterSaleInvariants } from './after-sale-invariants';
import type { Invariant } from './invariant';
import { shippingInvariants } from './shipping-invariants';

export type { Invariant };

/** Every statement answers with the offenders: no row is good. */
export const invariants: readonly Invariant[] = [
  {
    id: 'I01',
    promise: 'Every piece taken in is for sale, reserved or sold.',
    sql: `SELECT sku_id FROM sku_stock WHERE stock + reserved + sold <> stocked`,
  },
  {
    id: 'I02',
    promise: 'No counter of goods is below zero.',
    sql: `SELECT sku_id FROM sku_stock WHERE stock < 0 OR reserved < 0 OR sold < 0`,
  },
  {
    id: 'I03',
    promise: 'What is reserved is what open orders hold.',
    sql: `SELECT s.sku_id, s.reserved, COALESCE(held.count, 0) AS held FROM sku_stock s
            LEFT JOIN (SELECT l.sku_id, sum(l.count) AS count FROM order_line l JOIN customer_order o ON o.id = l.order_id
                        WHERE o.status = 1 AND o.policy = 'reserve' GROUP BY l.sku_id) held USING (sku_id)
           WHERE s.reserved <> COALESCE(held.count, 0)`,
  },
  {
    id: 'I04',
    promise: 'What is sold is what the ledger sold and did not take back.',
    sql: `SELECT s.sku_id, s.sold, COALESCE(l.count, 0) AS ledger FROM sku_stock s
            LEFT JOIN (SELECT sku_id, sum(CASE kind WHEN 'SELL' THEN count WHEN 'RETURN' THEN -count ELSE 0 END) AS count
                         FROM stock_ledger GROUP BY sku_id) l USING (sku_id)
           WHERE s.sold <> COALESCE(l.count, 0)`,
  },
  {
    id: 'I04b',
    promise: 'The ledger sold exactly the lines of paid orders, and of no other.',
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
    sql: `SELECT order_id, sku_id, kind, cause_id FROM stock_ledger WHERE order_id IS NOT NULL
           GROUP BY 1, 2, 3, 4 HAVING count(*) > 1`,
  },
  {
    id: 'I07',
    promise: 'A closed order holds nothing and sold nothing.',
    sql: `SELECT o.id FROM customer_order o JOIN stock_ledger l ON l.order_id = o.id WHERE o.status = 7
           GROUP BY o.id, l.sku_id
          HAVING sum(CASE l.kind WHEN 'HOLD' THEN l.count WHEN 'RELEASE' THEN -l.count ELSE 0 END) <> 0
              OR bool_or(l.kind = 'SELL')`,
  },
  {
    id: 'I08',
    promise: 'An order costs what its lines cost, with freight and without the discount.',
    sql: `SELECT o.id FROM customer_order o JOIN order_line l ON l.order_id = o.id GROUP BY o.id
          HAVING sum(l.price_fen * l.count) <> o.goods_fen OR sum(l.count) <> o.total_count
              OR sum(l.freight_fen) <> o.freight_fen OR sum(l.discount_fen) <> o.discount_fen
              OR o.goods_fen + o.freight_fen - o.discount_fen <> o.total_fen`,
  },
  {
    id: 'I09',
    promise: 'Every order has lines.',
    sql: `SELECT o.id FROM customer_order o WHERE NOT EXISTS (SELECT FROM order_line l WHERE l.order_id = o.id)`,
  },
  {
    id: 'I11',
    promise: 'A paid order was paid in full, by exactly one payment.',
    sql: `SELECT o.id FROM customer_order o
            LEFT JOIN money_transaction t ON t.order_id = o.id AND t.disposition = 'fulfilled'
           WHERE o.status IN (2, 3, 6, 8) GROUP BY o.id
          HAVING count(t.id) <> 1 OR max(t.fen) <> o.total_fen`,
  },
  {
    id: 'I11b',
    promise: 'An order is refunded, or handled, if and only if all its money went back.',
    sql: `SELECT o.id FROM customer_order o
            LEFT JOIN money_transaction t ON t.order_id = o.id AND t.disposition IN ('fulfilled', 'held')
            LEFT JOIN refund r ON r.money_transaction_id = t.id AND r.state = 'success'
           GROUP BY o.id, t.id
          HAVING (o.status IN (5, 8)) <> (t.id IS NOT NULL AND COALESCE(sum(r.fen), 0) = t.fen)`,
  },
  {
    id: 'I12',
    promise: 'A payment that counts belongs to a paid order.',
    sql: `SELECT t.transaction_id FROM money_transaction t JOIN customer_order o ON o.id = t.order_id
           WHERE (t.disposition = 'fulfilled' AND o.status NOT IN (2, 3, 6, 8))
              OR (t.disposition = 'held' AND o.status NOT IN (4, 5))`,
  },
  {
    id: 'I13',
    promise: 'No payment is booked twice.',
    sql: `SELECT transaction_id FROM money_transaction GROUP BY 1 HAVING count(*) > 1`,
  },
  {
    id: 'I14',
    promise: 'Order numbers are unique, and WeChat takes them.',
    sql: `SELECT order_no FROM customer_order GROUP BY 1 HAVING count(*) > 1
          UNION ALL SELECT order_no FROM customer_order WHERE order_no !~ '^[0-9A-Z]{20}$'`,
  },
  {
    id: 'I15',
    promise: 'Money that is owed is on its way back, or back.',
    sql: `SELECT t.transaction_id, t.disposition FROM money_transaction t
           WHERE (t.disposition = 'to_refund' AND t.recorded_at < now() + $1::interval - interval '10 minutes'
                  OR t.disposition = 'held'
                     AND t.recorded_at < now() + $1::interval - make_interval(secs => $2) - interval '10 minutes')
             AND NOT EXISTS (SELECT FROM refund r WHERE r.money_transaction_id = t.id
                                AND (r.state <> 'closed'
                                     OR r.asked_at > now() + $1::interval - interval '70 minutes'))`,
  },
  {
    id: 'I16',
    promise: 'No more is refunded than was paid.',
    sql: `SELECT t.transaction_id FROM money_transaction t JOIN refund r ON r.money_transaction_id = t.id
           WHERE r.state <> 'closed' GROUP BY t.id HAVING sum(r.fen) > t.fen`,
  },
  {
    id: 'I17',
    promise: 'A refund belongs to a payment of its order.',
    sql: `SELECT r.out_refund_no FROM refund r LEFT JOIN money_transaction t ON t.id = r.money_transaction_id
           WHERE t.order_id IS DISTINCT FROM r.order_id`,
  },
  {
    id: 'I18',
    promise: 'Refund numbers are unique, and every refund is of some money.',
    sql: `SELECT out_refund_no FROM refund GROUP BY 1 HAVING count(*) > 1
          UNION ALL SELECT out_refund_no FROM refund WHERE fen <= 0`,
  },
  {
    id: 'I19',
    promise: 'What WeChat was thanked for is in the books.',
    sql: `SELECT n.id FROM notice n
           WHERE n.kind = 'paid' AND n.outcome NOT IN ('parked', 'orphan', 'conflict')
             AND NOT EXISTS (SELECT FROM money_transaction t WHERE t.transaction_id = n.event_key)`,
  },
  {
    id: 'I20',
    promise: 'Nothing was booked that WeChat did not report or confirm.',
    sql: `SELECT t.transaction_id FROM money_transaction t WHERE t.source = 'notice' AND NOT EXISTS (
            SELECT FROM notice n WHERE n.event_key = t.transaction_id AND n.kind = 'paid')`,
  },
  {
    id: 'I21',
    promise: 'Orders only took legal steps.',
    sql: `SELECT order_id, from_status, to_status FROM order_event
           WHERE from_status IS DISTINCT FROM to_status
             AND (COALESCE(from_status, 0), to_status) NOT IN (
               (0, 1), (1, 2), (1, 4), (1, 7), (2, 3), (2, 8), (3, 6), (3, 8), (4, 2), (4, 5), (6, 8))`,
  },
  {
    id: 'I22',
    promise: 'The timeline of an order is unbroken and ends where the order stands.',
    sql: `SELECT DISTINCT o.id FROM customer_order o LEFT JOIN (
            SELECT order_id, from_status, to_status, lag(to_status) OVER w AS before,
                   lead(to_status) OVER w IS NULL AS is_last
              FROM order_event WINDOW w AS (PARTITION BY order_id ORDER BY id)) e ON e.order_id = o.id
           WHERE e.order_id IS NULL OR e.from_status IS DISTINCT FROM e.before
              OR (e.is_last AND e.to_status <> o.status)`,
  },
  {
    id: 'I24',
    promise: 'An unpaid order begins to close when its time is over.',
    sql: `SELECT id FROM customer_order WHERE status = 1 AND closing_at IS NULL
             AND expires_at < now() + $1::interval - interval '2 minutes'`,
  },
  {
    id: 'I25',
    promise: 'An order has a time of payment if and only if it was paid.',
    sql: `SELECT id FROM customer_order WHERE (paid_at IS NOT NULL) <> (status NOT IN (1, 7))`,
  },
  {
    id: 'I26',
    promise: 'The money ledger has one row for every payment, of the same amount.',
    sql: `SELECT t.transaction_id FROM money_transaction t
            LEFT JOIN money_ledger l ON l.kind = 'PAYMENT' AND l.cause_id = t.id
           WHERE l.fen IS DISTINCT FROM t.fen OR l.order_id IS DISTINCT FROM t.order_id
          UNION ALL
          SELECT l.id::text FROM money_ledger l WHERE l.kind = 'PAYMENT'
             AND NOT EXISTS (SELECT FROM money_transaction t WHERE t.id = l.cause_id)`,
  },
  {
    id: 'I26b',
    promise: 'The money ledger has one row for every refund that succeeded, of the same amount.',
    sql: `SELECT r.out_refund_no FROM refund r LEFT JOIN money_ledger l ON l.kind = 'REFUND' AND l.cause_id = r.id
           WHERE COALESCE(-l.fen, 0) <> CASE r.state WHEN 'success' THEN r.fen ELSE 0 END
              OR (l.id IS NOT NULL AND l.order_id <> r.order_id)
          UNION ALL
          SELECT l.id::text FROM money_ledger l WHERE l.kind = 'REFUND'
             AND NOT EXISTS (SELECT FROM refund r WHERE r.id = l.cause_id)`,
  },
  {
    id: 'I28',
    promise: 'Tokens are kept as hashes.',
    sql: `SELECT 1 FROM session WHERE octet_length(token_hash) <> 32`,
  },
  {
    id: 'I30',
    promise: 'Amounts are sane.',
    sql: `SELECT id FROM customer_order WHERE total_fen NOT BETWEEN 1 AND 1000000000 OR total_count <= 0`,
  },
  ...afterSaleInvariants,
  ...shippingInvariants,
];
