import type { Pool } from 'pg';
import type { Client } from '../given/client';
import type { Told, ToldOrder } from './crowd';

export interface BooksTransaction {
  transaction_id: string;
  out_trade_no: string;
  total_fee: number;
  acknowledged: boolean;
}

interface Books {
  orders: { out_trade_no: string; total_fee: number }[];
  transactions: BooksTransaction[];
}

export async function booksOf(simulator: Client): Promise<Books> {
  return (await simulator.get('/sim/books')).body as Books;
}

/** Every order that somebody was told of, with the same number, lines and total; no wish granted twice. */
export async function missingOrders({ orders }: Told, db: Pool): Promise<unknown[]> {
  const { rows } = await db.query<ToldOrder>(
    `SELECT o.id, o.order_no AS no, o.total_fen::int4 AS "totalFen",
            (SELECT json_agg(json_build_object('skuId', l.sku_id, 'count', l.count) ORDER BY l.position)
               FROM order_line l WHERE l.order_id = o.id) AS lines
       FROM customer_order o WHERE o.id = ANY($1)`,
    [orders.map(({ id }) => id)],
  );
  const booked = new Map(rows.map((order) => [order.id, JSON.stringify(fieldsOf(order))]));
  const missing = orders.filter((order) => booked.get(order.id) !== JSON.stringify(fieldsOf(order)));
  const { rows: twice } = await db.query<{ remark: string }>(
    'SELECT remark FROM customer_order GROUP BY remark HAVING count(*) > 1',
  );
  return [...missing, ...twice];
}

function fieldsOf({ id, no, totalFen, lines }: ToldOrder) {
  return [id, no, totalFen, lines.map(({ skuId, count }) => [skuId, count])];
}

/** What WeChat told buyers and the shop, and forgot. */
export function forgotten({ payments, prepaid }: Told, books: Books): unknown[] {
  const orders = new Map(books.orders.map((order) => [order.out_trade_no, order.total_fee]));
  const transactions = new Map(books.transactions.map((row) => [row.transaction_id, row]));
  return [
    ...prepaid.filter(({ no, totalFen }) => orders.get(no) !== totalFen),
    ...payments.filter(({ transactionId, orderNo, acknowledged }) => {
      const row = transactions.get(transactionId);
      return row?.out_trade_no !== orderNo || (acknowledged && !row.acknowledged);
    }),
  ];
}

/** Money of WeChat's books that did not turn its order paid, to the fen. */
export async function unbooked(transactions: BooksTransaction[], db: Pool): Promise<BooksTransaction[]> {
  const { rows } = await db.query<{ id: string; no: string; fen: number }>(
    `SELECT t.transaction_id AS id, o.order_no AS no, t.fen::int4
       FROM money_transaction t JOIN customer_order o ON o.id = t.order_id
      WHERE t.disposition = 'fulfilled' AND o.status = 2 AND t.transaction_id = ANY($1)`,
    [transactions.map((row) => row.transaction_id)],
  );
  const booked = new Map(rows.map((row) => [row.id, row]));
  return transactions.filter((row) => {
    const found = booked.get(row.transaction_id);
    return found?.no !== row.out_trade_no || found.fen !== row.total_fee;
  });
}

/** What the shop did for somebody who was never told: orders, and orders that WeChat was asked to take money for. */
export async function untold({ orders, prepaid }: Told, db: Pool): Promise<unknown[]> {
  const { rows } = await db.query(
    `SELECT id AS placed FROM customer_order WHERE id <> ALL($1)
      UNION ALL
     SELECT order_id FROM payment_attempt WHERE prepay_id IS NOT NULL AND order_id <> ALL($2)`,
    [orders.map(({ id }) => id), prepaid.map(({ id }) => id)],
  );
  return rows;
}
