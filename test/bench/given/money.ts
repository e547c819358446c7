/** Money that came: as a rule for its order; of a thousand orders one is short, one paid late, of 20,000 one wrongly. */
export const PAYMENTS = [
  `INSERT INTO money_transaction (transaction_id, order_id, gateway, appid, mch_id, fen, currency, payer_id, paid_at,
                                  source, disposition, recorded_at)
   SELECT '42000' || lpad(o.id::text, 23, '0'), o.id, CASE WHEN o.id < $1::int4 / 2 THEN 'v2' ELSE 'v3' END, 'wx0',
          '1900000001', CASE WHEN o.id % 20000 = 150 THEN 1 ELSE o.total_fen END, 'CNY', o.shopper_id,
          COALESCE(o.paid_at, o.created_at + interval '1 minute'), CASE o.id % 50 WHEN 0 THEN 'query' ELSE 'notice' END,
          CASE WHEN o.id % 20000 = 150 THEN 'disputed' WHEN o.status = 7 THEN 'to_refund'
               WHEN o.status IN (4, 5) THEN 'held' ELSE 'fulfilled' END,
          COALESCE(o.paid_at, o.created_at + interval '1 minute')
     FROM customer_order o
    WHERE o.paid_at IS NOT NULL OR o.id % 1000 = 100 OR o.id % 20000 = 150 ORDER BY o.id`,
];

/**
 * Money that went back, of three orders in a hundred: a part of it where the order stands as it did. Of 20,000 orders one
 * refund is stuck in each state, and those of what was out of stock are under way.
 */
export const REFUNDS = [
  `INSERT INTO refund (out_refund_no, money_transaction_id, order_id, fen, reason, restock, actor, state, refund_id,
                       asked_at, requested_at, succeeded_at)
   SELECT o.order_no || 'R1', t.id, o.id, CASE WHEN o.id % 1000 BETWEEN 500 AND 509 THEN t.fen / 2 ELSE t.fen END,
          '退款', false, 'admin:1', drawn.state, '50000' || o.id,
          t.paid_at + interval '3 days', t.paid_at + interval '3 days',
          CASE drawn.state WHEN 'success' THEN t.paid_at + interval '3 days 1 minute' END
     FROM customer_order o JOIN money_transaction t ON t.order_id = o.id,
          LATERAL (SELECT CASE o.id % 20000 WHEN 500 THEN 'requested' WHEN 501 THEN 'processing' WHEN 502 THEN 'closed'
                                            WHEN 503 THEN 'abnormal'
                                            ELSE CASE o.status WHEN 4 THEN 'processing' ELSE 'success' END END AS state) drawn
    WHERE o.status IN (4, 5, 8) OR t.disposition = 'to_refund' OR o.id % 1000 BETWEEN 500 AND 509 ORDER BY o.id`,
  `INSERT INTO money_ledger (kind, order_id, cause_id, fen, at)
   SELECT kind, order_id, cause, fen, at FROM (
     SELECT 'PAYMENT' AS kind, order_id, id AS cause, fen, paid_at AS at FROM money_transaction
      UNION ALL
     SELECT 'REFUND', order_id, id, -fen, succeeded_at FROM refund WHERE state = 'success') books ORDER BY at`,
];

/**
 * A notice of each payment and refund, of other events for half a year, and some that wait for a person. Words are kept
 * for thirty days. v2 is of the older half, and what is called `failed` was never seen since.
 */
export const NOTICES = [
  `INSERT INTO notice (gateway, kind, event_key, headers, body, outcome, received_at, last_at)
   SELECT gateway, kind, key, '{}', CASE WHEN at > now() - interval '30 days' THEN words.body ELSE '' END, outcome, at, at
     FROM (SELECT convert_to(repeat('x', 800), 'UTF8') AS body) words, (
       SELECT gateway, 'paid' AS kind, transaction_id AS key, disposition AS outcome, recorded_at AS at
         FROM money_transaction
        UNION ALL
       SELECT t.gateway, 'refund', r.refund_id || ' SUCCESS', 'recorded', r.succeeded_at
         FROM refund r JOIN money_transaction t ON t.id = r.money_transaction_id WHERE r.state = 'success'
        UNION ALL
       SELECT 'v2', 'failed', order_no, 'failed', created_at FROM customer_order
        WHERE id % 200 = 7 AND id < $1::int4 / 2
        UNION ALL
       SELECT 'push', 'trade_manage_order_settlement', order_no, CASE id % 2 WHEN 0 THEN 'recorded' ELSE 'other' END,
              created_at
         FROM customer_order WHERE status = 6 AND created_at > now() - interval '180 days'
        UNION ALL
       SELECT 'v3', CASE n % 4 WHEN 0 THEN 'foreign' ELSE 'paid' END, 'trouble ' || n,
              (ARRAY['foreign', 'parked', 'orphan', 'conflict'])[1 + n % 4], now() - n * interval '1 minute'
         FROM generate_series(0, $1::int4 / 5000 + 3) n) told
    ORDER BY at`,
];
