import { afterEach, expect, it } from 'vitest';
import type { Client } from '../given/client';
import { eventually, nonce, Shop, type Product } from '../given/shop';
import { casesOf, inTime, nextMorning, reconciled } from '../reconciliation/accounts';

/** LOST_ORDERS=500 by hand; a few in CI. */
const ORDERS = Number(process.env.LOST_ORDERS ?? 18);
const STORIES = [
  'paid',
  'paid twice',
  'wrong amount',
  'paid late',
  'refunded in the portal',
  'never paid',
] as const;
const UNLIMITED = { MAX_OPEN_ORDERS: '0', TOKEN_TTL_SECONDS: '9999999' };
const FEN = 1999;

interface Order {
  id: number;
  no: string;
  story: (typeof STORIES)[number];
  prepay: { package: string };
}

interface Books {
  transactions: { transaction_id: string; out_trade_no: string; total_fee: number }[];
  refunds: { out_refund_no: string; transaction_id: string; refund_fee: number; status: string }[];
}

let shop: Shop;
afterEach(() => shop.stop());

it.each(['v2', 'v3'])(
  `[F3] gives every payment of ${ORDERS} orders its goods or its money back, though no notice ever comes: %s`,
  { timeout: 60_000 + ORDERS * 1_000 },
  async (gateway) => {
    shop = await Shop.open({ ...UNLIMITED, WECHAT_PAY_GATEWAY: gateway });
    await nextMorning(shop);
    const admin = await shop.admin();
    for (const endpoint of ['notify', 'refundnotify'])
      await shop.simulator.post('/sim/fault', { endpoint, kind: 'drop', times: -1 });

    const orders = await place(ORDERS);
    for (const order of orders) await payInTime(order);
    await expire(orders);
    for (const { prepay } of told(orders, 'paid late')) await shop.pay(prepay, { late: true });
    for (const { no } of told(orders, 'refunded in the portal'))
      await shop.simulator.post('/sim/portal-refund', { out_trade_no: no, refund_fee: 999 });
    await giveDisputedBack(admin);
    // More than a day after the first of them was placed.
    await nextMorning(shop);
    await shop.later(3600);
    await reconciled(shop);

    const gaps = await inTime(shop, unexplained, (found) => found.length === 0);
    const open = await inTime(
      shop,
      () => casesOf(admin, 'state=open'),
      (cases) => cases.length === 0,
    );

    expect(gaps).toEqual([]);
    expect(await statuses(orders)).toEqual(expectedStatuses(orders));
    expect(open).toEqual([]);
    expect(await shop.breaches()).toEqual([]);
    const { transactions } = await books();
    expect(transactions).toHaveLength(
      orders.length + told(orders, 'paid twice').length - told(orders, 'never paid').length,
    );
  },
);

function told(orders: Order[], story: Order['story']): Order[] {
  return orders.filter((order) => order.story === story);
}

async function place(count: number): Promise<Order[]> {
  const pear: Product = await shop.product({ stock: count, priceFen: FEN });
  const shopper = await shop.shopper(`buyer-${nonce()}`);
  const orders: Order[] = [];
  for (let index = 0; index < count; index += 1) {
    const { body } = await shopper.post('/order', { products: [{ product_id: pear.id, count: 1 }] });
    const { body: prepay } = await shopper.post('/pay/pre_order', { id: body.order_id });
    const story = STORIES[index % STORIES.length]!;
    orders.push({ id: body.order_id, no: body.order_no, story, prepay });
  }
  return orders;
}

async function payInTime({ story, prepay }: Order): Promise<void> {
  if (story === 'never paid' || story === 'paid late') return;
  await shop.pay(prepay, story === 'wrong amount' ? { total_fee: FEN - 1 } : {});
  if (story === 'paid twice') await shop.pay(prepay, { again: true });
}

/** Time passes until each is paid or closed. */
function expire(orders: Order[]) {
  const hasEnded = async (): Promise<number> => {
    await shop.later(200);
    const { rows } = await shop.db.query<{ open: number }>(
      'SELECT count(*)::int AS open FROM customer_order WHERE status = 1 AND id = ANY($1)',
      [orders.map(({ id }) => id)],
    );
    return rows[0]!.open;
  };
  return eventually(hasEnded, (open) => open === 0);
}

async function giveDisputedBack(admin: Client): Promise<void> {
  const { rows } = await shop.db.query<{ id: number }>(
    `SELECT id::int FROM money_transaction WHERE disposition = 'disputed'`,
  );
  for (const { id } of rows) await admin.post(`/admin/transaction/${id}/refund`, { reason: '金额不符' });
}

async function books(): Promise<Books> {
  return (await shop.simulator.get('/sim/books')).body as Books;
}

/** Payments at WeChat that did not end here, and refunds that only one side knows of; to the fen, both ways. */
async function unexplained(): Promise<unknown[]> {
  const { transactions, refunds } = await books();
  const { rows: money } = await shop.db.query(
    `SELECT t.transaction_id, o.order_no AS out_trade_no, t.fen::int AS total_fee
       FROM money_transaction t JOIN customer_order o ON o.id = t.order_id
      WHERE t.disposition = 'fulfilled'
         OR t.fen = (SELECT sum(r.fen) FROM refund r WHERE r.money_transaction_id = t.id AND r.state = 'success')`,
  );
  const { rows: back } = await shop.db.query(
    `SELECT r.out_refund_no, t.transaction_id, r.fen::int AS refund_fee, upper(r.state) AS status
       FROM refund r JOIN money_transaction t ON t.id = r.money_transaction_id`,
  );
  const theirs = transactions.map(({ transaction_id, out_trade_no, total_fee }) => ({
    transaction_id,
    out_trade_no,
    total_fee,
  }));
  const theirBack = refunds.map(({ out_refund_no, transaction_id, refund_fee, status }) => ({
    out_refund_no,
    transaction_id,
    refund_fee,
    status,
  }));
  return [...differing(theirs, money), ...differing(theirBack, back)];
}

function differing(theirs: object[], ours: object[]): unknown[] {
  const [left, right] = [theirs, ours].map((rows) => rows.map((row) => JSON.stringify(row)));
  const [known, booked] = [new Set(left), new Set(right)];
  return [...left!.filter((row) => !booked.has(row)), ...right!.filter((row) => !known.has(row))];
}

async function statuses(orders: Order[]): Promise<number[]> {
  const { rows } = await shop.db.query<{ status: number }>(
    'SELECT status FROM customer_order WHERE id = ANY($1) ORDER BY id',
    [orders.map(({ id }) => id)],
  );
  return rows.map(({ status }) => status);
}

function expectedStatuses(orders: Order[]): number[] {
  const ends: Record<Order['story'], number> = {
    paid: 2,
    'paid twice': 2,
    'wrong amount': 7,
    'paid late': 7,
    'refunded in the portal': 2,
    'never paid': 7,
  };
  return orders.map(({ story }) => ends[story]);
}
