import { hasRefundsLeft, mustGoBack, restFen } from '@app/payment';
import type { Invariant } from './invariant';

/** Money that came. */
export const moneyInvariants: readonly Invariant[] = [
  {
    id: 'I11',
    promise: 'A paid order was paid in full, by exactly one payment.',
    promiseZh: '已付订单由恰好一笔付款足额付清。',
    sql: `SELECT o.id FROM customer_order o
            LEFT JOIN money_transaction t ON t.order_id = o.id AND t.disposition = 'fulfilled'
           WHERE o.status IN (2, 3, 6, 8) GROUP BY o.id
          HAVING count(t.id) <> 1 OR max(t.fen) <> o.total_fen`,
  },
  {
    id: 'I12',
    promise: 'A payment that counts belongs to a paid order.',
    promiseZh: '入账的付款属于已付的订单。',
    sql: `SELECT t.transaction_id FROM money_transaction t JOIN customer_order o ON o.id = t.order_id
           WHERE (t.disposition = 'fulfilled' AND o.status NOT IN (2, 3, 6, 8))
              OR (t.disposition = 'held' AND o.status NOT IN (4, 5))`,
  },
  {
    id: 'I13',
    promise: 'No payment is booked twice.',
    promiseZh: '没有一笔付款记了两次。',
    sql: `SELECT transaction_id FROM money_transaction GROUP BY 1 HAVING count(*) > 1`,
  },
  {
    id: 'I15',
    promise: 'Money that is owed is on its way back, or back.',
    promiseZh: '该退的钱已退或正在退。',
    sql: `SELECT t.transaction_id, t.disposition FROM money_transaction t
           WHERE ${mustGoBack('t')} AND ${restFen('t')} > 0 AND ${hasRefundsLeft('t')}
             AND t.recorded_at < now() + $1::interval
                   - CASE t.disposition WHEN 'held' THEN make_interval(secs => $2) ELSE '0' END - interval '10 minutes'
             AND NOT EXISTS (SELECT FROM refund r WHERE r.money_transaction_id = t.id
                                AND r.state = 'closed' AND r.asked_at > now() + $1::interval - interval '70 minutes')`,
  },
  {
    id: 'I19',
    promise: 'What WeChat was thanked for is in the books.',
    promiseZh: '答复过微信“成功”的付款都在账上。',
    sql: `SELECT n.id FROM notice n
           WHERE n.kind = 'paid' AND n.outcome NOT IN ('parked', 'orphan', 'conflict')
             AND NOT EXISTS (SELECT FROM money_transaction t WHERE t.transaction_id = n.event_key)`,
  },
  {
    id: 'I20',
    promise: 'Nothing was booked that WeChat did not report or confirm.',
    promiseZh: '账上没有微信未通知也未确认的钱。',
    sql: `SELECT t.transaction_id FROM money_transaction t WHERE t.source = 'notice' AND NOT EXISTS (
            SELECT FROM notice n WHERE n.event_key = t.transaction_id AND n.kind = 'paid')`,
  },
  {
    id: 'I26',
    promise: 'The money ledger has one row for every payment, of the same amount.',
    promiseZh: '资金流水为每笔付款记一行，金额相同。',
    sql: `SELECT t.transaction_id FROM money_transaction t
            LEFT JOIN money_ledger l ON l.kind = 'PAYMENT' AND l.cause_id = t.id
           WHERE l.fen IS DISTINCT FROM t.fen OR l.order_id IS DISTINCT FROM t.order_id
          UNION ALL
          SELECT l.id::text FROM money_ledger l WHERE l.kind = 'PAYMENT'
             AND NOT EXISTS (SELECT FROM money_transaction t WHERE t.id = l.cause_id)`,
  },
];
