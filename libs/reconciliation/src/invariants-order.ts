import type { Invariant } from './invariant';

/** Orders: what they cost, and the steps they took. */
export const orderInvariants: readonly Invariant[] = [
  {
    id: 'I08',
    promise: 'An order costs what its lines cost, with freight and without the discount.',
    promiseZh: '订单金额等于各行之和加运费减优惠。',
    sql: `SELECT o.id FROM customer_order o JOIN order_line l ON l.order_id = o.id GROUP BY o.id
          HAVING sum(l.price_fen * l.count) <> o.goods_fen OR sum(l.count) <> o.total_count
              OR sum(l.freight_fen) <> o.freight_fen OR sum(l.discount_fen) <> o.discount_fen
              OR o.goods_fen + o.freight_fen - o.discount_fen <> o.total_fen`,
  },
  {
    id: 'I09',
    promise: 'Every order has lines.',
    promiseZh: '每个订单都有商品行。',
    sql: `SELECT o.id FROM customer_order o WHERE NOT EXISTS (SELECT FROM order_line l WHERE l.order_id = o.id)`,
  },
  {
    id: 'I14',
    promise: 'Order numbers are unique, and WeChat takes them.',
    promiseZh: '订单号不重复，且微信接受。',
    sql: `SELECT order_no FROM customer_order GROUP BY 1 HAVING count(*) > 1
          UNION ALL SELECT order_no FROM customer_order WHERE order_no !~ '^[0-9A-Z]{20}$'`,
  },
  {
    id: 'I21',
    promise: 'Orders only took legal steps.',
    promiseZh: '订单只走合法的状态。',
    sql: `SELECT order_id, from_status, to_status FROM order_event
           WHERE from_status IS DISTINCT FROM to_status
             AND (COALESCE(from_status, 0), to_status) NOT IN (
               (0, 1), (1, 2), (1, 4), (1, 7), (2, 3), (2, 8), (3, 6), (3, 8), (4, 2), (4, 5), (6, 8))`,
  },
  {
    id: 'I22',
    promise: 'The timeline of an order is unbroken and ends where the order stands.',
    promiseZh: '订单的时间线连续，终点就是当前状态。',
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
    promiseZh: '未付订单到期就开始关闭。',
    sql: `SELECT id FROM customer_order WHERE status = 1 AND closing_at IS NULL
             AND expires_at < now() + $1::interval - interval '2 minutes'`,
  },
  {
    id: 'I25',
    promise: 'An order has a time of payment if and only if it was paid.',
    promiseZh: '付过款的订单才有付款时间。',
    sql: `SELECT id FROM customer_order WHERE (paid_at IS NOT NULL) <> (status NOT IN (1, 7))`,
  },
  {
    id: 'I30',
    promise: 'Amounts are sane.',
    promiseZh: '金额合理。',
    sql: `SELECT id FROM customer_order WHERE total_fen NOT BETWEEN 1 AND 1000000000 OR total_count <= 0`,
  },
];
