import type { GatewayName } from '@app/common';
import type { RefundPlan } from './account-book';
import type { Desk } from './bookkeeper';
import type { Books, Order, PaymentTry, Refund, RefundEnd, Transaction, TryOutcome } from './books';
import type { Delivery } from './notice-book';
import { refundStatus } from './refund-book';
import { tradeState } from './trade';

/** How one copy of a notice was received; status 0 where no answer came back. */
export class NotifiedDto {
  status: number;
  body: string;
  error?: string;

  static of({ status, body, error }: Delivery): NotifiedDto {
    return { status, body, error };
  }
}

/** A try that moved no money. */
export class TryDto {
  out_trade_no: string;
  at: string;
  outcome: TryOutcome;

  static of({ outTradeNo, at, outcome }: PaymentTry): TryDto {
    return { out_trade_no: outTradeNo, at, outcome };
  }
}

export function orderDto({ books }: Desk, order: Order) {
  const transactions = books.transactionsOf.get(order.outTradeNo) ?? [];
  return {
    out_trade_no: order.outTradeNo,
    trade_state: tradeState(books, order, transactions[0]),
    prepay_id: books.latestPrepays.get(order.outTradeNo)?.prepayId,
    openid: order.openid,
    name: books.shoppers.get(order.openid),
    body: order.body,
    total_fee: order.totalFee,
    fee_type: order.feeType,
    notify_url: order.notifyUrl,
    time_expire: order.timeExpire,
    attach: order.attach,
    sign_type: order.signType,
    created_at: order.createdAt,
    closed_at: order.closedAt,
    transaction_ids: transactions.map(({ transactionId }) => transactionId),
    tries: (books.triesOf.get(order.outTradeNo) ?? []).map((row) => TryDto.of(row)),
  };
}

export function transactionDto({ books }: Desk, row: Transaction) {
  return {
    transaction_id: row.transactionId,
    out_trade_no: row.outTradeNo,
    openid: row.openid,
    total_fee: row.totalFee,
    fee_type: row.feeType,
    paid_at: row.paidAt,
    notice_lost: row.noticeLost,
    ...notifiedDto(books, row.transactionId),
  };
}

/** Of a refund only its last end counts: an earlier one was told of before. */
function notifiedDto({ notices }: Books, key: string, end?: RefundEnd) {
  const deliveries = notices.deliveriesOf.get(key) ?? [];
  return {
    acknowledged: deliveries.some((one) => one.acknowledged && one.refundStatus === end),
    next_delivery_at: notices.pending.get(key)?.dueAt,
  };
}

export function refundDto({ books, now }: Desk, row: Refund) {
  return {
    refund_id: row.refundId,
    out_refund_no: row.outRefundNo,
    transaction_id: row.transactionId,
    out_trade_no: row.outTradeNo,
    total_fee: row.totalFee,
    refund_fee: row.refundFee,
    status: refundStatus(row, now),
    source: row.source,
    notify_url: row.notifyUrl,
    accepted_at: row.acceptedAt,
    becomes: row.becomes,
    ends_at: row.endsAt,
    ...notifiedDto(books, row.refundId, row.becomes),
  };
}

export function deliveryDto(row: Delivery) {
  return {
    transaction_id: row.transactionId,
    out_trade_no: row.outTradeNo,
    out_refund_no: row.outRefundNo,
    refund_status: row.refundStatus,
    at: row.at,
    status: row.status,
    body: row.body,
    error: row.error,
    acknowledged: row.acknowledged,
    planned: row.planned,
    probe: row.probe,
  };
}

/** Everything WeChat knows, spelled as WeChat spells it; instants are ISO 8601, money is fen. */
export class BooksDto {
  orders: ReturnType<typeof orderDto>[];
  transactions: ReturnType<typeof transactionDto>[];
  refunds: ReturnType<typeof refundDto>[];
  deliveries: ReturnType<typeof deliveryDto>[];
  /** What becomes of the next refunds, where it is planned. */
  refund_plan?: RefundPlan;
  funds_enough: boolean;
  /** Which of the merchant's keys WeChat holds, by its place in his setting. */
  held_keys: Record<GatewayName, number>;

  static of(desk: Desk): BooksDto {
    const { orders, transactions, refunds, notices, account } = desk.books;
    return {
      orders: [...orders.values()].map((order) => orderDto(desk, order)),
      transactions: [...transactions.values()].map((row) => transactionDto(desk, row)),
      refunds: [...refunds.values()].map((row) => refundDto(desk, row)),
      deliveries: [...notices.deliveriesOf.values()].flat().map(deliveryDto),
      refund_plan: account.refundPlan,
      funds_enough: account.fundsEnough,
      held_keys: account.heldKeys,
    };
  }
}
