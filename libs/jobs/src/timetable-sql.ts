/** The first round of all is at once. */
export const BEGIN_ROUND = `
  WITH due AS (
    UPDATE timetable SET next_at = now() + $2::interval + make_interval(secs => $3), tries = tries + 1
     WHERE name = $1 AND next_at <= now() + $2::interval RETURNING again
  ), first AS (
    INSERT INTO timetable (name, next_at, done_at, tries)
    SELECT $1, now() + $2::interval + make_interval(secs => $3), now() + $2::interval, 1
     WHERE NOT EXISTS (SELECT FROM timetable WHERE name = $1)
    ON CONFLICT DO NOTHING RETURNING again
  )
  SELECT again FROM due UNION ALL SELECT again FROM first`;

/** After `$3` seconds, or at the next hour `$4` of Beijing's day. */
const NEXT = `
  COALESCE(now() + $2::interval + make_interval(secs => $3),
           (((now() + $2::interval) AT TIME ZONE 'Asia/Shanghai' - make_interval(hours => $4))::date + 1
             + make_interval(hours => $4)) AT TIME ZONE 'Asia/Shanghai')`;

export const ROUND_DONE = `
  UPDATE timetable SET again = $5, next_at = ${NEXT}, done_at = now() + $2::interval, tries = 0, trouble = NULL
   WHERE name = $1`;

export const ROUND_FAILED = `UPDATE timetable SET next_at = ${NEXT}, trouble = $5 WHERE name = $1`;

/** Where its first round is not to be at once. */
export const PLAN_ROUND = `
  INSERT INTO timetable (name, next_at, done_at) VALUES ($1, ${NEXT}, now() + $2::interval) ON CONFLICT DO NOTHING`;
