import { sealV3 } from '@app/wechat';
import { createHash } from 'node:crypto';
import type { Desk } from './bookkeeper';
import type { NoticeSigner } from './account-book';
import type { Refund, RefundEnd, Transaction } from './books';
import type { Letter } from './courier';
import { FOREIGN_APPID, FOREIGN_MCHID, type Forgery } from './faults';
import { heldKey } from './held-keys';
import { arrivedAt, PAID_BACK_TO } from './refund-book';
import type { SigningPair } from './signing-pairs';
import { proofOf } from './v3-message';
import { v3Time } from './v3-time';
import { tradeBody } from './v3-trade';

/** What stays the same in every repeat of a notice; seal, time and signature are fresh. */
interface Event {
  /** What makes its id: another one has another. */
  name: string;
  at: Date;
  event_type: string;
  summary: string;
  original_type: 'transaction' | 'refund';
  told: object;
}

export function v3Notice(desk: Desk, transaction: Transaction, forgery?: Forgery): Letter {
  const order = desk.books.order(transaction.outTradeNo);
  const trade = tradeBody(desk, order, { state: 'SUCCESS', transaction });
  const event: Event = {
    name: transaction.transactionId,
    at: new Date(transaction.paidAt),
    event_type: 'TRANSACTION.SUCCESS',
    summary: '支付成功',
    original_type: 'transaction',
    told: forgery === 'foreignAppid' ? { ...trade, appid: FOREIGN_APPID } : trade,
  };
  return letter(desk, event, forgery);
}

const SUMMARIES: Record<RefundEnd, string> = {
  SUCCESS: '退款成功',
  CLOSED: '退款关闭',
  ABNORMAL: '退款异常',
};

export function v3RefundNotice(desk: Desk, refund: Refund, forgery?: Forgery): Letter {
  const event: Event = {
    name: `${refund.refundId} ${refund.becomes}`,
    at: new Date(refund.endsAt),
    event_type: `REFUND.${refund.becomes}`,
    summary: SUMMARIES[refund.becomes],
    original_type: 'refund',
    told: refundBody(desk, refund, forgery),
  };
  return letter(desk, event, forgery);
}

/** WeChat goes by the HTTP status alone. */
export function isV3Acknowledged(status: number): boolean {
  return status === 200 || status === 204;
}

/** Other names than in the answer of a query, and no currency; a refund carries no appid, so it is the mchid that is foreign. */
function refundBody({ config, now }: Desk, refund: Refund, forgery: Forgery | undefined): object {
  const { totalFee: total, refundFee } = refund;
  const arrived = arrivedAt(refund, now);
  return {
    mchid: forgery === 'foreignAppid' ? FOREIGN_MCHID : config.WECHAT_PAY_MCH_ID,
    transaction_id: refund.transactionId,
    out_trade_no: refund.outTradeNo,
    refund_id: refund.refundId,
    out_refund_no: refund.outRefundNo,
    refund_status: refund.becomes,
    success_time: arrived && v3Time(arrived),
    user_received_account: PAID_BACK_TO,
    amount: { total, refund: refundFee, payer_total: total, payer_refund: refundFee },
  };
}

function letter(desk: Desk, event: Event, forgery: Forgery | undefined): Letter {
  const { name, at, event_type, summary, original_type, told } = event;
  const seal = { nonce: desk.random.hex(6), associated_data: original_type };
  const ciphertext = sealV3(JSON.stringify(told), heldKey(desk, 'v3'), seal);
  const body = JSON.stringify({
    id: eventId(name),
    create_time: v3Time(at),
    resource_type: 'encrypt-resource',
    event_type,
    summary,
    resource: { original_type, algorithm: 'AEAD_AES_256_GCM', ...seal, ciphertext },
  });
  const proof = proofOf(body, { ...desk, pair: noticePair(desk), forgery });
  return { headers: { 'content-type': 'application/json', ...proof }, body };
}

/** A merchant who moves to the public key gets a share of his notices under it; here it is half of them. */
function noticePair(desk: Desk): SigningPair {
  const { keys, random } = desk;
  const signer = noticeSigner(desk);
  if (signer === 'mixed') return random.below(2) === 0 ? keys.publicKey : keys.certificate;
  return signer === 'public_key' ? keys.publicKey : keys.certificate;
}

/** What was chosen; until then the public key, where the merchant has it. */
export function noticeSigner({ books, config }: Desk): NoticeSigner {
  return books.account.noticeSigner ?? (config.WECHAT_PAY_PUBLIC_KEY_ID ? 'public_key' : 'certificate');
}

/** 36 characters that are the event's own. */
function eventId(name: string): string {
  const hash = createHash('sha256').update(name).digest('hex');
  return hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}
