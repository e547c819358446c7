import type { Invariant } from './invariant';

/** Money that went back. */
export const refundInvariants: readonly Invariant[] = [
  {
    id: 'I11b',
    promise: 'An order is refunded, or handled, if and only if all its money went back.',
    promiseZh: '钱全部退回的订单才是已退款（或已处理），反之亦然。',
    sql: `SELECT o.id FROM customer_order o
            LEFT JOIN money_transaction t ON t.order_id = o.id AND t.disposition IN ('fulfilled', 'held')
            LEFT JOIN refund r ON r.money_transaction_id = t.id AND r.state = 'success'
           GROUP BY o.id, t.id
          HAVING (o.status IN (5, 8)) <> (t.id IS NOT NULL AND COALESCE(sum(r.fen), 0) = t.fen)`,
  },
  {
    id: 'I16',
    promise: 'No more is refunded than was paid.',
    promiseZh: '退款不超过付款。',
    sql: `SELECT t.transaction_id FROM money_transaction t JOIN refund r ON r.money_transaction_id = t.id
           WHERE r.state <> 'closed' GROUP BY t.id HAVING sum(r.fen) > t.fen`,
  },
  {
    id: 'I17',
    promise: 'A refund belongs to a payment of its order.',
    promiseZh: '退款属于其订单的付款。',
    sql: `SELECT r.out_refund_no FROM refund r LEFT JOIN money_transaction t ON t.id = r.money_transaction_id
           WHERE t.order_id IS DISTINCT FROM r.order_id`,
  },
  {
    id: 'I18',
    promise: 'Refund numbers are unique, and every refund is of some money.',
    promiseZh: '退款单号不重复，退款金额大于零。',
    sql: `SELECT out_refund_no FROM refund GROUP BY 1 HAVING count(*) > 1
          UNION ALL SELECT out_refund_no FROM refund WHERE fen <= 0`,
  },
  {
    id: 'I26b',
    promise: 'The money ledger has one row for every refund that succeeded, of the same amount.',
    promiseZh: '资金流水为每笔成功的退款记一行，金额相同。',
    sql: `SELECT r.out_refund_no FROM refund r LEFT JOIN money_ledger l ON l.kind = 'REFUND' AND l.cause_id = r.id
           WHERE COALESCE(-l.fen, 0) <> CASE r.state WHEN 'success' THEN r.fen ELSE 0 END
              OR (l.id IS NOT NULL AND l.order_id <> r.order_id)
          UNION ALL
          SELECT l.id::text FROM money_ledger l WHERE l.kind = 'REFUND'
             AND NOT EXISTS (SELECT FROM refund r WHERE r.id = l.cause_id)`,
  },
];
