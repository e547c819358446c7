import type { Decision, Desk } from './bookkeeper';
import type { Books, Refund, Transaction } from './books';
import {
  arrivedAt,
  isSameRefund,
  newRefund,
  PAID_BACK_TO,
  refundFault,
  type RefundFault,
  refundStatus,
  type RefundWish,
} from './refund-book';
import { transactionIn } from './trade';
import type { V3Request } from './v3-call';
import { REFUND } from './v3-fields';
import { V3Rejected, type V3Said, wrongIn } from './v3-message';
import { checkBody } from './v3-rules';
import { v3Time } from './v3-time';

const FAULTS: Record<RefundFault, [status: number, code: string, message: string]> = {
  otherTotal: [400, 'PARAM_ERROR', '输入源“/body/amount/total”与订单金额不一致'],
  refundedInFull: [400, 'INVALID_REQUEST', '订单已全额退款'],
  tooMuch: [400, 'INVALID_REQUEST', '累计退款金额大于支付金额'],
  tooMany: [400, 'INVALID_REQUEST', '一笔订单最多部分退款50次'],
  overdue: [400, 'INVALID_REQUEST', '订单已经超过可退款的最大期限'],
  tooSoon: [429, 'FREQUENCY_LIMITED', '频率限制：同一订单两次退款须间隔1分钟'],
  notEnough: [403, 'NOT_ENOUGH', '商户可用余额不足，请充值后重新发起'],
};

/** What a refund takes, as far as WeChat keeps it. */
interface RefundBody {
  transaction_id?: string;
  out_trade_no?: string;
  out_refund_no: string;
  notify_url?: string;
  amount: { refund: number; total: number };
}

/** refunds: accepted, not done; the same number is the same refund, for ever. */
export function refundTrade(desk: Desk, request: V3Request): Decision<V3Said> {
  checkBody(request.body, REFUND);
  const body = request.body as unknown as RefundBody;
  if (!body.transaction_id && !body.out_trade_no)
    throw wrongIn('body', { field: '/transaction_id', value: '', issue: '与out_trade_no二选一必填' });

  const transaction = refundable(desk.books, body);
  const wish = wishOf(body);
  const known = desk.books.refunds.get(wish.outRefundNo);
  if (known) return { answer: told(desk, sameRefund(known, transaction, wish)) };

  const fault = refundFault(desk, transaction, wish);
  if (fault) throw new V3Rejected(...FAULTS[fault]);
  const fresh = newRefund(desk, transaction, wish);
  return { event: { kind: 'refunded', refund: fresh }, answer: told(desk, fresh) };
}

function refundable(books: Books, body: RefundBody): Transaction {
  const transaction = transactionIn(books, body);
  if (transaction) return transaction;
  if (!body.transaction_id && books.orders.has(body.out_trade_no!))
    throw new V3Rejected(400, 'INVALID_REQUEST', '订单未支付，不能退款');
  throw new V3Rejected(404, 'RESOURCE_NOT_EXISTS', '订单不存在');
}

function wishOf({ out_refund_no, notify_url, amount }: RefundBody): RefundWish {
  return {
    outRefundNo: out_refund_no,
    totalFee: amount.total,
    refundFee: amount.refund,
    notifyUrl: notify_url,
    gateway: 'v3',
  };
}

function sameRefund(known: Refund, transaction: Transaction, wish: RefundWish): Refund {
  if (!isSameRefund(known, transaction, wish))
    throw new V3Rejected(400, 'INVALID_REQUEST', '订单金额或退款金额与之前请求不一致，请核实后再试');
  return known;
}

export function refundTradeQuery(desk: Desk, { params }: V3Request): Decision<V3Said> {
  const known = desk.books.refunds.get(params.out_refund_no ?? '');
  if (!known) throw new V3Rejected(404, 'RESOURCE_NOT_EXISTS', '退款单不存在');
  return { answer: told(desk, known) };
}

function told({ books, now }: Desk, refund: Refund): V3Said {
  const { totalFee: total, refundFee } = refund;
  const arrived = arrivedAt(refund, now);
  const body = {
    refund_id: refund.refundId,
    out_refund_no: refund.outRefundNo,
    transaction_id: refund.transactionId,
    out_trade_no: refund.outTradeNo,
    channel: 'ORIGINAL',
    user_received_account: PAID_BACK_TO,
    success_time: arrived && v3Time(arrived),
    create_time: v3Time(new Date(refund.acceptedAt)),
    status: refundStatus(refund, now),
    funds_account: 'UNSETTLED',
    amount: {
      total,
      refund: refundFee,
      from: [],
      payer_total: total,
      payer_refund: refundFee,
      settlement_total: total,
      settlement_refund: refundFee,
      discount_refund: 0,
      currency: books.transactions.get(refund.transactionId)!.feeType,
    },
    promotion_detail: [],
  };
  return { status: 200, body };
}
