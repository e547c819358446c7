/** WeChat keeps bills for three months, which have 89 days at least; the last morning is left to it. */
const KEPT_DAYS = 88;

const today = `((now() + $1::interval - interval '10 hours') AT TIME ZONE 'Asia/Shanghai')::date`;
const dayOf = (at: string) => `(${at} AT TIME ZONE 'Asia/Shanghai')::date`;

/**
 * Every day that is over, from ten on the next morning: of today's merchant each day since his first, for a refund
 * may come from the portal on any; of another the days on which he was asked for money or took some.
 */
export const WANT_BILLS = `
  WITH since AS (
    SELECT COALESCE((SELECT max(date) + 1 FROM bill WHERE mch_id = $2),
                    (SELECT min(${dayOf('first_asked_at')}) FROM payment_attempt WHERE mch_id = $2),
                    (SELECT min(${dayOf('paid_at')}) FROM money_transaction WHERE mch_id = $2)) AS day
  ), day AS (
    SELECT d::date AS date, $2 AS mch_id, $3 AS appid, $4 AS gateway, $5 AS sign_type
      FROM since, generate_series(greatest(since.day, ${today} - ${KEPT_DAYS}), ${today} - 1, interval '1 day') d
     WHERE since.day IS NOT NULL
     UNION ALL
    SELECT DISTINCT ON (${dayOf('a.first_asked_at')}, a.mch_id)
           ${dayOf('a.first_asked_at')}, a.mch_id, a.appid, a.gateway, a.sign_type
      FROM payment_attempt a
     WHERE a.mch_id <> $2 AND a.first_asked_at >= now() + $1::interval - interval '${KEPT_DAYS} days'
       AND ${dayOf('a.first_asked_at')} < ${today}
     UNION ALL
    SELECT DISTINCT ON (${dayOf('t.paid_at')}, t.mch_id)
           ${dayOf('t.paid_at')}, t.mch_id, t.appid, t.gateway,
           CASE t.gateway WHEN 'v3' THEN 'RSA' ELSE 'HMAC-SHA256' END
      FROM money_transaction t
     WHERE t.mch_id <> $2 AND t.paid_at >= now() + $1::interval - interval '${KEPT_DAYS} days'
       AND ${dayOf('t.paid_at')} < ${today}
  )
  INSERT INTO bill (date, mch_id, appid, gateway, sign_type, state, wanted_at, next_try_at)
  SELECT date, mch_id, appid, gateway, sign_type, 'wanted', now() + $1::interval, now() + $1::interval FROM day
   ORDER BY date
  ON CONFLICT (mch_id, date) DO NOTHING`;

/** The oldest days first; a worker that dies gives them back when its lease is over, which is longer than any look. */
export const CLAIM_BILLS = `
  UPDATE bill b SET next_try_at = now() + $1::interval + interval '9 minutes'
    FROM (SELECT id FROM bill WHERE next_try_at <= now() + $1::interval
           ORDER BY date, id LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED) due
   WHERE b.id = due.id
  RETURNING b.id, to_char(b.date, 'YYYY-MM-DD') AS date, b.mch_id AS "mchId", b.appid AS "appId", b.gateway,
            b.sign_type AS "signType", b.state, b.tries`;

export const DROP_LINES = `DELETE FROM bill_line WHERE bill_id = $1`;

export const INSERT_LINES = `
  INSERT INTO bill_line (bill_id, kind, appid, transaction_id, order_no, currency, fen, out_refund_no, refund_fen)
  SELECT $1, l.kind, l."appId", l."transactionId", l."orderNo", l.currency, l."totalFen", l."outRefundNo", l."refundFen"
    FROM jsonb_to_recordset($2::jsonb) AS l (kind text, "appId" text, "transactionId" text, "orderNo" text,
                                             currency text, "totalFen" int8, "outRefundNo" text, "refundFen" int8)`;

export const BILL_FETCHED = `
  UPDATE bill SET state = CASE $2::int4 WHEN 0 THEN 'none' ELSE 'fetched' END, line_count = $2, paid_fen = $3,
                  refund_fen = $4, trouble = NULL, tries = tries + 1, fetched_at = now() + $5::interval,
                  unread = $6::jsonb
   WHERE id = $1`;

export const BILL_FAILED = `
  UPDATE bill SET state = 'failed', trouble = $2, tries = tries + 1,
                  next_try_at = now() + $4::interval + make_interval(secs => $3)
   WHERE id = $1`;

/** Null seconds: nothing is left to do, unless it was wanted again meanwhile. */
export const BILL_LOOKED_AT = `
  UPDATE bill SET next_try_at = now() + $3::interval + make_interval(secs => $2)
   WHERE id = $1 AND state IN ('fetched', 'none')`;

export const LIST_BILLS = `
  SELECT id, to_char(date, 'YYYY-MM-DD') AS date, mch_id AS "mchId", gateway, state, line_count AS lines,
         paid_fen AS "paidFen", refund_fen AS "refundFen", tries, trouble, fetched_at AS "fetchedAt",
         (SELECT count(*)::int4 FROM case_file c WHERE c.bill_id = bill.id AND c.state = 'open') AS "openCases"
    FROM bill ORDER BY date DESC, id DESC LIMIT $1 OFFSET $2`;

/** Whatever WeChat was asked about it counts no more. */
export const WANT_AGAIN = `
  WITH wanted AS (
    UPDATE bill SET state = 'wanted', tries = 0, next_try_at = now() + $2::interval WHERE date = $1 RETURNING id
  ), forgotten AS (
    DELETE FROM discrepancy_query WHERE bill_id IN (SELECT id FROM wanted)
  )
  SELECT id FROM wanted`;
