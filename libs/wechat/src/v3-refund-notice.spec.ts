import { createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Aes } from 'wechatpay-axios-plugin';
import { keys, v3 } from '../../../test/vectors/wechat-pay-vectors.json';
import { signatureOf } from '../../../test/wechat/v3-host';
import { NoticeRejected, type NoticeHeaders } from './pay-gateway';
import type { RefundNotice } from './refund-gateway';
import { readV3RefundNotice } from './v3-refund-notice';
import { readV3PayNotice } from './v3-notice';

const known = new Map<string, KeyObject>([
  [keys.wechatpayPublicKey.id, createPublicKey(keys.wechatpayPublicKey.publicKeyPem)],
  ...keys.platformCertificates.map(
    ({ serial, certificatePem }) => [serial, new X509Certificate(certificatePem).publicKey] as const,
  ),
]);
const at = 1767225600;

interface Said {
  headers: object;
  body: string;
}

function partsOf({ headers, body }: Said, now = at) {
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
  const message = { headers: Object.fromEntries(lower) as NoticeHeaders, body: Buffer.from(body) };
  const reader = {
    appId: keys.appid,
    mchId: keys.mchid,
    sealKeys: [keys.apiV3Key],
    now: new Date(now * 1000),
  };
  return [message, { ...reader, keyOf: (serial: string) => known.get(serial) }] as const;
}

function read(said: Said, now?: number): RefundNotice {
  return readV3RefundNotice(...partsOf(said, now));
}

describe('a refund notice of v3, by WeChat’s known answers', () => {
  const refunds = v3.notify.filter(({ expected }) => expected.eventType?.startsWith('REFUND'));
  const payments = v3.notify.filter(({ expected }) => expected.eventType?.startsWith('TRANSACTION'));
  const refused = v3.notify.filter(({ expected }) => expected.verdict === 'reject');

  it.each(refunds)('$id', (vector) => {
    const { resource } = vector.expected;
    const state = { SUCCESS: 'success', ABNORMAL: 'abnormal', CLOSED: 'closed' }[resource!.refund_status!];

    expect(read(vector, vector.now)).toEqual({
      kind: 'refund',
      eventKey: `${resource!.refund_id} ${state}`,
      refund: {
        gateway: 'v3',
        source: 'notice',
        orderNo: resource!.out_trade_no,
        transactionId: resource!.transaction_id,
        outRefundNo: resource!.out_refund_no,
        refundId: resource!.refund_id,
        totalFen: 12990,
        refundFen: 4990,
        state,
        succeededAt: state === 'success' ? new Date('2026-01-02T01:10:11Z') : undefined,
      },
    });
  });

  it.each(payments)('$id is none of a refund', (vector) => {
    expect(read(vector, vector.now).kind).toBe('other');
  });

  it.each(refused)('$id', (vector) => {
    expect(() => read(vector, vector.now)).toThrow(NoticeRejected);
  });
});

const refund = {
  mchid: keys.mchid,
  transaction_id: '4200002345202601016789012345',
  out_trade_no: '26010108AB12CD34EF56',
  refund_id: '50300001232026010112345678901',
  out_refund_no: 'R26010108AB12CD34EF56',
  refund_status: 'SUCCESS',
  success_time: '2026-01-02T09:10:11+08:00',
  user_received_account: '支付用户零钱',
  amount: { total: 1999, refund: 999, payer_total: 1999, payer_refund: 999 },
};

/** Sealed by somebody else's code, and signed by WeChat's key. */
function messageOf(resource: object, but: object = {}): Said {
  const nonce = 'fdasflkja484';
  const ciphertext = Aes.AesGcm.encrypt(JSON.stringify(resource), keys.apiV3Key, nonce, 'refund');
  const body = JSON.stringify({
    id: 'EV-2018022511223320873',
    create_time: '2026-01-02T09:10:12+08:00',
    resource_type: 'encrypt-resource',
    event_type: 'REFUND.SUCCESS',
    resource: {
      algorithm: 'AEAD_AES_256_GCM',
      original_type: 'refund',
      associated_data: 'refund',
      nonce,
      ciphertext,
    },
    ...but,
  });
  return { body, headers: signatureOf(body, { timestamp: String(at) }) };
}

describe('a signed refund notice of v3', () => {
  it('is one event in every repeat, and another in each state', () => {
    const done = read(messageOf(refund));
    const repeated = read(messageOf(refund, { id: 'EV-another' }));
    const closed = read(messageOf({ ...refund, refund_status: 'CLOSED' }, { event_type: 'REFUND.CLOSED' }));

    expect(repeated.eventKey).toBe(done.eventKey);
    expect(closed.eventKey).not.toBe(done.eventKey);
  });

  it('of another merchant is foreign', () => {
    expect(read(messageOf({ ...refund, mchid: '1900000000' }))).toEqual({
      kind: 'foreign',
      eventKey: `${refund.refund_id} success`,
    });
  });

  it('of a kind that is new is acknowledged by its id', () => {
    expect(read(messageOf(refund, { event_type: 'REFUND.SPLIT' }))).toEqual({
      kind: 'other',
      eventKey: 'EV-2018022511223320873',
    });
  });

  it('on the route of payments is no payment', () => {
    expect(readV3PayNotice(...partsOf(messageOf(refund))).kind).toBe('other');
  });

  it.each<[string, object, object?]>([
    ['[D3-17] a status under the answers’ name', { ...refund, refund_status: undefined, status: 'SUCCESS' }],
    ['a status nobody knows', { ...refund, refund_status: 'SETTLED' }],
    ['a status that contradicts the event', { ...refund, refund_status: 'CLOSED' }],
    ['no merchant’s number', { ...refund, out_refund_no: undefined }],
    ['no refund_id', { ...refund, refund_id: undefined }],
    ['no payment', { ...refund, transaction_id: '' }],
    ['no amount', { ...refund, amount: undefined }],
    ['an amount of text', { ...refund, amount: { total: 1999, refund: '999' } }],
    ['a time without a zone', { ...refund, success_time: '2026-01-02T09:10:11' }],
    ['no id where its kind is new', refund, { event_type: 'REFUND.SPLIT', id: undefined }],
  ])('is refused as malformed with %s', (_what, resource, but) => {
    expect(() => read(messageOf(resource, but))).toThrow(
      expect.objectContaining({ fault: 'malformed' }) as NoticeRejected,
    );
  });
});
