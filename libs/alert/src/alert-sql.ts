/** The same alert once, however often it is raised; none within `$6` seconds after one of the keys `$5`. */
export const RAISE = `
  INSERT INTO alert (key, kind, text, raised_at)
  SELECT $1, $2, $3, now() + $4::interval
   WHERE NOT EXISTS (SELECT FROM alert WHERE key = ANY($5::text[])
                        AND raised_at > now() + $4::interval - make_interval(secs => $6))
  ON CONFLICT (key) DO NOTHING RETURNING id`;

export const UNDELIVERED = `SELECT key, kind, text FROM alert WHERE id = $1 AND delivered_at IS NULL`;

export const DELIVERED = `UPDATE alert SET delivered_at = now() + $2::interval WHERE id = $1`;

export const LIST_ALERTS = `
  SELECT id, key, kind, text, raised_at AS "raisedAt", delivered_at AS "deliveredAt"
    FROM alert WHERE ($1::int8 IS NULL OR id < $1) ORDER BY id DESC LIMIT $2`;
