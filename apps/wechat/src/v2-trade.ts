import { beijingStamp } from '@app/common';
import type { Decision, Desk } from './bookkeeper';
import type { Order, Transaction } from './books';
import { later } from './retry-ladder';
import { STATE_WORDS, tradeState, transactionIn } from './trade';
import { checkFields, checkOneOf, CLOSE_ORDER, ORDER_QUERY } from './v2-fields';
import { type Fields, type V2Request, V2Rejected } from './v2-message';
import { refusePaid } from './v2-order';

const CLOSABLE_AFTER_SECONDS = 5 * 60;

/** orderquery: the truth about an order, by WeChat's number before the merchant's. */
export function orderQuery({ books }: Desk, { fields }: V2Request): Decision<Fields> {
  checkFields(fields, ORDER_QUERY);
  checkOneOf(fields, 'transaction_id', 'out_trade_no');

  const transaction = transactionIn(books, fields);
  const order = books.orders.get(transaction?.outTradeNo ?? fields.out_trade_no ?? '');
  if (!order || (fields.transaction_id && !transaction))
    throw new V2Rejected('ORDERNOTEXIST', '此交易订单号不存在');
  const state = tradeState(books, order, transaction);
  return {
    answer: {
      result_code: 'SUCCESS',
      out_trade_no: order.outTradeNo,
      trade_state: state,
      trade_state_desc: STATE_WORDS[state],
      attach: order.attach ?? '',
      device_info: order.deviceInfo ?? '',
      ...(transaction && paymentFields(order, transaction)),
    },
  };
}

/** What WeChat tells of a payment, in the answer of a query and in the notice. */
export function paymentFields(order: Order, transaction: Transaction): Fields {
  return {
    openid: transaction.openid,
    is_subscribe: 'N',
    trade_type: order.tradeType,
    bank_type: 'OTHERS',
    total_fee: String(transaction.totalFee),
    fee_type: transaction.feeType,
    cash_fee: String(transaction.totalFee),
    cash_fee_type: transaction.feeType,
    transaction_id: transaction.transactionId,
    out_trade_no: order.outTradeNo,
    attach: order.attach ?? '',
    time_end: beijingStamp(new Date(transaction.paidAt)),
  };
}

/** closeorder: final, and refused for an order that is younger than five minutes. */
export function closeOrder(desk: Desk, { fields }: V2Request): Decision<Fields> {
  checkFields(fields, CLOSE_ORDER);

  const order = desk.books.orders.get(fields.out_trade_no!);
  const at = desk.now.toISOString();
  if (!order) throw new V2Rejected('ORDERNOTEXIST', '订单不存在');
  refusePaid(desk, order);
  if (order.closedAt) throw new V2Rejected('ORDERCLOSED', '订单已关闭，无法重复关闭');
  // "Official: not earlier than 5 minutes after unifiedorder", and "state forbids it" is TRADE_STATE_ERROR: the
  // documents name no code of its own for a close that comes too early.
  if (later(order.createdAt, CLOSABLE_AFTER_SECONDS) > at)
    throw new V2Rejected('TRADE_STATE_ERROR', '订单生成后不能马上调用关单接口，最短调用时间间隔为5分钟');
  return {
    event: { kind: 'closed', outTradeNo: order.outTradeNo, at },
    answer: { result_code: 'SUCCESS', result_msg: 'OK' },
  };
}
