/** What waits now. */
export const WAITING = `
  SELECT (SELECT count(*)::int4 FROM customer_order WHERE status = 2) AS "toShip",
         (SELECT count(*)::int4 FROM case_file WHERE state = 'open') AS "openCases"`;
