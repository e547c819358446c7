/** The same alert once, however often it is raised. */
export const RAISE = `
  INSERT INTO alert (key, kind, text, raised_at) VALUES ($1, $2, $3, now() + $4::interval)
  ON CONFLICT (key) DO NOTHING RETURNING id`;

export const UNDELIVERED = `SELECT key, kind, text FROM alert WHERE id = $1 AND delivered_at IS NULL`;

export const DELIVERED = `UPDATE alert SET delivered_at = now() + $2::interval WHERE id = $1`;

export const LIST_ALERTS = `
  SELECT id, key, kind, text, raised_at AS "raisedAt", delivered_at AS "deliveredAt"
    FROM alert WHERE ($1::int8 IS NULL OR id < $1) ORDER BY id DESC LIMIT $2`;
