import { endAll, seenOrder } from './ending';
import { faultsOf, isSold, restockedPieces, type OrderBooks, type SeenOrder } from './judgement';
import type { Order, Pieces } from './model';
import type { Walk } from './walk';

interface Judged {
  order: Order;
  seen: SeenOrder;
  books: OrderBooks;
}

interface BooksRow {
  out_trade_no: string;
  transaction_id: string;
  total_fee: number;
}
interface BooksRefund extends BooksRow {
  out_refund_no: string;
  refund_fee: number;
  status: string;
}

/** Lets everything end, and holds WeChat's books, the shop's answers and its invariants against the model. */
export async function verdictOn(walk: Walk): Promise<string[]> {
  const waiting = await endAll(walk);
  const judged = await judgedOrders(walk);
  return [
    ...judged.flatMap(({ order, seen, books }) => faultsOf(order, seen, books)),
    ...(await stockFaults(walk, judged)),
    ...(await walk.stage.breaches()).map((id) => `invariant ${id} is broken`),
    ...waiting.map((what) => `waits: ${what}`),
  ];
}

async function judgedOrders(walk: Walk): Promise<Judged[]> {
  const { body } = await walk.simulator.get('/sim/books');
  const taken = byOrder(body.transactions as BooksRow[]);
  const given = byOrder(body.refunds as BooksRefund[]);
  const judged: Judged[] = [];
  for (const order of walk.model.orders) {
    const books = {
      taken: (taken.get(order.no) ?? []).map((row) => ({
        transactionId: row.transaction_id,
        fen: row.total_fee,
      })),
      given: (given.get(order.no) ?? []).map((row) => ({
        outRefundNo: row.out_refund_no,
        transactionId: row.transaction_id,
        fen: row.refund_fee,
        status: row.status,
      })),
    };
    judged.push({ order, seen: await seenOrder(walk, order.id), books });
  }
  return judged;
}

async function stockFaults({ model, shop }: Walk, judged: Judged[]): Promise<string[]> {
  const sold = judged.filter(({ seen }) => isSold(seen)).flatMap(({ order }) => order.lines);
  const back = judged.flatMap(({ order, seen, books }) => restockedPieces(order, seen, books));
  const faults: string[] = [];
  for (const { id, stocked } of model.skus) {
    const left = countOf(sold, id) - countOf(back, id);
    const wanted = { stock: stocked - left, reserved: 0, sold: left };
    const found = await shop.stockOf(id);
    if (JSON.stringify(found) !== JSON.stringify(wanted))
      faults.push(`sku ${id} has ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`);
  }
  return faults;
}

function countOf(pieces: Pieces[], id: number): number {
  return pieces.filter(({ sku }) => sku === id).reduce((sum, { count }) => sum + count, 0);
}

function byOrder<Row extends BooksRow>(rows: Row[]): Map<string, Row[]> {
  const grouped = new Map<string, Row[]>();
  for (const row of rows) grouped.set(row.out_trade_no, [...(grouped.get(row.out_trade_no) ?? []), row]);
  return grouped;
}
