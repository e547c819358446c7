import { Shop } from '../../given/shop';
import { AFTER_SALES, SHIPMENTS } from './afterwards';
import { ACTS, PAPERS } from './desk';
import { NOTICES, PAYMENTS, REFUNDS } from './money';
import { CATALOG, EVENTS, ORDERS } from './orders';

/** Each from those before it. */
const BOOKS = [
  ...CATALOG,
  ...ORDERS,
  ...PAYMENTS,
  ...EVENTS,
  ...REFUNDS,
  ...SHIPMENTS,
  ...AFTER_SALES,
  ...NOTICES,
  ...ACTS,
  ...PAPERS,
  'VACUUM ANALYZE',
];

/** A shop with so many orders behind it and all that they left in its books; every constraint stands, and nothing moves. */
export async function shopOf(orders: number): Promise<Shop> {
  const shop = await Shop.open({ ROLE: 'api' });
  const db = await shop.db.connect();
  await db.query(`SET work_mem = '256MB'`);
  for (const sql of BOOKS) await db.query(sql, sql.includes('$1') ? [orders] : []);
  db.release(true);
  return shop;
}
