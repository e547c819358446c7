import { mustGoBack, restFen } from '@app/payment';
import { queryTurn } from './query-sql';
import { OVERDUE_VERIFICATION } from './verify-overdue-sql';

const found = (kind: string, subject: string, facts: string) =>
  `SELECT '${kind}' AS kind, ${subject} AS subject, jsonb_build_object(${facts}) AS facts`;

/** It has an open case, which ends when the matter does. */
const hasCase = (kind: string) =>
  `EXISTS (SELECT FROM case_file c WHERE c.kind = '${kind}' AND c.subject = r.out_refund_no AND c.state = 'open')`;

/**
 * What waits for a person apart from any bill. A notice may wait ten minutes for its order; it is settled when its
 * payment, or its refund, is in our books after all, and for a day WeChat is asked about the payment, ever
 * more seldom.
 */
export const LOOSE_ENDS = `
  ${found('notice_unsettled', 'n.id::text', `'notice', n.id, 'gateway', n.gateway, 'outcome', n.outcome, 'event', n.event_key`)},
         CASE WHEN n.kind = 'paid' AND n.last_at > now() + $1::interval - interval '1 day' THEN n.event_key END AS "transactionId", NULL AS "orderNo", NULL AS "outRefundNo"
    FROM notice n
   WHERE n.outcome IN ('parked', 'orphan', 'conflict')
     AND (n.outcome <> 'parked' OR n.received_at < now() + $1::interval - interval '10 minutes')
     AND (n.outcome = 'conflict'
          OR NOT EXISTS (SELECT FROM money_transaction t WHERE n.kind = 'paid' AND t.transaction_id = n.event_key)
             AND NOT EXISTS (SELECT FROM refund r
                              WHERE n.kind = 'refund' AND r.refund_id = split_part(n.event_key, ' ', 1)))
   UNION ALL
  ${found('notice_foreign', 'n.id::text', `'notice', n.id, 'gateway', n.gateway, 'event', n.event_key`)}, NULL, NULL, NULL
    FROM notice n WHERE n.outcome = 'foreign'
   UNION ALL
  ${found('money_disputed', 't.transaction_id', `'transaction', t.id, 'order_id', t.order_id, 'paid_fen', t.fen, 'order_fen', o.total_fen`)},
         NULL, NULL, NULL
    FROM money_transaction t JOIN customer_order o ON o.id = t.order_id
   WHERE t.disposition = 'disputed'
     AND t.fen > (SELECT COALESCE(sum(r.fen), 0) FROM refund r
                   WHERE r.money_transaction_id = t.id AND r.state = 'success')
   UNION ALL
  ${found('money_owed', 't.transaction_id', `'transaction', t.id, 'order_id', t.order_id, 'fen', ${restFen('t')}`)},
         NULL, NULL, NULL
    FROM money_transaction t
   WHERE ${mustGoBack('t')} AND ${restFen('t')} > 0
     AND EXISTS (SELECT FROM refund r WHERE r.money_transaction_id = t.id)
   UNION ALL
  ${found('refund_refused', 'r.out_refund_no', `'refund', r.id, 'order_id', r.order_id, 'fen', r.fen, 'refusal', r.refusal`)},
         NULL, NULL, NULL
    FROM refund r
   WHERE r.state NOT IN ('success', 'closed')
     AND (r.refusal IS NOT NULL AND (r.next_ask_at IS NULL OR r.asks >= 3) OR ${hasCase('refund_refused')})
   UNION ALL
  ${found('refund_abnormal', 'r.out_refund_no', `'refund', r.id, 'order_id', r.order_id, 'fen', r.fen`)}, NULL, NULL, NULL
    FROM refund r WHERE r.state = 'abnormal'
   UNION ALL
  ${found('refund_closed', 'r.out_refund_no', `'refund', r.id, 'order_id', r.order_id, 'fen', r.fen`)}, NULL, NULL, NULL
    FROM refund r JOIN money_transaction t ON t.id = r.money_transaction_id
   WHERE r.state = 'closed' AND r.actor LIKE 'admin:%' AND t.disposition IN ('fulfilled', 'disputed')
     AND ${restFen('t')} > 0
     AND NOT EXISTS (SELECT FROM refund later WHERE later.money_transaction_id = t.id AND later.id > r.id
                        AND later.state <> 'closed' AND later.actor <> 'wechat')
   UNION ALL
  ${OVERDUE_VERIFICATION}`;

/** Those that nobody has acknowledged; WeChat is asked about a new one first. */
export const OPEN_LOOSE_ENDS = `
  SELECT l.*, false AS known, false AS waiting, ${queryTurn('$1')}
    FROM (${LOOSE_ENDS}) l LEFT JOIN discrepancy_query q ON q.kind = l.kind AND q.subject = l.subject
   WHERE NOT EXISTS (SELECT FROM case_file c WHERE c.kind = l.kind AND c.subject = l.subject
                        AND c.state = 'acknowledged')
   ORDER BY q.next_query_at NULLS FIRST`;
