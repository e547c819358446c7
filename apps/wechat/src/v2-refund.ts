import { beijingTime } from '@app/common';
import type { Decision, Desk } from './bookkeeper';
import type { Books, Refund, Transaction } from './books';
import {
  arrivedAt,
  isSameRefund,
  newRefund,
  PAID_BACK_TO,
  type RefundFault,
  refundFault,
  refundStatus,
  type RefundStatus,
  type RefundWish,
} from './refund-book';
import { transactionIn } from './trade';
import { checkFields, checkOneOf, REFUND, REFUND_QUERY } from './v2-fields';
import { type Fields, type V2Request, V2Rejected } from './v2-message';

const PAGE = 10;

const FAULTS: Record<RefundFault, [code: string, message: string]> = {
  otherTotal: ['PARAM_ERROR', '参数错误：total_fee与订单金额不一致'],
  refundedInFull: ['ERROR', '订单已全额退款'],
  tooMuch: ['ERROR', '累计退款金额大于支付金额'],
  tooMany: ['ERROR', '一笔订单最多部分退款50次'],
  overdue: ['TRADE_OVERDUE', '订单已经超过可退款的最大期限'],
  tooSoon: ['FREQUENCY_LIMITED', '频率限制：同一订单两次退款须间隔1分钟'],
  notEnough: ['NOTENOUGH', '基本账户余额不足，请充值后重新发起'],
};

/** v2 has words of its own for two of them. */
export const V2_REFUND_STATUS: Record<RefundStatus, string> = {
  PROCESSING: 'PROCESSING',
  SUCCESS: 'SUCCESS',
  CLOSED: 'REFUNDCLOSE',
  ABNORMAL: 'CHANGE',
};
export const PAID_BACK_FROM = 'REFUND_SOURCE_UNSETTLED_FUNDS';

/** refund: the same number is the same refund, for ever. */
export function refund(desk: Desk, { fields }: V2Request): Decision<Fields> {
  checkFields(fields, REFUND);
  checkOneOf(fields, 'transaction_id', 'out_trade_no');

  const transaction = refundable(desk.books, fields);
  const wish = wishOf(fields);
  const known = desk.books.refunds.get(wish.outRefundNo);
  if (known) return { answer: accepted(sameRefund(known, transaction, wish), transaction) };

  const fault = refundFault(desk, transaction, wish);
  if (fault) throw new V2Rejected(...FAULTS[fault]);
  const fresh = newRefund(desk, transaction, wish);
  return { event: { kind: 'refunded', refund: fresh }, answer: accepted(fresh, transaction) };
}

function wishOf(fields: Fields): RefundWish {
  return {
    outRefundNo: fields.out_refund_no!,
    totalFee: Number(fields.total_fee),
    refundFee: Number(fields.refund_fee),
    notifyUrl: fields.notify_url,
    gateway: 'v2',
  };
}

function refundable(books: Books, fields: Fields): Transaction {
  if (fields.transaction_id && !/^\d{28,32}$/.test(fields.transaction_id))
    throw new V2Rejected('INVALID_TRANSACTIONID', '无效transaction_id');
  const transaction = transactionIn(books, fields);
  if (transaction) return transaction;
  if (!fields.transaction_id && books.orders.has(fields.out_trade_no!))
    throw new V2Rejected('ERROR', '订单未支付，不能退款');
  throw new V2Rejected('ORDERNOTEXIST', '订单不存在');
}

function sameRefund(known: Refund, transaction: Transaction, wish: RefundWish): Refund {
  if (!isSameRefund(known, transaction, wish))
    throw new V2Rejected('ERROR', '订单金额或退款金额与之前请求不一致，请核实后再试');
  return known;
}

function accepted(refunded: Refund, { feeType }: Transaction): Fields {
  return {
    result_code: 'SUCCESS',
    transaction_id: refunded.transactionId,
    out_trade_no: refunded.outTradeNo,
    out_refund_no: refunded.outRefundNo,
    refund_id: refunded.refundId,
    refund_fee: String(refunded.refundFee),
    total_fee: String(refunded.totalFee),
    fee_type: feeType,
    cash_fee: String(refunded.totalFee),
    cash_refund_fee: String(refunded.refundFee),
  };
}

/** refundquery: ten refunds of one payment at a time, oldest first. */
export function refundQuery(desk: Desk, { fields }: V2Request): Decision<Fields> {
  checkFields(fields, REFUND_QUERY);
  checkOneOf(fields, 'refund_id', 'out_refund_no', 'transaction_id', 'out_trade_no');

  const found = refundsIn(desk.books, fields);
  const offset = Number(fields.offset ?? 0);
  const page = found.slice(offset, offset + PAGE);
  const [one] = page;
  if (!one) throw new V2Rejected('REFUNDNOTEXIST', '退款订单查询失败');
  const rows = page.map((row, index) => refundRow(desk, row, index));
  return {
    answer: {
      result_code: 'SUCCESS',
      transaction_id: one.transactionId,
      out_trade_no: one.outTradeNo,
      total_fee: String(one.totalFee),
      cash_fee: String(one.totalFee),
      total_refund_count: String(found.length),
      refund_count: String(page.length),
      ...Object.assign({}, ...rows),
    },
  };
}

function refundsIn(books: Books, fields: Fields): Refund[] {
  const { refund_id, out_refund_no } = fields;
  const named = refund_id ? books.refundIds.get(refund_id) : books.refunds.get(out_refund_no ?? '');
  if (refund_id || out_refund_no) return named ? [named] : [];
  return books.refundsOf.get(transactionIn(books, fields)?.transactionId ?? '') ?? [];
}

function refundRow({ now }: Desk, row: Refund, index: number): Fields {
  const arrived = arrivedAt(row, now);
  return {
    [`out_refund_no_${index}`]: row.outRefundNo,
    [`refund_id_${index}`]: row.refundId,
    [`refund_channel_${index}`]: 'ORIGINAL',
    [`refund_fee_${index}`]: String(row.refundFee),
    [`refund_status_${index}`]: V2_REFUND_STATUS[refundStatus(row, now)],
    [`refund_account_${index}`]: PAID_BACK_FROM,
    [`refund_recv_accout_${index}`]: PAID_BACK_TO,
    [`refund_success_time_${index}`]: arrived ? beijingTime(arrived) : '',
  };
}
