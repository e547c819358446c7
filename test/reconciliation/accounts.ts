import type { Pool } from 'pg';
import type { Client } from '../given/client';
import { eventually, nonce, type Product, type Shop } from '../given/shop';

const DAY = 86_400;

/** An order for which WeChat was asked. */
export interface Begun {
  id: number;
  no: string;
  pear: Product;
  shopper: Client;
  prepay: { package: string };
}

export interface Case {
  id: number;
  kind: string;
  subject: string;
  state: string;
  facts: Record<string, unknown>;
  advice: { zh: string; en: string };
}

export async function begun(shop: Shop, { count = 2 } = {}): Promise<Begun> {
  const pear = await shop.product({ stock: 10 });
  const shopper = await shop.shopper(`buyer-${nonce()}`);
  const { body: placed } = await shopper.post('/order', { products: [{ product_id: pear.id, count }] });
  const { body: prepay } = await shopper.post('/pay/pre_order', { id: placed.order_id });
  return { id: placed.order_id, no: placed.order_no, pear, shopper, prepay };
}

/** As half an hour later, when WeChat was asked for the last time whether it is paid. */
export async function unasked(shop: Shop): Promise<Begun> {
  const order = await begun(shop);
  await shop.db.query('UPDATE customer_order SET next_query_at = NULL WHERE id = $1', [order.id]);
  return order;
}

/** Its time is over, and WeChat is told. */
export async function closed(shop: Shop): Promise<Begun> {
  const order = await begun(shop);
  await order.shopper.post(`/order/${order.id}/cancel`);
  await shop.later(301);
  await eventually(
    () => statusOf(shop, order),
    (status) => status === 7,
  );
  return order;
}

/** Eleven o'clock in Beijing, of tomorrow or of a later day: the bills of all days before are there. */
export async function nextMorning(shop: Shop): Promise<void> {
  const { body } = await shop.simulator.post('/sim/clock', { advanceSeconds: 1 });
  const beijingSeconds = Math.floor(Date.parse(body.now) / 1000) + 8 * 3600;
  await shop.later(DAY - (beijingSeconds % DAY) + 11 * 3600);
}

/** Lets time pass until it is so: what waits for its turn gets it. */
export function inTime<T>(shop: Shop, look: () => Promise<T>, good: (seen: T) => boolean): Promise<T> {
  return eventually(async () => {
    const seen = await look();
    if (!good(seen)) await shop.later(15);
    return seen;
  }, good);
}

/**
 * Every bill that is due has been fetched and looked at, and whoever has begun to want bills is done with it, in the shop's
 * database unless another is named.
 */
export async function reconciled(shop: Shop, db: Pick<Pool, 'query'> = shop.db): Promise<void> {
  const due = async () => {
    const { body } = await shop.simulator.post('/sim/clock', { advanceSeconds: 1 });
    const { rows } = await db.query<{ due: boolean }>(
      `SELECT NOT EXISTS (SELECT FROM timetable WHERE name = 'want bills' AND next_at > now() + $1::interval + interval '11 minutes')
           OR EXISTS (SELECT FROM bill WHERE next_try_at <= now() + $1::interval + interval '9 minutes 30 seconds') AS due`,
      [`${body.offsetSeconds} seconds`],
    );
    return rows[0]!.due;
  };
  await eventually(due, (isDue) => !isDue);
}

export async function casesOf(admin: Client, query = ''): Promise<Case[]> {
  return (await admin.get(`/admin/case?size=100&${query}`)).body.data;
}

export async function statusOf(shop: Shop, { id }: { id: number }): Promise<number> {
  const { rows } = await shop.db.query('SELECT status FROM customer_order WHERE id = $1', [id]);
  return rows[0].status;
}

export interface Money {
  transaction_id: string;
  fen: number;
  disposition: string;
  source: string;
  refunded: number;
}

/** Payments of an order, and what came back of each. */
export async function moneyOf(shop: Shop, { id }: { id: number }): Promise<Money[]> {
  const { rows } = await shop.db.query<Money>(
    `SELECT t.transaction_id, t.fen::int4, t.disposition, t.source,
            COALESCE((SELECT sum(r.fen) FROM refund r
                       WHERE r.money_transaction_id = t.id AND r.state = 'success'), 0)::int4 AS refunded
       FROM money_transaction t WHERE t.order_id = $1 ORDER BY t.id`,
    [id],
  );
  return rows;
}

export interface BillRow {
  state: string;
  tries: number;
  trouble: string | null;
}

export async function billsOf(shop: Shop): Promise<BillRow[]> {
  const { rows } = await shop.db.query<BillRow>('SELECT state, tries, trouble FROM bill ORDER BY date');
  return rows;
}
