import { newestOfEach } from '@app/database';

/**
 * One gap is one case; one that comes back after it healed is open again, and an acknowledged one stays so. An
 * acknowledged invariant is open again when more rows break it.
 */
export const OPEN_CASES = `
  INSERT INTO case_file AS known (kind, subject, bill_id, facts, state, opened_at)
  SELECT f.kind, f.subject, $2, f.facts, 'open', now() + $3::interval
    FROM jsonb_to_recordset($1::jsonb) AS f (kind text, subject text, facts jsonb)
  ON CONFLICT (kind, subject) DO UPDATE
     SET state = 'open', healed_at = NULL, facts = excluded.facts, opened_at = excluded.opened_at,
         acknowledged_by = NULL, acknowledged_at = NULL, note = NULL
   WHERE known.state = 'healed'
      OR (known.state = 'acknowledged' AND known.kind = 'promise_broken'
          AND (excluded.facts->>'offenders')::int8 > (known.facts->>'offenders')::int8)
  RETURNING id, kind, subject, facts, opened_at AS "openedAt"`;

/** What was found and mended in one look is kept too: the merchant sees what reconciling did. */
export const KEEP_HEALED = `
  INSERT INTO case_file AS known (kind, subject, bill_id, facts, state, opened_at, healed_at)
  SELECT f.kind, f.subject, $2, f.facts, 'healed', now() + $3::interval, now() + $3::interval
    FROM jsonb_to_recordset($1::jsonb) AS f (kind text, subject text, facts jsonb)
  ON CONFLICT (kind, subject) DO UPDATE SET state = 'healed', healed_at = excluded.healed_at
   WHERE known.state = 'open'`;

/**
 * Of these kinds, and of this bill where one is said, all that was not found any more; an acknowledged invariant too,
 * so that it is a new case when it is broken again.
 */
export const HEAL_OTHERS = `
  UPDATE case_file
     SET state = 'healed', healed_at = now() + $4::interval, acknowledged_by = NULL, acknowledged_at = NULL
   WHERE (state = 'open' OR (state = 'acknowledged' AND kind = 'promise_broken')) AND kind = ANY($2::text[]) AND ($3::int4 IS NULL OR bill_id = $3)
     AND (kind, subject) NOT IN (SELECT f.kind, f.subject
                                   FROM jsonb_to_recordset($1::jsonb) AS f (kind text, subject text))`;

export const LIST_CASES = `
  SELECT c.id, c.kind, c.subject, c.facts, c.state, c.opened_at AS "openedAt", c.healed_at AS "healedAt",
         c.acknowledged_by AS "acknowledgedBy", c.acknowledged_at AS "acknowledgedAt", c.note
    FROM (SELECT * FROM unnest($1::text[]) AS s (state), unnest($2::text[]) AS k (kind)) asked,
         ${newestOfEach('case_file', ['state', 'kind'], { before: '$3', limit: '$4' })} c
   ORDER BY c.id DESC LIMIT $4`;

export const ACKNOWLEDGE_CASE = `
  UPDATE case_file
     SET state = 'acknowledged', acknowledged_by = $2, note = $3, acknowledged_at = now() + $4::interval
   WHERE id = $1 AND state = 'open' RETURNING id`;

/** All that are open of a day's bills, whichever merchant's. */
export const ACKNOWLEDGE_BILL_CASES = `
  UPDATE case_file
     SET state = 'acknowledged', acknowledged_by = $2, note = $3, acknowledged_at = now() + $4::interval
   WHERE bill_id IN (SELECT id FROM bill WHERE date = $1) AND state = 'open' RETURNING id`;

export const BILL_EXISTS = `SELECT 1 FROM bill WHERE date = $1`;

export const CASE_EXISTS = `SELECT 1 FROM case_file WHERE id = $1`;
