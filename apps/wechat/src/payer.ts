import { beijingStamp } from '@app/common';
import type { Decision, Desk } from './bookkeeper';
import type { Order, PaymentTry, Transaction, TryOutcome } from './books';
import { isPrepayAlive, lives } from './order-life';

/** What the payer sees of a prepay_id. */
export type CashierState = 'payable' | 'paid' | 'closed' | 'expired' | 'unknown';

/** `again`, `late` and other amounts let a test tell of second, late, short and wrong payments. */
export interface Payment {
  prepayId: string;
  totalFee?: number;
  feeType?: string;
  again?: boolean;
  late?: boolean;
  /** How much later the first notice sets out, and whether any does. */
  delaySeconds?: number;
  lost?: boolean;
}

export class PaymentRefused extends Error {
  constructor(
    readonly state: CashierState,
    message = REFUSALS[state],
  ) {
    super(message);
  }
}

const REFUSALS: Record<CashierState, string> = {
  payable: '',
  paid: 'this order is paid; {"again": true} pays it a second time',
  closed: 'this order is closed; {"late": true} pays it all the same',
  expired: 'the prepay_id (2 hours) or time_expire has passed; {"late": true} pays it all the same',
  unknown: 'no such prepay_id',
};

export function cashierOf({ books, now }: Desk, prepayId: string): { state: CashierState; order?: Order } {
  const prepay = books.prepays.get(prepayId);
  const order = prepay && books.orders.get(prepay.outTradeNo);
  const at = now.toISOString();
  if (!prepay || !order) return { state: 'unknown' };
  if (books.transactionsOf.has(order.outTradeNo)) return { state: 'paid', order };
  if (order.closedAt) return { state: 'closed', order };
  const dead = !isPrepayAlive(prepay, at) || !lives(order, at);
  return { state: dead ? 'expired' : 'payable', order };
}

/** The payer confirms: money has moved from here on, whatever becomes of the notice. */
export function confirmPayment(desk: Desk, payment: Payment): Decision<Transaction> {
  const { state, order } = cashierOf(desk, payment.prepayId);
  const forced = (state === 'paid' && payment.again) || (payment.late && state !== 'paid');
  if (!order || (state !== 'payable' && !forced)) throw new PaymentRefused(state);

  const transaction = {
    transactionId: transactionId(desk),
    outTradeNo: order.outTradeNo,
    openid: order.openid,
    totalFee: payment.totalFee ?? order.totalFee,
    feeType: payment.feeType ?? order.feeType,
    paidAt: desk.now.toISOString(),
    noticeDelaySeconds: payment.delaySeconds,
    noticeLost: payment.lost,
  };
  return { event: { kind: 'paid', transaction }, answer: transaction };
}

/** The payer gives up, or his bank says no: the merchant hears nothing of it. */
export function tryInVain(desk: Desk, prepayId: string, outcome: TryOutcome): Decision<PaymentTry> {
  const { state, order } = cashierOf(desk, prepayId);
  if (!order) throw new PaymentRefused(state);
  if (state !== 'payable') throw new PaymentRefused(state, `nothing is being paid: this order is ${state}`);

  const attempt = { outTradeNo: order.outTradeNo, at: desk.now.toISOString(), outcome };
  return { event: { kind: 'tried', attempt }, answer: attempt };
}

/** 28 digits that no float can hold; the last ten count, so no two are alike. */
function transactionId({ books, now, random }: Desk): string {
  const day = beijingStamp(now).slice(0, 8);
  const chance = String(random.below(1_000_000)).padStart(6, '0');
  return `4200${chance}${day}${String(books.transactions.size + 1).padStart(10, '0')}`;
}
