import type { Invariant } from './invariant';

/** The house itself: its keys, and its books beside WeChat's. */
export const houseInvariants: readonly Invariant[] = [
  {
    id: 'I28',
    promise: 'Tokens are kept as hashes.',
    promiseZh: '登录令牌只存散列。',
    sql: `SELECT 1 FROM session WHERE octet_length(token_hash) <> 32`,
  },
  {
    id: 'I35',
    promise: "What stands in WeChat's bill stands in our books, or is a case.",
    promiseZh: '微信账单里的每一笔都在本店账上，或已列为差异。',
    sql: `SELECT l.id, l.transaction_id FROM bill b JOIN bill_line l ON l.bill_id = b.id
            LEFT JOIN money_transaction t ON t.transaction_id = l.transaction_id AND t.fen = l.fen
            LEFT JOIN refund r ON r.out_refund_no = l.out_refund_no AND r.fen = l.refund_fen
           WHERE b.state = 'fetched' AND b.fetched_at < now() + $1::interval - interval '25 hours' AND l.appid = b.appid
             AND CASE l.kind WHEN 'payment' THEN t.id IS NULL WHEN 'refund' THEN r.id IS NULL ELSE true END
             AND NOT EXISTS (SELECT FROM case_file c
                              WHERE c.bill_id = b.id AND c.state <> 'healed' AND c.subject = l.transaction_id)
             AND NOT EXISTS (SELECT FROM case_file c
                              WHERE c.bill_id = b.id AND c.state <> 'healed' AND c.subject = l.out_refund_no)`,
  },
];
