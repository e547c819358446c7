import { beijingTime, beijingStamp } from '@app/common';
import type { Decision, Desk } from './bookkeeper';
import type { Books, Refund, Transaction } from './books';
import { later } from './retry-ladder';
import { checkFields, checkOneOf, REFUND, REFUND_QUERY } from './v2-fields';
import { type Fields, type V2Request, V2Rejected } from './v2-message';
import { transactionIn } from './v2-trade';

const MAX_REFUNDS = 50;
const PAUSE_SECONDS = 60;
const OVERDUE_SECONDS = 365 * 24 * 3600;
/** A refund is accepted first and done a little later, so nobody takes the one for the other. */
const PROCESSING_SECONDS = 3;
const PAGE = 10;

/** refund: the same number is the same refund, for ever. */
export function refund(desk: Desk, { fields }: V2Request): Decision<Fields> {
  checkFields(fields, REFUND);
  checkOneOf(fields, 'transaction_id', 'out_trade_no');

  const transaction = refundable(desk.books, fields);
  const known = desk.books.refunds.get(fields.out_refund_no!);
  if (known) return { answer: accepted(sameRefund(known, transaction, fields), transaction) };

  checkRefund(desk, transaction, fields);
  const fresh = newRefund(desk, transaction, fields);
  return { event: { kind: 'refunded', refund: fresh }, answer: accepted(fresh, transaction) };
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

function sameRefund(known: Refund, { transactionId }: Transaction, fields: Fields): Refund {
  const same =
    known.transactionId === transactionId &&
    known.totalFee === Number(fields.total_fee) &&
    known.refundFee === Number(fields.refund_fee);
  if (!same) throw new V2Rejected('ERROR', '订单金额或退款金额与之前请求不一致，请核实后再试');
  return known;
}

function checkRefund({ books, now }: Desk, transaction: Transaction, fields: Fields): void {
  const at = now.toISOString();
  const earlier = books.refundsOf.get(transaction.transactionId) ?? [];
  const refunded = earlier.reduce((sum, { refundFee }) => sum + refundFee, 0);
  const last = earlier.at(-1);

  if (Number(fields.total_fee) !== transaction.totalFee)
    throw new V2Rejected('PARAM_ERROR', '参数错误：total_fee与订单金额不一致');
  if (refunded === transaction.totalFee) throw new V2Rejected('ERROR', '订单已全额退款');
  if (refunded + Number(fields.refund_fee) > transaction.totalFee)
    throw new V2Rejected('ERROR', '累计退款金额大于支付金额');
  if (earlier.length >= MAX_REFUNDS) throw new V2Rejected('ERROR', '一笔订单最多部分退款50次');
  if (later(transaction.paidAt, OVERDUE_SECONDS) < at)
    throw new V2Rejected('TRADE_OVERDUE', '订单已经超过可退款的最大期限');
  if (last && later(last.acceptedAt, PAUSE_SECONDS) > at)
    throw new V2Rejected('FREQUENCY_LIMITED', '频率限制：同一订单两次退款须间隔1分钟');
}

function newRefund({ books, now, random }: Desk, transaction: Transaction, fields: Fields): Refund {
  const day = beijingStamp(now).slice(0, 8);
  const chance = String(random.below(1_000_000)).padStart(6, '0');
  const sequence = String(books.refunds.size + 1).padStart(10, '0');
  return {
    refundId: `50300${chance}${day}${sequence}`,
    outRefundNo: fields.out_refund_no!,
    transactionId: transaction.transactionId,
    outTradeNo: transaction.outTradeNo,
    totalFee: transaction.totalFee,
    refundFee: Number(fields.refund_fee),
    notifyUrl: fields.notify_url,
    acceptedAt: now.toISOString(),
  };
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
  if (refund_id) return [...books.refunds.values()].filter(({ refundId }) => refundId === refund_id);
  const numbered = books.refunds.get(out_refund_no ?? '');
  if (out_refund_no) return numbered ? [numbered] : [];
  return books.refundsOf.get(transactionIn(books, fields)?.transactionId ?? '') ?? [];
}

export type RefundStatus = 'PROCESSING' | 'SUCCESS';

export function refundStatus({ acceptedAt }: Refund, now: Date): RefundStatus {
  return later(acceptedAt, PROCESSING_SECONDS) > now.toISOString() ? 'PROCESSING' : 'SUCCESS';
}

function refundRow({ now }: Desk, row: Refund, index: number): Fields {
  const status = refundStatus(row, now);
  const doneAt = beijingTime(new Date(later(row.acceptedAt, PROCESSING_SECONDS)));
  return {
    [`out_refund_no_${index}`]: row.outRefundNo,
    [`refund_id_${index}`]: row.refundId,
    [`refund_channel_${index}`]: 'ORIGINAL',
    [`refund_fee_${index}`]: String(row.refundFee),
    [`refund_status_${index}`]: status,
    [`refund_account_${index}`]: 'REFUND_SOURCE_UNSETTLED_FUNDS',
    [`refund_recv_accout_${index}`]: '支付用户零钱',
    [`refund_success_time_${index}`]: status === 'SUCCESS' ? doneAt : '',
  };
}
