import type { Answer } from '../../given/client';
import { paidOrders } from './acts-shopper';
import { paymentsInYuan } from './acts-pay';
import type { CommandOf, RefundCommand } from './command';
import { costOf, piecesLeft, type Order, type Pieces } from './model';
import { Contradiction, fenOfYuan, pick, taken, type OrderFile, type Walk } from './walk';
import { yuan } from './stage';

/** What a refund is meant to be. */
export interface Meant {
  /** Nothing of both is all that is left. */
  fen?: number;
  pieces?: Pieces[];
  restock?: boolean;
  /** Of what is left of this payment; else of the one that counts. */
  transactionId?: string;
}

/** The merchant's refunds, and those of the merchant portal. */
export const refundActs = {
  refund: refundOrder,
  refundAmount: refundOrder,
  refundLine: refundOrder,

  async refundRest(walk: Walk, { payment: n }: CommandOf<'refundRest'>) {
    const found = pick(paymentsInYuan(walk), n % 90);
    if (!found) return;
    const { order, payment } = found;
    const { transactionId } = payment;
    const file = await walk.file(order.id);
    const known = file.payments.find((row) => row.transaction_id === transactionId);
    const answer = known && (await walk.admin.post(`/admin/transaction/${known.id}/refund`));
    if (answer && taken(answer)) await noteRefund(walk, order, answer.body.refund_id, { transactionId });
  },

  async retryRefund(walk: Walk, { refund: n }: CommandOf<'retryRefund'>) {
    const refund = pick(allRefunds(walk), n % 90);
    if (refund) taken(await walk.admin.post(`/admin/refund/${refund.id}/retry`));
  },

  async giveUpRefund(walk: Walk, { refund: n }: CommandOf<'giveUpRefund'>) {
    const refund = pick(allRefunds(walk), n % 90);
    if (refund && taken(await walk.admin.post(`/admin/refund/${refund.id}/give_up`))) refund.isGivenUp = true;
  },

  async portalRefund(walk: Walk, { payment: n, fen }: CommandOf<'portalRefund'>) {
    const found = pick(paymentsInYuan(walk), n % 90);
    if (!found) return;
    const { transactionId } = found.payment;
    const wanted = { transaction_id: transactionId, refund_fee: fen };
    const { status, body } = await walk.simulator.post('/sim/portal-refund', wanted);
    if (status !== 200) return;
    const { out_refund_no: outRefundNo, refund_fee } = body;
    found.order.portalRefunds.push({ outRefundNo, transactionId, fen: refund_fee });
  },
};

async function refundOrder(walk: Walk, command: RefundCommand): Promise<void> {
  const order = orderToRefund(walk, command);
  const answer = await requestRefund(walk, command);
  if (!order || !answer || !taken(answer)) return;
  await noteRefund(walk, order, answer.body.refund_id, meantBy(order, command));
}

export async function requestRefund(walk: Walk, command: RefundCommand): Promise<Answer | undefined> {
  const order = orderToRefund(walk, command);
  if (!order) return undefined;
  const { fen, pieces, restock } = meantBy(order, command);
  const body = {
    ...(fen !== undefined && { amount: yuan(fen) }),
    ...(pieces && { lines: pieces.map(({ sku, count }) => ({ sku_id: sku, count })) }),
    ...(restock !== undefined && { restock }),
  };
  return walk.admin.post(`/admin/order/${order.id}/refund`, body, walk.keyOf(command));
}

/** Holds a refund that the shop accepted against what it was meant to be, and remembers it. */
export async function noteRefund(walk: Walk, order: Order, id: number, meant: Meant): Promise<void> {
  if (order.refunds.some((refund) => refund.id === id)) return;
  const file = await walk.file(order.id);
  const row = file.refunds.find((one) => one.id === id);
  if (!row) throw new Contradiction(`refund ${id} was accepted, and is not there`);
  const { transactionId } = meant;
  const { transaction_id, restock } = row;
  const fen = fenOfYuan(row.amount);
  const expected = expectedRefund(order, file, { id, meant, transaction_id });
  const isAsExpected = fen === expected.fen && restock === expected.restock;
  // In a race the file may show more or less than the shop saw when it decided.
  if (!walk.isRacing && !isAsExpected)
    throw new Contradiction(
      `refund ${id} of order ${order.id} is ${JSON.stringify({ fen, restock })}, not ${JSON.stringify(expected)}`,
    );
  order.refunds.push({ id, fen, pieces: expected.pieces, restock, isGivenUp: false, transactionId });
}

/** Everything that is left, where nothing is named. */
function expectedRefund(
  order: Order,
  file: OrderFile,
  { id, meant, transaction_id }: { id: number; meant: Meant; transaction_id: string },
) {
  const before = file.refunds.filter((one) => one.id < id && one.state !== 'closed');
  const payment = file.payments.find((one) => one.transaction_id === transaction_id)!;
  const restFen =
    fenOfYuan(payment.amount) - sumOf(before.filter((one) => one.transaction_id === transaction_id));
  const isOpen = new Set(before.map((one) => one.id));
  const left = piecesLeft(
    order,
    order.refunds.filter((refund) => isOpen.has(refund.id)),
  );
  const ofPayment = meant.transactionId !== undefined;
  const pieces = meant.pieces ?? (meant.fen === undefined && !ofPayment ? left : []);
  const fen = meant.fen ?? (meant.pieces ? costOf(order, meant.pieces, restFen) : restFen);
  return { fen, restock: !ofPayment && restocks(order, file, meant), pieces };
}

export function sumOf(refunds: OrderFile['refunds']): number {
  return refunds.reduce((sum, { amount }) => sum + fenOfYuan(amount), 0);
}

/** Of the payment that made the order paid. */
export function countingFen({ payments }: Pick<OrderFile, 'payments'>): number {
  const counts = payments.find(({ disposition }) => ['fulfilled', 'held'].includes(disposition));
  return counts ? fenOfYuan(counts.amount) : 0;
}

/** What never left the house comes back by itself; what was never sold cannot. */
function restocks({ isShipped }: Order, { payments }: OrderFile, { restock }: Meant): boolean {
  const isSold = payments.some(({ disposition }) => disposition === 'fulfilled');
  return isSold && (restock ?? !isShipped);
}

function allRefunds({ model }: Walk) {
  return model.orders.flatMap(({ refunds }) => refunds);
}

function orderToRefund(walk: Walk, { order: n }: RefundCommand): Order | undefined {
  return pick(paidOrders(walk), n, walk.model.orders);
}

function meantBy(order: Order, command: RefundCommand): Meant {
  if (command.do === 'refund') return {};
  if (command.do === 'refundAmount') return { fen: command.fen };
  const { sku } = order.lines[command.line % order.lines.length]!;
  return { pieces: [{ sku, count: command.count }], restock: command.restock };
}
