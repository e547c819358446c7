import { sealV3 } from '@app/wechat';
import { createHash } from 'node:crypto';
import type { Desk } from './bookkeeper';
import type { NoticeSigner, Transaction } from './books';
import type { Letter } from './courier';
import { FOREIGN_APPID, type Forgery } from './faults';
import type { SigningPair } from './keys';
import { proofOf } from './v3-message';
import { v3Time } from './v3-time';
import { tradeBody } from './v3-trade';

/** The envelope stays the same in every repeat; seal, time and signature are fresh. */
export function v3Notice(desk: Desk, transaction: Transaction, forgery?: Forgery): Letter {
  const body = JSON.stringify({
    id: eventId(transaction),
    create_time: v3Time(new Date(transaction.paidAt)),
    resource_type: 'encrypt-resource',
    event_type: 'TRANSACTION.SUCCESS',
    summary: '支付成功',
    resource: resourceOf(desk, transaction, forgery),
  });
  const proof = proofOf(body, { ...desk, pair: noticePair(desk), forgery });
  return { headers: { 'content-type': 'application/json', ...proof }, body };
}

/** WeChat goes by the HTTP status alone. */
export function isV3Acknowledged(status: number): boolean {
  return status === 200 || status === 204;
}

function resourceOf(desk: Desk, transaction: Transaction, forgery: Forgery | undefined): object {
  const order = desk.books.order(transaction.outTradeNo);
  const trade = tradeBody(desk, order, { state: 'SUCCESS', transaction });
  const told = forgery === 'foreignAppid' ? { ...trade, appid: FOREIGN_APPID } : trade;
  const seal = { nonce: desk.random.hex(6), associated_data: 'transaction' };
  const ciphertext = sealV3(JSON.stringify(told), desk.config.WECHAT_PAY_V3_KEY[0]!, seal);
  return { original_type: 'transaction', algorithm: 'AEAD_AES_256_GCM', ...seal, ciphertext };
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
  return books.noticeSigner ?? (config.WECHAT_PAY_PUBLIC_KEY_ID ? 'public_key' : 'certificate');
}

/** 36 characters that are the payment's own. */
function eventId({ transactionId }: Transaction): string {
  const hash = createHash('sha256').update(transactionId).digest('hex');
  return hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}
