export const KEEP_ACT = `
  INSERT INTO admin_act (admin_id, at, method, route, targets, status, request_id)
  VALUES ($1, now() + $2::interval, $3, $4, $5, $6, $7)`;

/**
 * However many acts there are, they are of some admins and some routes: the index tells each such sort by the one
 * before it. Of each sort that is asked for the newest, read from its own end of the index, and of those the newest
 * of all; by range and order, which no other index has, so that PostgreSQL has no choice.
 */
export const LIST_ACTS = `
  WITH RECURSIVE sort AS (
    (SELECT admin_id, route FROM admin_act ORDER BY admin_id, route LIMIT 1)
    UNION ALL
    SELECT next.* FROM sort, LATERAL (
      SELECT a.admin_id, a.route FROM admin_act a WHERE (a.admin_id, a.route) > (sort.admin_id, sort.route)
       ORDER BY a.admin_id, a.route LIMIT 1) next
  ), place AS (
    SELECT LEAST(at, $5) AS at, CASE WHEN at >= $5 THEN 0 ELSE id END AS id FROM admin_act WHERE id = $1
     UNION ALL
    SELECT COALESCE($5::timestamptz, 'infinity'), 0 WHERE $1::int8 IS NULL
  ), listed AS (
    SELECT newest.* FROM place, sort, LATERAL (
      SELECT a.id FROM admin_act a
       WHERE (a.admin_id, a.route, a.at) >= (sort.admin_id, sort.route, COALESCE($4::timestamptz, '-infinity'))
         AND (a.admin_id, a.route, a.at, a.id) < (sort.admin_id, sort.route, place.at, place.id)
       ORDER BY a.admin_id DESC, a.route DESC, a.at DESC, a.id DESC LIMIT $6) newest
     WHERE ($2::int4 IS NULL OR sort.admin_id = $2) AND ($3::text IS NULL OR sort.route = $3)
  )
  SELECT a.id, a.admin_id AS "adminId", admin.account, a.at, a.method, a.route, a.targets, a.status,
         a.request_id AS "requestId"
    FROM listed JOIN admin_act a USING (id) JOIN admin ON admin.id = a.admin_id
   ORDER BY a.at DESC, a.id DESC LIMIT $6`;
