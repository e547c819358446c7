import { queryTurn } from './query-sql';

/** A gap as the statements below find it: what it is called, and what WeChat can be asked about it. */
const gap = (kind: string, subject: string, facts: string) =>
  `'${kind}' AS kind, ${subject} AS subject, jsonb_strip_nulls(${facts}) AS facts`;

/** A person looks for so many lines in a file; after them the cause is known. */
const NAMED_LINES = 20;

const noted = `'date', b.day, 'mch_id', b.mch_id`;

/**
 * Where a bill (`$1`) and our books disagree. Lines of another app are not ours, unless they name an order or a
 * payment that we have. A payment stands in the bill of the day it was paid; a refund in that of the day WeChat
 * accepted it, which may be the day after we asked: so it is missed by the bill of that day. A line that could not be
 * read misses nothing of the payment that it names, and WeChat is asked about one that we do not have.
 */
const GAPS = `
  WITH b AS (
    SELECT id, date, mch_id, appid, state, unread, to_char(date, 'YYYY-MM-DD') AS day,
           date::timestamp AT TIME ZONE 'Asia/Shanghai' AS starts,
           (date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' AS ends,
           wanted_at < now() + $2::interval - interval '1 day' AS old
      FROM bill WHERE id = $1
  ), line AS (
    SELECT l.*, b.day, b.mch_id, o.id AS order_id, t.id AS payment, t.fen AS book_fen, t.currency AS book_currency,
           t.order_id AS book_order_id, r.id AS refund, r.fen AS book_refund_fen, r.money_transaction_id
      FROM b JOIN bill_line l ON l.bill_id = b.id
      LEFT JOIN customer_order o ON o.order_no = l.order_no
      LEFT JOIN money_transaction t ON t.transaction_id = l.transaction_id
      LEFT JOIN refund r ON r.out_refund_no = l.out_refund_no
     WHERE b.state = 'fetched' AND (l.appid = b.appid OR o.id IS NOT NULL OR t.id IS NOT NULL)
  ), unread AS (
    SELECT u.*, t.id AS payment
      FROM b, jsonb_to_recordset(b.unread) AS u (line int4, why text, "appId" text, "transactionId" text)
      LEFT JOIN money_transaction t ON t.transaction_id = u."transactionId"
     WHERE b.state = 'fetched'
  )
  SELECT ${gap('payment_unknown', 'transaction_id', `jsonb_build_object(${noted}, 'bill_fen', fen, 'order_id', order_id)`)},
         transaction_id AS "transactionId", order_no AS "orderNo", NULL AS "outRefundNo"
    FROM line b WHERE kind = 'payment' AND payment IS NULL
   UNION ALL
  SELECT ${gap('payment_unknown', 'u."transactionId"', `jsonb_build_object(${noted}, 'line', u.line)`)},
         u."transactionId", NULL, NULL
    FROM b JOIN unread u ON u."appId" = b.appid WHERE u.payment IS NULL
   UNION ALL
  SELECT ${gap(
    'payment_differs',
    'transaction_id',
    `jsonb_build_object(${noted}, 'bill_fen', fen, 'book_fen', book_fen, 'order_id', book_order_id)`,
  )},
         transaction_id, order_no, NULL
    FROM line b
   WHERE kind = 'payment' AND payment IS NOT NULL
     AND (fen <> book_fen OR currency <> book_currency OR order_id IS DISTINCT FROM book_order_id)
   UNION ALL
  SELECT ${gap('refund_unknown', 'COALESCE(out_refund_no, transaction_id)', `jsonb_build_object(${noted}, 'bill_fen', refund_fen, 'order_id', order_id)`)},
         transaction_id, order_no, out_refund_no
    FROM line b WHERE kind = 'refund' AND refund IS NULL
   UNION ALL
  SELECT ${gap(
    'refund_differs',
    'out_refund_no',
    `jsonb_build_object(${noted}, 'bill_fen', refund_fen, 'book_fen', book_refund_fen, 'refund', refund)`,
  )},
         transaction_id, order_no, out_refund_no
    FROM line b
   WHERE kind = 'refund' AND refund IS NOT NULL
     AND (refund_fen <> book_refund_fen OR money_transaction_id IS DISTINCT FROM payment)
   UNION ALL
  SELECT ${gap('line_strange', 'transaction_id', `jsonb_build_object(${noted}, 'bill_fen', fen, 'order_id', order_id)`)},
         transaction_id, order_no, out_refund_no
    FROM line b WHERE kind = 'other'
   UNION ALL
  SELECT ${gap('payment_missing', 't.transaction_id', `jsonb_build_object(${noted}, 'book_fen', t.fen, 'order_id', t.order_id)`)},
         t.transaction_id, o.order_no, NULL
    FROM b JOIN money_transaction t ON t.mch_id = b.mch_id AND t.paid_at >= b.starts AND t.paid_at < b.ends
    JOIN customer_order o ON o.id = t.order_id
   WHERE b.state = 'fetched'
     AND NOT EXISTS (SELECT FROM bill_line l WHERE l.transaction_id = t.transaction_id AND l.kind = 'payment')
     AND NOT EXISTS (SELECT FROM unread u WHERE u.payment = t.id)
   UNION ALL
  SELECT ${gap(
    'refund_missing',
    'r.out_refund_no',
    `jsonb_build_object(${noted}, 'book_fen', r.fen, 'order_id', r.order_id, 'refund', r.id)`,
  )},
         t.transaction_id, o.order_no, r.out_refund_no
    FROM b JOIN refund r ON r.asked_at + interval '1 day' >= b.starts AND r.asked_at + interval '1 day' < b.ends
    JOIN money_transaction t ON t.id = r.money_transaction_id AND t.mch_id = b.mch_id
    JOIN customer_order o ON o.id = r.order_id
   WHERE b.state = 'fetched' AND r.state IN ('processing', 'success', 'abnormal') AND r.outside_note IS NULL
     AND NOT EXISTS (SELECT FROM bill_line l WHERE l.out_refund_no = r.out_refund_no)
     AND NOT EXISTS (SELECT FROM unread u WHERE u.payment = t.id)
   UNION ALL
  SELECT ${gap(
    'bill_none',
    `b.mch_id || ' ' || b.day`,
    `jsonb_build_object(${noted}, 'payments', count(*), 'book_fen', sum(t.fen))`,
  )},
         NULL, NULL, NULL
    FROM b JOIN money_transaction t ON t.mch_id = b.mch_id AND t.paid_at >= b.starts AND t.paid_at < b.ends
   WHERE b.state = 'none' GROUP BY b.mch_id, b.day
   UNION ALL
  SELECT ${gap('bill_overdue', `b.mch_id || ' ' || b.day`, `jsonb_build_object(${noted})`)}, NULL, NULL, NULL
    FROM b WHERE b.state IN ('wanted', 'failed') AND b.old
   UNION ALL
  SELECT ${gap(
    'bill_unread',
    `b.mch_id || ' ' || b.day`,
    `jsonb_build_object(${noted}, 'unread', jsonb_array_length(b.unread), 'lines', (
       SELECT jsonb_agg(jsonb_build_object('line', u.line, 'why', u.why))
         FROM (SELECT * FROM unread ORDER BY line LIMIT ${NAMED_LINES}) u))`,
  )}, NULL, NULL, NULL
    FROM b WHERE EXISTS (SELECT FROM unread)`;

/**
 * Those that nobody has acknowledged. New ones come first, payments before refunds, since a refund without its payment
 * has no home; then those that were asked about longest ago. A refund that may stand in a bill which is not here yet is
 * waited for. A bill that says a thing twice has one gap.
 */
export const GAPS_OF_BILL = `
  SELECT g.*, b.wanted_at < now() + $2::interval - interval '1 day' AS old,
         g.kind = 'refund_missing'
           AND EXISTS (SELECT FROM bill before
                        WHERE before.mch_id = b.mch_id AND before.date BETWEEN b.date - 3 AND b.date - 1
                          AND before.state IN ('wanted', 'failed')) AS waiting,
         EXISTS (SELECT FROM case_file c WHERE c.kind = g.kind AND c.subject = g.subject AND c.state = 'open') AS known,
         ${queryTurn('$2')}
    FROM (SELECT DISTINCT ON (kind, subject) * FROM (${GAPS}) every) g JOIN bill b ON b.id = $1
    LEFT JOIN discrepancy_query q ON q.kind = g.kind AND q.subject = g.subject
   WHERE NOT EXISTS (SELECT FROM case_file c WHERE c.kind = g.kind AND c.subject = g.subject
                        AND c.state = 'acknowledged')
   ORDER BY known, q.next_query_at NULLS FIRST, g.kind, g.subject`;
