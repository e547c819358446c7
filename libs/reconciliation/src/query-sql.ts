/** Of a discrepancy joined with its row `q` in `discrepancy_query`: how often it was asked about, and whether it is due. */
export const queryTurn = (offset: string) =>
  `COALESCE(q.queries, 0) AS queries, COALESCE(q.next_query_at <= now() + ${offset}::interval, true) AS due`;

export const KEEP_QUERIES = `
  INSERT INTO discrepancy_query AS known (kind, subject, bill_id, queries, next_query_at)
  SELECT f.kind, f.subject, $2, f.queries, now() + $3::interval + make_interval(secs => f.pause)
    FROM jsonb_to_recordset($1::jsonb) AS f (kind text, subject text, queries int4, pause int4)
  ON CONFLICT (kind, subject) DO UPDATE
     SET queries = excluded.queries, next_query_at = excluded.next_query_at, bill_id = excluded.bill_id`;

/** What is no discrepancy any more begins anew, should it come back. */
export const FORGET_QUERIES = `
  DELETE FROM discrepancy_query
   WHERE bill_id IS NOT DISTINCT FROM $2
     AND (kind, subject) NOT IN (SELECT f.kind, f.subject
                                   FROM jsonb_to_recordset($1::jsonb) AS f (kind text, subject text))`;
