/**
 * One guess at an account, right (`$2`) or wrong: one statement for both, so that they take the same time, and one
 * row, so that guesses of all instances wait for each other. The fifth failure within a quarter of an hour locks the
 * account for one; what is tried meanwhile counts for nothing. `$3` is the clock's offset.
 */
export const NOTE_GUESS = `
  INSERT INTO login_guess AS known (account_hash, failed_at, last_at)
  VALUES ($1, CASE WHEN $2 THEN '{}' ELSE ARRAY[now() + $3::interval] END, now() + $3::interval)
  ON CONFLICT (account_hash) DO UPDATE SET
    last_at = excluded.last_at,
    (failed_at, locked_until) = (
      SELECT CASE WHEN is_locked OR $2 OR cardinality(recent) >= 4 THEN '{}' ELSE recent || excluded.last_at END,
             CASE WHEN is_locked THEN known.locked_until
                  WHEN NOT $2 AND cardinality(recent) >= 4 THEN excluded.last_at + interval '15 minutes' END
        FROM (SELECT COALESCE(known.locked_until > excluded.last_at, false) AS is_locked,
                     ARRAY(SELECT at FROM unnest(known.failed_at) AS at
                            WHERE at > excluded.last_at - interval '15 minutes') AS recent) AS past)
  RETURNING locked_until IS NOT NULL AS "isLocked",
            locked_until IS NOT DISTINCT FROM last_at + interval '15 minutes' AS "isNew"`;

export const UNLOCK = 'DELETE FROM login_guess WHERE account_hash = $1';
