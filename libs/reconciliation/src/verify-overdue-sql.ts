/** Its name in the timetable. */
export const VERIFY = 'verify';

/**
 * No verification ended well for two days, though it was tried more than once since, or nobody is about to try. A shop
 * that comes back after days begins its first try at once, which is not overdue yet. Each such time is a matter of its
 * own: the case of the last one may be acknowledged.
 */
export const OVERDUE_VERIFICATION = `
  SELECT 'verify_overdue' AS kind, to_char(v.done_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') AS subject,
         jsonb_strip_nulls(jsonb_build_object('tries', v.tries, 'trouble', v.trouble)) AS facts,
         NULL AS "transactionId", NULL AS "orderNo", NULL AS "outRefundNo"
    FROM timetable v
   WHERE v.name = '${VERIFY}' AND v.done_at < now() + $1::interval - interval '2 days'
     AND (v.tries > 1 OR v.next_at > now() + $1::interval + interval '2 hours')`;
