import { beijingTime, yuanOf } from '@app/common';
import type { Desk } from './bookkeeper';
import type { Order, Refund, Transaction } from './books';
import { refundStatus } from './refund-book';

/** What stands in a full bill, in this order. */
export const BILL_COLUMNS = [
  '交易时间',
  '公众账号ID',
  '商户号',
  '特约商户号',
  '设备号',
  '微信订单号',
  '商户订单号',
  '用户标识',
  '交易类型',
  '交易状态',
  '付款银行',
  '货币种类',
  '应结订单金额',
  '代金券金额',
  '微信退款单号',
  '商户退款单号',
  '退款金额',
  '充值券退款金额',
  '退款类型',
  '退款状态',
  '商品名称',
  '商户数据包',
  '手续费',
  '费率',
  '订单金额',
  '申请退款金额',
  '费率备注',
] as const;
export type BillColumn = (typeof BILL_COLUMNS)[number] | '退款申请时间' | '退款成功时间';
type Row = Record<BillColumn, string>;

const FEE_PER_10000 = 60;

/** One payment or refund of the day, as money and as it is written in any bill. */
export interface BillEntry {
  at: string;
  paidFen: number;
  refundFen: number;
  feeFen: number;
  row: Row;
}

/** The payments of a day, and the refunds accepted on it, whenever they end. */
export function paymentsOn(desk: Desk, day: string): BillEntry[] {
  const paid = [...desk.books.transactions.values()].filter(({ paidAt }) => dayOf(paidAt) === day);
  return paid.map((transaction) => paymentEntry(desk, transaction));
}

export function refundsOn(desk: Desk, day: string): BillEntry[] {
  const accepted = [...desk.books.refunds.values()].filter(({ acceptedAt }) => dayOf(acceptedAt) === day);
  return accepted.map((refund) => refundEntry(desk, refund));
}

function dayOf(at: string): string {
  return beijingTime(new Date(at)).slice(0, 10);
}

function paymentEntry(desk: Desk, transaction: Transaction): BillEntry {
  const { outTradeNo, paidAt: at, totalFee: paidFen } = transaction;
  const feeFen = Math.round((paidFen * FEE_PER_10000) / 10_000);
  const row: Row = {
    ...commonCells(desk, desk.books.order(outTradeNo), transaction),
    交易时间: beijingTime(new Date(at)),
    交易状态: 'SUCCESS',
    应结订单金额: yuanOf(paidFen),
    手续费: feeYuan(feeFen),
    订单金额: yuanOf(paidFen),
  };
  return { at, paidFen, refundFen: 0, feeFen, row };
}

function refundEntry(desk: Desk, refund: Refund): BillEntry {
  const { acceptedAt: at, refundFee: refundFen } = refund;
  const transaction = desk.books.transactions.get(refund.transactionId)!;
  const state = stateAtMidnight(refund);
  const row: Row = {
    ...commonCells(desk, desk.books.order(refund.outTradeNo), transaction),
    交易时间: beijingTime(new Date(at)),
    交易状态: 'REFUND',
    退款申请时间: beijingTime(new Date(at)),
    退款成功时间: state === 'SUCCESS' ? beijingTime(new Date(refund.endsAt)) : '',
    微信退款单号: refund.refundId,
    商户退款单号: refund.outRefundNo,
    退款金额: yuanOf(refundFen),
    退款类型: 'ORIGINAL',
    退款状态: state,
    申请退款金额: yuanOf(refundFen),
  };
  return { at, paidFen: 0, refundFen, feeFen: 0, row };
}

/** What it was when its day ended: a bill is not written again. */
function stateAtMidnight(refund: Refund): string {
  const midnight = new Date(`${dayOf(refund.acceptedAt)}T23:59:59.999+08:00`);
  const status = refundStatus(refund, midnight);
  return status === 'CLOSED' || status === 'ABNORMAL' ? 'FAIL' : status;
}

/** What a payment and its refunds have in common, and empty cells for what only one of them has. */
function commonCells({ config }: Desk, order: Order, { transactionId, openid, feeType }: Transaction): Row {
  return {
    交易时间: '',
    公众账号ID: config.WECHAT_APP_ID,
    商户号: config.WECHAT_PAY_MCH_ID,
    特约商户号: '0',
    设备号: order.deviceInfo ?? '',
    微信订单号: transactionId,
    商户订单号: order.outTradeNo,
    用户标识: openid,
    交易类型: order.tradeType,
    交易状态: '',
    付款银行: 'OTHERS',
    货币种类: feeType,
    应结订单金额: '0.00',
    代金券金额: '0.00',
    退款申请时间: '',
    退款成功时间: '',
    微信退款单号: '0',
    商户退款单号: '0',
    退款金额: '0.00',
    充值券退款金额: '0.00',
    退款类型: '',
    退款状态: '',
    商品名称: order.body,
    商户数据包: order.attach ?? '',
    手续费: '0.00000',
    费率: '0.60%',
    订单金额: '0.00',
    申请退款金额: '0.00',
    费率备注: '',
  };
}

/** Five decimals, of which a fee in whole fen needs two. */
export function feeYuan(fen: number): string {
  return `${yuanOf(fen)}000`;
}
