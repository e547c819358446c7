/** As many as a shop keeps, however many orders. */
export const PRODUCTS = 1_000;

export const CATALOG = [
  `INSERT INTO picture (hash, media_type, bytes) VALUES (sha256('a'), 'image/png', 'a')`,
  `INSERT INTO product (name, picture_id) SELECT 'product ' || n, 1 FROM generate_series(1, ${PRODUCTS} + 2) n`,
  `INSERT INTO sku (product_id, spec, price_fen) SELECT id, '', 1000 FROM product ORDER BY id`,
  `INSERT INTO sku_stock (sku_id, stock, stocked) SELECT id, 1000000, 1000000 FROM sku`,
];

/**
 * `$1` orders of 400 days, the oldest first: most are received, some are of each other status. An order's number among
 * all, n, says what became of it, here and in the other books.
 */
export const ORDERS = [
  `INSERT INTO shopper (openid, appid, created_at)
   SELECT 'bench-' || n, 'wx0', now() - interval '400 days' + n * (interval '400 days' / ($1::int4 / 20))
     FROM generate_series(1, $1::int4 / 20) n`,
  `INSERT INTO customer_order (order_no, shopper_id, status, policy, goods_fen, total_fen, total_count, snap_name, snap_img,
                               address_snapshot, created_at, expires_at, closing_at, close_reason, paid_at,
                               deadline_told_at)
   SELECT (SELECT string_agg(substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', ((ms >> (5 * place)) & 31)::int4 + 1, 1), ''
                             ORDER BY place DESC) FROM generate_series(0, 9) place)
            || upper(substr(md5(n::text), 1, 10)),
          shopper, status, 'on_payment', 2000, 2000, 2, 'product', '/images/a.png',
          jsonb_build_object('name', '安', 'mobile', '138' || lpad(shopper::text, 8, '0'), 'province', '浙江省',
                             'city', '杭州市', 'country', '西湖区', 'detail', '龙井路1号'),
          at, CASE status WHEN 1 THEN now() + interval '1 day' ELSE at + interval '30 minutes' END,
          CASE status WHEN 7 THEN at END, CASE status WHEN 7 THEN 'timeout' END,
          CASE WHEN status NOT IN (1, 7) THEN at + interval '1 minute' END, CASE status WHEN 2 THEN now() END
     FROM (SELECT n, 1 + (hashint4(n) & 2147483647) % (SELECT count(*)::int4 FROM shopper) AS shopper,
                  CASE WHEN n % 1000 < 5 THEN 1 WHEN n % 1000 < 25 THEN 2 WHEN n % 1000 < 75 THEN 3
                       WHEN n % 1000 < 76 THEN 4 WHEN n % 1000 < 78 THEN 5 WHEN n % 1000 < 180 THEN 7
                       WHEN n % 1000 < 200 THEN 8 ELSE 6 END AS status,
                  now() - ($1 - n) * (interval '400 days' / $1) AS at,
                  (extract(epoch FROM now() - ($1 - n) * (interval '400 days' / $1)) * 1000)::int8 AS ms
             FROM generate_series(1, $1::int4) n) drawn`,
  // Product 1 is in every second order, the others ever more seldom; the last but one in five old orders alone, the last
  // one in every tenth of the older half.
  `INSERT INTO order_line (order_id, sku_id, product_id, position, name, spec, img, price_fen, count)
   SELECT DISTINCT ON (o.id, product) o.id, product, product, line, 'product', '', '/images/a.png', 1000, 1
     FROM customer_order o, LATERAL (VALUES
       (0, CASE WHEN o.id % 2 = 0 THEN 1 ELSE 2 + ((hashint4(o.id) & 2147483647) % 499) END),
       (1, CASE WHEN o.id <= 5 THEN ${PRODUCTS} + 1
                WHEN o.id % 10 = 3 AND o.id < $1::int4 / 2 THEN ${PRODUCTS} + 2
                ELSE 501 + (power((hashint4(o.id + 7) & 1048575) / 1048576.0, 3) * 499)::int4 END)) l (line, product)
    ORDER BY o.id, product`,
];

/** The books that are only ever added to, in the order of time, as a shop writes them. */
export const EVENTS = [
  `INSERT INTO order_event (order_id, from_status, to_status, actor, reason, at)
   SELECT o.id, step.was, step.now, step.actor, step.reason, step.at
     FROM customer_order o, LATERAL (VALUES
       (NULL, 1, 'shopper:' || o.shopper_id, 'place', o.created_at),
       (1, 2, 'wechat', 'settle', CASE WHEN o.status IN (2, 3, 6, 8) THEN o.paid_at END),
       (1, 4, 'wechat', 'settle_short', CASE WHEN o.status IN (4, 5) THEN o.paid_at END),
       (2, 3, 'admin:1', 'ship', CASE WHEN o.status IN (3, 6) THEN o.paid_at + interval '1 day' END),
       (3, 6, 'shopper:' || o.shopper_id, 'receive', CASE WHEN o.status = 6 THEN o.paid_at + interval '5 days' END),
       (1, 7, 'system', 'close', CASE WHEN o.status = 7 THEN o.created_at + interval '30 minutes' END),
       (4, 5, 'wechat', 'refund_success', CASE WHEN o.status = 5 THEN o.paid_at + interval '3 days' END),
       (2, 8, 'wechat', 'refund_success', CASE WHEN o.status = 8 THEN o.paid_at + interval '3 days' END)
     ) step (was, now, actor, reason, at)
    WHERE step.at IS NOT NULL ORDER BY step.at`,
  `INSERT INTO stock_ledger (sku_id, kind, count, actor, at) SELECT id, 'IN', 1000000, 'admin:1', now() FROM sku`,
  `INSERT INTO stock_ledger (sku_id, kind, count, order_id, cause_id, actor, at)
   SELECT l.sku_id, 'SELL', l.count, l.order_id, t.id, 'wechat', t.paid_at
     FROM order_line l JOIN money_transaction t USING (order_id) WHERE t.disposition = 'fulfilled' ORDER BY t.id`,
  `UPDATE sku_stock s SET stock = stock - l.count, sold = l.count
     FROM (SELECT sku_id, sum(count) AS count FROM stock_ledger WHERE kind = 'SELL' GROUP BY sku_id) l
    WHERE l.sku_id = s.sku_id`,
];
