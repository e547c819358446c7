/** One row an event; a repeat counts up, and only an unsettled one may find another outcome. */
export const STORE_NOTICE = `
  INSERT INTO notice (gateway, kind, event_key, headers, body, outcome, received_at, last_at)
  VALUES ($1, $2, $3, $4, $5, $6, now() + $7::interval, now() + $7::interval)
  ON CONFLICT (gateway, kind, event_key) DO UPDATE
     SET attempts = notice.attempts + 1, last_at = excluded.last_at,
         outcome = CASE WHEN notice.outcome IN ('parked', 'orphan', 'conflict') THEN excluded.outcome
                        ELSE notice.outcome END
  RETURNING attempts`;

export const KNOWN_FOR = `
  SELECT extract(epoch FROM now() + $4::interval - received_at)::float8 AS seconds
    FROM notice WHERE gateway = $1 AND kind = $2 AND event_key = $3`;
