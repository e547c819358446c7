import { totalOf, type AskedRefund, type Order, type Payment } from './model';

/** An order as the shop tells of it over HTTP. */
export interface SeenOrder {
  status: number;
  totalFen: number;
  payments: { transactionId: string; disposition: string }[];
  refunds: { id: number; outRefundNo: string; fen: number; state: string }[];
}

/** The same order in WeChat's books. */
export interface OrderBooks {
  taken: { transactionId: string; fen: number }[];
  given: { outRefundNo: string; transactionId: string; fen: number; status: string }[];
}

/** 2 paid, 3 shipped, 6 received, 8 refunded in full: goods were sold. */
const SOLD = [2, 3, 6, 8];
/** 5: out of stock, and refunded; 7: closed. */
const ENDS = [...SOLD, 5, 7];

interface Case {
  order: Order;
  seen: SeenOrder;
  books: OrderBooks;
}

/** What is wrong with one order when everything that must end has ended; nothing where all is well. */
export function faultsOf(order: Order, seen: SeenOrder, books: OrderBooks): string[] {
  const one = { order, seen, books };
  return [...statusFaults(one), ...bookFaults(one), ...moneyFaults(one)].map(
    (fault) => `order ${order.id} (status ${seen.status}): ${fault}`,
  );
}

export function isSold({ status }: Pick<SeenOrder, 'status'>): boolean {
  return SOLD.includes(status);
}

/** Pieces that came back into stock with this order's refunds. */
export function restockedPieces(order: Order, seen: SeenOrder, books: OrderBooks) {
  return order.refunds
    .filter((refund) => refund.restock && atWeChat(refund, { order, seen, books })?.status === 'SUCCESS')
    .flatMap(({ pieces }) => pieces);
}

function statusFaults({ order, seen }: Case): string[] {
  const faults: string[] = [];
  const fulfilled = seen.payments.filter(({ disposition }) => disposition === 'fulfilled').length;
  if (!ENDS.includes(seen.status)) faults.push('has not ended');
  if (seen.totalFen !== totalOf(order)) faults.push(`costs ${seen.totalFen}, not ${totalOf(order)}`);
  if (fulfilled !== (isSold(seen) ? 1 : 0)) faults.push(`${fulfilled} payments count`);
  if (order.isOwedGoods && seen.status === 7) faults.push('was paid in time, and is closed');
  if (order.isShipped && ![3, 6, 8].includes(seen.status)) faults.push('was shipped once');
  return faults;
}

/** Both sides know the same payments, and every refund has come to its end. */
function bookFaults({ order, seen, books }: Case): string[] {
  const known = new Map(seen.payments.map((row) => [row.transactionId, row.disposition]));
  const wrong = order.payments.filter(
    ({ transactionId, isRight }) =>
      (known.get(transactionId) ?? '') === '' || isRight === (known.get(transactionId) === 'disputed'),
  );
  const modelled = order.payments.map(({ transactionId, fen }) => `${transactionId} ${fen}`);
  const taken = books.taken.map(({ transactionId, fen }) => `${transactionId} ${fen}`);
  const open = [
    ...books.given.filter(({ status }) => !['SUCCESS', 'CLOSED'].includes(status)),
    ...seen.refunds.filter(({ state }) => !['success', 'closed'].includes(state)),
  ];
  return [
    ...wrong.map(
      ({ transactionId }) => `${transactionId} is ${known.get(transactionId) ?? 'unknown to the shop'}`,
    ),
    ...(modelled.toSorted().join() === taken.toSorted().join() ? [] : [`WeChat took ${taken.join()}`]),
    ...open.map(({ outRefundNo }) => `refund ${outRefundNo} has not ended`),
  ];
}

/** *Taken − given back*, payment by payment, by WeChat's books alone. */
function moneyFaults(one: Case): string[] {
  const { order, seen, books } = one;
  const faults = order.payments.flatMap((payment) => {
    const keeps = payment.fen - givenBack(payment, books);
    const mayKeep = allowance(payment, one);
    return keeps === mayKeep ? [] : [`keeps ${keeps} of ${payment.transactionId}, and may keep ${mayKeep}`];
  });
  const counting = seen.payments.find(({ disposition }) => disposition === 'fulfilled');
  const payment = order.payments.find(({ transactionId }) => transactionId === counting?.transactionId);
  const isAllBack = payment !== undefined && payment.fen === givenBack(payment, books);
  if (isSold(seen) && isAllBack !== (seen.status === 8))
    faults.push('is 8 if and only if all its money is back');
  return faults;
}

function givenBack({ transactionId }: Payment, { given }: OrderBooks): number {
  return given
    .filter((row) => row.transactionId === transactionId && row.status === 'SUCCESS')
    .reduce((sum, { fen }) => sum + fen, 0);
}

/**
 * What the shop may keep of a payment at WeChat: of the one that counts, and of a wrong amount, what was not to go
 * back; of a late or second one, or where the goods were missing, nothing.
 */
function allowance(payment: Payment, one: Case): number {
  if (!isKept(payment, one)) return 0;
  const { order, books } = one;
  const asked = refundsOf(payment, one).filter((refund) => isDue(refund, payment, one));
  const portal = order.portalRefunds.filter(
    ({ transactionId, outRefundNo }) =>
      transactionId === payment.transactionId && statusIn(books, outRefundNo) !== 'CLOSED',
  );
  return payment.fen - sumOf(asked) - sumOf(portal);
}

function isKept({ transactionId }: Payment, { seen }: Case): boolean {
  const { disposition } = seen.payments.find((row) => row.transactionId === transactionId) ?? {};
  return disposition === 'fulfilled' || disposition === 'disputed';
}

function refundsOf({ transactionId }: Payment, { order, seen }: Case): AskedRefund[] {
  const counting = seen.payments.find(({ disposition }) => ['fulfilled', 'held'].includes(disposition));
  return order.refunds.filter(
    (refund) => (refund.transactionId ?? counting?.transactionId) === transactionId,
  );
}

function sumOf(refunds: { fen: number }[]): number {
  return refunds.reduce((sum, { fen }) => sum + fen, 0);
}

/** Not where WeChat closed it, nor where the portal gave so much back that no room was left for it. */
function isDue(refund: AskedRefund, payment: Payment, one: Case): boolean {
  if (refund.isGivenUp) return false;
  const there = atWeChat(refund, one);
  if (there) return there.status !== 'CLOSED';
  const owned = one.books.given
    .filter(({ transactionId, status }) => transactionId === payment.transactionId && status !== 'CLOSED')
    .reduce((sum, { fen }) => sum + fen, 0);
  return seenRefund(refund, one.seen)?.state !== 'closed' || refund.fen <= payment.fen - owned;
}

function atWeChat(refund: AskedRefund, { seen, books }: Case) {
  const no = seenRefund(refund, seen)?.outRefundNo;
  return books.given.find(({ outRefundNo }) => outRefundNo === no);
}

function seenRefund({ id }: AskedRefund, { refunds }: SeenOrder) {
  return refunds.find((row) => row.id === id);
}

function statusIn({ given }: OrderBooks, no: string): string | undefined {
  return given.find(({ outRefundNo }) => outRefundNo === no)?.status;
}
