import { sharesOf } from './freight';
import { actorOf, type OpenPlacing } from './order-placing';
import { nameOf } from './order-quote';

/**
 * Writes many orders with their lines and first events in one statement and tells their ids by number; an order
 * that waited for its shopper's erasure is not written. One JSON parameter keeps the rows of different orders apart without a parameter for every column.
 */
export const INSERT_ORDERS = `
  WITH draft AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS draft (
      order_no text, shopper_id int4, policy text, goods_fen int8, freight_fen int8, total_count int4, snap_name text,
      snap_img text, address jsonb, remark text, actor text, lines jsonb)
  ), placed AS (
    INSERT INTO customer_order (order_no, shopper_id, status, policy, goods_fen, freight_fen, total_fen,
                                total_count, snap_name, snap_img, address_snapshot, remark, created_at, expires_at)
    SELECT order_no, shopper_id, 1, policy, goods_fen, freight_fen, goods_fen + freight_fen, total_count, snap_name,
           snap_img, address, remark, now() + $2::interval, now() + $2::interval + make_interval(secs => $3)
      FROM draft JOIN shopper ON shopper.id = draft.shopper_id AND shopper.erased_at IS NULL
       FOR KEY SHARE OF shopper
    RETURNING id, order_no, created_at
  ), lined AS (
    INSERT INTO order_line (order_id, sku_id, product_id, position, name, spec, img, price_fen, count, freight_fen)
    SELECT placed.id, line.*
      FROM placed JOIN draft USING (order_no), jsonb_to_recordset(draft.lines) AS line (
        sku_id int4, product_id int4, position int2, name text, spec text, img text, price_fen int8, count int4,
        freight_fen int8)
  ), noted AS (
    INSERT INTO order_event (order_id, from_status, to_status, actor, reason, at)
    SELECT placed.id, NULL, 1, draft.actor, 'place', placed.created_at FROM placed JOIN draft USING (order_no)
  )
  SELECT id, order_no AS "orderNo", created_at AS "createdAt" FROM placed`;

export function insertParams(placings: OpenPlacing[], offset: string, ttlSeconds: number): unknown[] {
  return [JSON.stringify(placings.map(rowOf)), offset, ttlSeconds];
}

function rowOf({ request, draft: { orderNo, policy, quote, freightFen, address } }: OpenPlacing) {
  const freights = sharesOf(
    freightFen,
    quote.lines.map((line) => line.totalFen),
  );
  return {
    order_no: orderNo,
    shopper_id: request.shopperId,
    policy,
    goods_fen: quote.goodsFen,
    freight_fen: freightFen,
    total_count: quote.totalCount,
    snap_name: nameOf(quote),
    snap_img: quote.lines[0]?.img,
    address,
    remark: request.remark,
    actor: actorOf(request),
    lines: quote.lines.map((line, position) => ({
      sku_id: line.skuId,
      product_id: line.productId,
      position,
      name: line.name,
      spec: line.spec,
      img: line.img,
      price_fen: line.priceFen,
      count: line.count,
      freight_fen: freights[position],
    })),
  };
}

/** Shoppers who place an order now, one after the other, so that nobody slips past the cap in two requests at once. */
export const LOCK_SHOPPERS = `
  SELECT id FROM shopper WHERE id = ANY($1::int4[]) ORDER BY id FOR NO KEY UPDATE`;

/**
 * Unpaid orders per shopper: all that hold goods, and those of them that may still be paid. An order that closes for a
 * replacement counts as one that may: the replacement takes its place without asking again.
 */
export const COUNT_OPEN = `
  SELECT o.shopper_id AS "shopperId", count(*)::int4 AS held,
         count(*) FILTER (WHERE o.closing_at IS NULL OR r.order_id IS NOT NULL)::int4 AS open
    FROM customer_order o LEFT JOIN order_replacement r ON r.order_id = o.id AND r.placed_id IS NULL
   WHERE o.shopper_id = ANY($1::int4[]) AND o.status = 1 GROUP BY o.shopper_id`;
