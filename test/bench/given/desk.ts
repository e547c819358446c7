/**
 * What admins did: a shipment of each parcel, by three of them; prices of freight were changed five times at first, and
 * the fifth admin has not been seen since.
 */
export const ACTS = [
  `INSERT INTO admin (account, role, secret_hash) SELECT 'admin ' || n, 'operator', 'none' FROM generate_series(2, 5) n`,
  `INSERT INTO admin_act (admin_id, at, method, route, targets, status, request_id)
   SELECT admin_id, at, method, '/api/v1/admin/' || route, '{}', 201, 'bench' FROM (
     SELECT 2 + order_id % 3 AS admin_id, at, 'POST' AS method, 'order/:id/ship' AS route FROM parcel
      UNION ALL
     SELECT 1, requested_at, 'POST', 'order/:id/refund' FROM refund
      UNION ALL
     SELECT 5, now() - interval '401 days' + n * interval '1 minute', 'PUT', 'freight' FROM generate_series(1, 5) n) acts
    ORDER BY at`,
];

/**
 * Bills of each day with their lines; a case of 200 orders, most of one kind and healed, of 10,000 orders an open one, and one of each
 * kind; alerts of each after-sale and of every tenth order; of 10,000 orders a failed job, and some that wait.
 */
export const PAPERS = [
  `INSERT INTO bill (date, mch_id, appid, gateway, sign_type, state, line_count, paid_fen, wanted_at, fetched_at)
   SELECT now()::date - n, '1900000001', 'wx0', 'v3', 'RSA', 'fetched', $1::int4 / 400, 2000 * ($1::int8 / 400), at, at
     FROM (SELECT n, now() - (n - 1) * interval '1 day' AS at FROM generate_series(400, 1, -1) n) days`,
  `INSERT INTO bill_line (bill_id, kind, appid, transaction_id, order_no, currency, fen, out_refund_no, refund_fen)
   SELECT b.id, l.kind, 'wx0', l.transaction_id, o.order_no, 'CNY', l.fen, l.out_refund_no, l.refund_fen
     FROM (SELECT 'payment' AS kind, paid_at AS at, transaction_id, order_id, fen, NULL AS out_refund_no, NULL::int8 AS refund_fen
             FROM money_transaction
            UNION ALL
           SELECT 'refund', r.asked_at, t.transaction_id, r.order_id, 0, r.out_refund_no, r.fen
             FROM refund r JOIN money_transaction t ON t.id = r.money_transaction_id) l
     JOIN customer_order o ON o.id = l.order_id
     JOIN bill b ON b.date = (l.at AT TIME ZONE 'Asia/Shanghai')::date ORDER BY l.at`,
  `INSERT INTO case_file (kind, subject, bill_id, facts, state, opened_at, healed_at, acknowledged_by, acknowledged_at)
   SELECT kind, 'case ' || n, 1 + n % 400, '{}', state, now(), CASE state WHEN 'healed' THEN now() END,
          CASE state WHEN 'acknowledged' THEN 'admin:1' END, CASE state WHEN 'acknowledged' THEN now() END
     FROM (SELECT n, CASE n % 50 WHEN 0 THEN 'open' WHEN 1 THEN 'acknowledged' ELSE 'healed' END AS state,
                  CASE WHEN n <= 5 THEN 'bill_overdue' WHEN n % 40 = 0 THEN 'refund_abnormal' WHEN n % 3 = 0 THEN 'payment_missing'
                       ELSE 'payment_unknown' END AS kind
             FROM generate_series(1, 5 + $1::int4 / 200) n) drawn`,
  `INSERT INTO alert (key, kind, text, raised_at, delivered_at)
   SELECT key, kind, '有事', at, at FROM (
     SELECT 'after_sale:' || id AS key, 'after_sale' AS kind, asked_at AS at FROM after_sale
      UNION ALL
     SELECT 'orders_paid:' || id, 'orders_paid', paid_at FROM money_transaction WHERE id % 10 = 0) raised ORDER BY at`,
  `SELECT count(graphile_worker.add_job('mend', json_build_object('n', n), max_attempts => 3))
     FROM generate_series(1, 100 + $1::int4 / 10000) n`,
  `UPDATE graphile_worker._private_jobs SET attempts = max_attempts, last_error = 'the robot is asleep'
    WHERE id IN (SELECT id FROM graphile_worker._private_jobs ORDER BY id LIMIT 1 + $1::int4 / 10000)`,
];
