import { COUNTED_FAILURES } from './login-throttle';

/**
 * What is known of an account (`$1`) and of the source of an attempt (`$2`) before a secret is checked: whether the
 * source opened the account lately, and how often anyone failed at the account. `$3` is the clock's offset.
 */
export const ATTEMPT_CONTEXT = `
  SELECT EXISTS (SELECT FROM login_guess WHERE account_hash = $1 AND source_hash = $2
                    AND opened_at > now() + $3::interval - interval '30 days') AS "isKnown",
         (SELECT count(*)::int4 FROM (
            SELECT FROM login_guess, unnest(failed_at) AS at
             WHERE account_hash = $1 AND last_at > now() + $3::interval - interval '15 minutes'
               AND at > now() + $3::interval - interval '15 minutes'
             LIMIT ${COUNTED_FAILURES}) AS recent) AS "recentFailures"`;

/**
 * One guess at an account from a source, right (`$3`) or wrong: one statement for both, so that they take the same
 * time, and one row, so that guesses of all instances wait for each other. The fifth failure within a quarter of an
 * hour locks the account for that source for one; what is tried there meanwhile counts for nothing. `$4` is the clock's
 * offset.
 */
export const NOTE_GUESS = `
  INSERT INTO login_guess AS known (account_hash, source_hash, failed_at, opened_at, last_at)
  VALUES ($1, $2, CASE WHEN $3 THEN '{}' ELSE ARRAY[now() + $4::interval] END,
          CASE WHEN $3 THEN now() + $4::interval END, now() + $4::interval)
  ON CONFLICT (account_hash, source_hash) DO UPDATE SET
    last_at = excluded.last_at,
    (failed_at, locked_until, opened_at) = (
      SELECT CASE WHEN is_locked THEN known.failed_at WHEN $3 THEN '{}' ELSE recent || excluded.last_at END,
             CASE WHEN is_locked THEN known.locked_until
                  WHEN NOT $3 AND cardinality(recent) >= 4 THEN excluded.last_at + interval '15 minutes' END,
             CASE WHEN $3 AND NOT is_locked THEN excluded.last_at ELSE known.opened_at END
        FROM (SELECT COALESCE(known.locked_until > excluded.last_at, false) AS is_locked,
                     ARRAY(SELECT at FROM unnest(known.failed_at) AS at
                            WHERE at > excluded.last_at - interval '15 minutes') AS recent) AS past)
  RETURNING locked_until IS NOT NULL AS "isLocked",
            locked_until IS NOT DISTINCT FROM last_at + interval '15 minutes' AS "isNew"`;

/** For every source; the ones that opened the account stay known. */
export const UNLOCK = `UPDATE login_guess SET failed_at = '{}', locked_until = NULL WHERE account_hash = $1`;
