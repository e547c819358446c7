import { describe, expect, it } from 'vitest';
import type { Client } from '../given/client';
import { Shop } from '../given/shop';

/** How many orders a young shop has, and an old one. */
const FEW = 1_000;
const MANY = Number(process.env.BENCH_ORDERS ?? 1_000_000);
const ROUNDS = 15;
const PRODUCTS = 1_000;

/** Orders of 400 days: most are received, some are of each other status; every constraint stands. */
const SEED = [
  `INSERT INTO picture (hash, media_type, bytes) VALUES (sha256('a'), 'image/png', 'a')`,
  `INSERT INTO product (name, picture_id) SELECT 'product ' || n, 1 FROM generate_series(1, ${PRODUCTS} + 2) n`,
  `INSERT INTO sku (product_id, spec, price_fen) SELECT id, '', 1000 FROM product ORDER BY id`,
  `INSERT INTO sku_stock (sku_id, stock, stocked) SELECT id, 1000000, 1000000 FROM sku`,
  `INSERT INTO shopper (openid, appid, created_at)
   SELECT 'bench-' || n, 'wx0', now() FROM generate_series(1, greatest(1, $1::int4 / 20)) n`,
  `INSERT INTO customer_order (order_no, shopper_id, status, policy, goods_fen, total_fen, total_count, snap_name, snap_img,
                               address_snapshot, created_at, expires_at, closing_at, close_reason, paid_at)
   SELECT (SELECT string_agg(substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', ((ms >> (5 * place)) & 31)::int4 + 1, 1), ''
                             ORDER BY place DESC) FROM generate_series(0, 9) place)
            || upper(substr(md5(n::text), 1, 10)),
          shopper, status, 'on_payment', 2000, 2000, 2, 'product', '/images/a.png',
          jsonb_build_object('name', '安', 'mobile', '138' || lpad(shopper::text, 8, '0'), 'province', '浙江省',
                             'city', '杭州市', 'country', '西湖区', 'detail', '龙井路1号'),
          at, CASE status WHEN 1 THEN now() + interval '1 day' ELSE at + interval '30 minutes' END,
          CASE status WHEN 7 THEN at END, CASE status WHEN 7 THEN 'timeout' END,
          CASE WHEN status NOT IN (1, 7) THEN at + interval '1 minute' END
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
   SELECT DISTINCT ON (o.id, product) o.id, product, product, line, 'product', '', '/images/a.png', 1000, 2 - line
     FROM customer_order o, LATERAL (VALUES
       (0, CASE WHEN o.id % 2 = 0 THEN 1 ELSE 2 + ((hashint4(o.id) & 2147483647) % 499) END),
       (1, CASE WHEN o.id <= 5 THEN ${PRODUCTS} + 1
                WHEN o.id % 10 = 3 AND o.id < $1::int4 / 2 THEN ${PRODUCTS} + 2
                ELSE 501 + (power((hashint4(o.id + 7) & 1048575) / 1048576.0, 3) * 499)::int4 END)) l (line, product)
    ORDER BY o.id, product`,
  `INSERT INTO order_event (order_id, from_status, to_status, actor, reason, at)
   SELECT id, NULL, 1, 'shopper:' || shopper_id, 'place', created_at FROM customer_order`,
  'VACUUM ANALYZE',
];

function day(back: number): string {
  return new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);
}

/** What is asked, by what the shop holds. */
async function searchesOf(admin: Client, orders: number): Promise<Record<string, string>> {
  const { body } = await admin.get(`/admin/order?to=${day(200)}&size=1`);
  const [middle] = body.data;
  return {
    'the newest': '/admin/order',
    'the page after half of all': `/admin/order?cursor=${body.next}`,
    'a common status': '/admin/order?status=6',
    'a rare status': '/admin/order?status=4',
    'several statuses': '/admin/order?status=2,3',
    'a day of long ago': `/admin/order?from=${day(300)}&to=${day(300)}`,
    'a whole number': `/admin/order?number=${middle.order_no}`,
    'the beginning of a number, an hour': `/admin/order?number=${middle.order_no.slice(0, 6)}`,
    'the beginning of a number, a year': `/admin/order?number=${middle.order_no.slice(0, 3)}`,
    'a phone': `/admin/order?phone=${middle.mobile}`,
    'a product of every second order': '/admin/order?product_id=1',
    'a product of one order in a thousand': '/admin/order?product_id=100',
    'a product of five old orders': `/admin/order?product_id=${PRODUCTS + 1}`,
    'a product and a rare status': '/admin/order?product_id=1&status=5',
    'a rare product and a common status': `/admin/order?product_id=${PRODUCTS + 1}&status=6`,
    'a product that sold well long ago': `/admin/order?product_id=${PRODUCTS + 2}`,
    'a product of every second order on a day': `/admin/order?product_id=1&from=${day(300)}&to=${day(300)}`,
    'a product and a day': `/admin/order?product_id=100&from=${day(300)}&to=${day(290)}`,
    'one order whole': `/admin/order/${Math.floor(orders / 2)}`,
    'the CMS’s first page': '/order/paginate?page=1&size=20',
  };
}

async function measured(orders: number): Promise<Map<string, number>> {
  const shop = await Shop.open();
  try {
    for (const sql of SEED) await shop.db.query(sql, sql.includes('$1') ? [orders] : []);
    const admin = await shop.admin();
    const times = new Map<string, number>();
    for (const [what, path] of Object.entries(await searchesOf(admin, orders)))
      times.set(what, await median(admin, path));
    return times;
  } finally {
    await shop.stop();
  }
}

async function median(admin: Client, path: string): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    const { status } = await admin.get(path);
    expect([path, status]).toEqual([path, 200]);
    times.push(performance.now() - start);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)]!;
}

describe('what the merchant looks for', () => {
  it(`takes as long among ${MANY} orders as among ${FEW}`, async () => {
    const [few, many] = [await measured(FEW), await measured(MANY)];

    const rows = [...few].map(([what, ms]) => {
      const then = many.get(what)!;
      return { what, few: ms.toFixed(1), many: then.toFixed(1), ratio: Number((then / ms).toFixed(2)) };
    });
    process.stdout.write(
      `ms at ${FEW}, ms at ${MANY}, ratio\n${rows.map((row) => `${row.few}\t${row.many}\t${row.ratio}\t${row.what}`).join('\n')}\n`,
    );
    expect(rows.filter(({ ratio }) => ratio >= 10)).toEqual([]);
  });
});
