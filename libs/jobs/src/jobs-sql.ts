export const ENQUEUE = `
  SELECT FROM graphile_worker.add_job($1::text, $2::json, job_key => $3::text, max_attempts => $4::int4)`;

/** Jobs whose worker died with them: `$1` are workers that are known to have, others are after five minutes. */
export const FREE_LOST = `
  UPDATE graphile_worker._private_jobs
     SET locked_at = NULL, locked_by = NULL, run_at = greatest(run_at, now())
   WHERE locked_at < now() - interval '5 minutes' OR locked_by = ANY($1::text[])`;

export const LIST_FAILED = `
  SELECT j.id::int8, t.identifier AS name, j.payload, j.attempts::int4 AS tries, j.last_error AS error,
         j.updated_at AS "failedAt"
    FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
   WHERE j.attempts >= j.max_attempts AND j.locked_at IS NULL AND ($1::int8 IS NULL OR j.id < $1)
   ORDER BY j.id DESC LIMIT $2`;

export const COUNT_FAILED = `
  SELECT count(*)::int4 AS count FROM graphile_worker._private_jobs WHERE attempts >= max_attempts AND locked_at IS NULL`;

const ONE_FAILED = `
  SELECT id FROM graphile_worker._private_jobs WHERE id = $1 AND attempts >= max_attempts AND locked_at IS NULL`;

export const RETRY_FAILED = `
  SELECT id FROM graphile_worker.reschedule_jobs(ARRAY(${ONE_FAILED}), run_at => now(), attempts => 0)`;

export const DROP_FAILED = `SELECT id FROM graphile_worker.complete_jobs(ARRAY(${ONE_FAILED}))`;
