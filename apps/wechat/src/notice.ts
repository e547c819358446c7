import type { GatewayName } from '@app/common';
import type { Desk } from './bookkeeper';
import type { Refund, Transaction } from './books';
import type { Letter } from './courier';
import { type FaultKind, type Forgery, isFaultOfV2Notice, type NoticeEndpoint } from './faults';
import type { NoticeSubject } from './notice-book';
import { refundStatus } from './refund-book';
import { isV2Acknowledged, v2Notice } from './v2-notice';
import { v2RefundNotice } from './v2-refund-notice';
import { isV3Acknowledged, v3Notice, v3RefundNotice } from './v3-notice';

/** One notice, whatever it tells of. */
export interface Notice {
  subject: NoticeSubject;
  gateway: GatewayName;
  /** Where it goes. */
  url: string;
  /** Under which name faults befall it. */
  endpoint: NoticeEndpoint;
  /** The words of one delivery. */
  word: (desk: Desk, forgery?: Forgery) => Letter;
}

/** The notice of this key: a transaction_id, or a refund_id. */
export function noticeOf(desk: Desk, key: string): Notice | undefined {
  const transaction = desk.books.transactions.get(key);
  if (transaction) return paymentNotice(desk, transaction);
  const refund = desk.books.refundIds.get(key);
  return refund && refundNotice(desk, refund);
}

/** What a test calls a notice by; of several payments for one number the latest is meant. */
export interface NamedNotice {
  out_trade_no?: string;
  transaction_id?: string;
  out_refund_no?: string;
}

/** Only what has happened is told of: a success, and a refund that has ended. */
export function namedNotice(desk: Desk, { out_refund_no, ...payment }: NamedNotice): Notice | undefined {
  if (out_refund_no === undefined) return namedPayment(desk, payment);
  const refund = desk.books.refunds.get(out_refund_no);
  const hasEnded = refund && refundStatus(refund, desk.now) !== 'PROCESSING';
  return hasEnded ? refundNotice(desk, refund) : undefined;
}

function namedPayment(desk: Desk, { out_trade_no, transaction_id }: NamedNotice): Notice | undefined {
  const paid = desk.books.transactionsOf.get(out_trade_no ?? '') ?? [];
  const named = transaction_id ? paid.find((one) => one.transactionId === transaction_id) : paid.at(-1);
  return named && paymentNotice(desk, named);
}

function paymentNotice({ books }: Desk, transaction: Transaction): Notice {
  const { signType, notifyUrl: url } = books.order(transaction.outTradeNo);
  const { transactionId, outTradeNo } = transaction;
  return {
    subject: { transactionId, outTradeNo },
    gateway: signType === 'RSA' ? 'v3' : 'v2',
    url,
    endpoint: 'notify',
    word: (desk, forgery) =>
      signType === 'RSA'
        ? v3Notice(desk, transaction, forgery)
        : v2Notice(desk, transaction, { signType, forgery }),
  };
}

function refundNotice({ config }: Desk, refund: Refund): Notice {
  const { transactionId, outTradeNo, refundId, outRefundNo, becomes, gateway } = refund;
  const isOfV3 = gateway === 'v3';
  return {
    subject: { transactionId, outTradeNo, refundId, outRefundNo, refundStatus: becomes },
    gateway,
    url: refund.notifyUrl ?? `${config.notifyBase}/api/v1/pay/refund-notify${isOfV3 ? '/v3' : ''}`,
    endpoint: 'refundnotify',
    word: (desk, forgery) =>
      isOfV3 ? v3RefundNotice(desk, refund, forgery) : v2RefundNotice(desk, refund, forgery),
  };
}

export function isAcknowledged({ gateway }: Notice, status: number, body: Buffer): boolean {
  return gateway === 'v3' ? isV3Acknowledged(status) : isV2Acknowledged(status, body);
}

/** Whether this can befall a notice: what concerns headers waits for a v3 one. */
export function canBefall({ gateway }: Notice, kind: FaultKind): boolean {
  return gateway === 'v3' || isFaultOfV2Notice(kind);
}
