/** Of an order, what has left; its lock keeps this still, and the row's own lock keeps the upload from it. */
export const LOCK_SHIPMENT = `
  SELECT u.state, u.in_parts AS "inParts", u.is_complete AS "isComplete", u.shipment,
         u.completed_at AS "completedAt", u.reshipped_at AS "reshippedAt",
         (SELECT COALESCE(json_agg(json_build_object('carrier', p.carrier, 'trackingNo', p.tracking_no)), '[]')
            FROM parcel p WHERE p.order_id = u.order_id AND p.shipment = u.shipment) AS parcels
    FROM shipping_upload u WHERE u.order_id = $1 FOR NO KEY UPDATE OF u`;

/** WeChat wants to hear of a shipment within 48 hours of the payment; the shopper hears of it where `$6` says so. */
export const BEGIN_SHIPMENT = `
  WITH begun AS (
    INSERT INTO shipping_upload (order_id, logistics, in_parts, is_complete, state, ship_deadline, next_try_at,
                                 next_message_at)
    SELECT id, $2, $3, $4, 'wanted', paid_at + interval '48 hours', now() + $5::interval,
           CASE WHEN $6::boolean THEN now() + $5::interval END
      FROM customer_order WHERE id = $1
  )
  UPDATE customer_order SET shipped_at = CASE WHEN $4::boolean THEN now() + $5::interval END WHERE id = $1`;

/** Asked for anew, and whatever is on its way no longer counts. */
const ANEW = `
  state = 'wanted', version = version + 1, tries = 0, code = NULL, next_try_at = now() + $3::interval`;

export const CONTINUE_SHIPMENT = `
  WITH continued AS (
    UPDATE shipping_upload SET is_complete = $2, ${ANEW} WHERE order_id = $1
  )
  UPDATE customer_order SET shipped_at = CASE WHEN $2::boolean THEN now() + $3::interval END WHERE id = $1`;

/** The chance is taken only where WeChat has been told of a whole shipment before. */
export const REPLACE_SHIPMENT = `
  WITH replaced AS (
    UPDATE shipping_upload
       SET logistics = $2, in_parts = $4, is_complete = true, shipment = shipment + 1, ${ANEW},
           reshipped_at = CASE WHEN completed_at IS NOT NULL THEN now() + $3::interval ELSE reshipped_at END
     WHERE order_id = $1
  )
  UPDATE customer_order SET shipped_at = now() + $3::interval WHERE id = $1`;

export const INSERT_PARCELS = `
  INSERT INTO parcel (order_id, shipment, position, carrier, tracking_no, goods, at)
  SELECT $1, $2, $3::int4 + p.n, p.carrier, p.tracking_no, p.goods, now() + $7::interval
    FROM unnest($4::text[], $5::text[], $6::text[]) WITH ORDINALITY AS p (carrier, tracking_no, goods, n)`;

const after = `'epoch'::timestamptz + $3::int8 * interval '1 microsecond'`;

/**
 * What still has to be done comes with its deadline, orders that have not left at all among it. Each state is read
 * in order from its index, and stops after a page.
 */
export const LIST_SHIPPING = `
  WITH listed AS (
    (SELECT o.id, 'unshipped' AS state, o.paid_at + interval '48 hours' AS deadline
       FROM customer_order o
      WHERE o.status = 2 AND 'unshipped' = ANY($1::text[])
        AND ($3::int8 IS NULL OR (o.paid_at, o.id) > (${after} - interval '48 hours', $4::int8))
      ORDER BY o.paid_at, o.id LIMIT $2)
    UNION ALL
    SELECT u.order_id, s.state, u.ship_deadline FROM unnest($1::text[]) AS s (state), LATERAL (
      SELECT * FROM shipping_upload u
       WHERE u.state = s.state AND ($3::int8 IS NULL OR (u.ship_deadline, u.order_id) > (${after}, $4::int8))
       ORDER BY u.ship_deadline, u.order_id LIMIT $2) u
  )
  SELECT l.id, (extract(epoch FROM l.deadline) * 1000000)::int8 AS micros, o.order_no AS "orderNo", l.state,
         l.deadline, l.deadline < now() + $5::interval AS "isOverdue",
         u.logistics, u.is_complete AS "isComplete", u.reshipped_at IS NOT NULL AS "isReshipped", u.tries, u.code,
         u.upload_time AS "uploadTime",
         (SELECT COALESCE(json_agg(json_build_object('carrier', p.carrier, 'trackingNo', p.tracking_no)
                                   ORDER BY p.position), '[]')
            FROM parcel p WHERE p.order_id = l.id AND p.shipment = u.shipment) AS parcels
    FROM listed l JOIN customer_order o ON o.id = l.id LEFT JOIN shipping_upload u ON u.order_id = l.id
   ORDER BY l.deadline, l.id LIMIT $2`;

export const PARCELS_OF_ORDER = `
  SELECT p.carrier, p.tracking_no AS "trackingNo", p.at
    FROM customer_order o JOIN shipping_upload u ON u.order_id = o.id
    JOIN parcel p ON p.order_id = o.id AND p.shipment = u.shipment
   WHERE o.id = $1 ORDER BY p.position`;

export const LOCK_ORDERS = `
  SELECT id FROM customer_order WHERE order_no = ANY($1::text[]) ORDER BY id FOR NO KEY UPDATE`;

/** With what has left of each: read after the locks, which keep that still. */
export const ORDERS_TO_SHIP = `
  SELECT o.id, o.order_no AS "orderNo",
         o.status = 3 AND EXISTS (SELECT FROM shipping_upload u WHERE u.order_id = o.id AND NOT u.is_complete) AS "isOpen",
         (SELECT COALESCE(json_agg(json_build_object('carrier', p.carrier, 'trackingNo', p.tracking_no)), '[]')
            FROM shipping_upload u JOIN parcel p ON p.order_id = u.order_id AND p.shipment = u.shipment
           WHERE u.order_id = o.id) AS parcels
    FROM customer_order o WHERE o.order_no = ANY($1::text[]) ORDER BY o.id`;
