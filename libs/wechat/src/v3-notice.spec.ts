import { createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { keys, v3 } from '../../../test/vectors/wechat-pay-vectors.json';
import { NoticeRejected, type NoticeHeaders, type PayNotice } from './pay-gateway';
import { sealV3 } from './v3-aead';
import { readV3PayNotice } from './v3-notice';
import { signV3, v3Message } from './v3-sign';

const { id, publicKeyPem, privateKeyPem } = keys.wechatpayPublicKey;
const known = new Map<string, KeyObject>([
  [id, createPublicKey(publicKeyPem)],
  ...keys.platformCertificates.map(
    ({ serial, certificatePem }) => [serial, new X509Certificate(certificatePem).publicKey] as const,
  ),
]);
const at = 1767225600;

interface Message {
  headers: NoticeHeaders;
  body: Buffer;
}

function read({ headers, body }: Message, now = at + 2, sealKeys = [keys.apiV3Key]): PayNotice {
  const reader = { appId: keys.appid, mchId: keys.mchid, sealKeys, now: new Date(now * 1000) };
  return readV3PayNotice({ headers, body }, { ...reader, keyOf: (serial) => known.get(serial) });
}

function refusalOf(work: () => unknown): NoticeRejected {
  try {
    work();
  } catch (error) {
    if (error instanceof NoticeRejected) return error;
    throw error;
  }
  throw new Error('not refused');
}

function messageOf({ headers, body }: { headers: object; body: string }): Message {
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return { headers: Object.fromEntries(lower) as NoticeHeaders, body: Buffer.from(body) };
}

describe('a notice of v3, by WeChat’s known answers', () => {
  const accepted = v3.notify.filter(({ expected }) => expected.verdict === 'accept');
  const refused = v3.notify.filter(({ expected }) => expected.verdict === 'reject');

  it.each(accepted)('$id', (vector) => {
    const { eventType, resource } = vector.expected;

    const notice = read(messageOf(vector), vector.now);

    if (eventType !== 'TRANSACTION.SUCCESS') expect(notice.kind).toBe('other');
    else if (resource?.mchid !== keys.mchid || resource?.appid !== keys.appid)
      expect(notice).toEqual({ kind: 'foreign', eventKey: resource?.transaction_id });
    else
      expect(notice).toMatchObject({
        kind: 'paid',
        eventKey: resource.transaction_id,
        payment: {
          gateway: 'v3',
          source: 'notice',
          appId: keys.appid,
          mchId: keys.mchid,
          orderNo: resource.out_trade_no,
          transactionId: resource.transaction_id,
          totalFen: resource.amount.total,
          currency: 'CNY',
          openid: resource.payer?.openid,
          paidAt: new Date('2026-01-01T00:12:33Z'),
        },
      });
  });

  it.each(refused)('$id', (vector) => {
    const { message, fault } = refusalOf(() => read(messageOf(vector), vector.now));

    expect(message).toContain(vector.expected.reason);
    expect(fault).toBe(vector.expected.reason === 'decrypt' ? 'malformed' : 'unproven');
  });
});

const transaction = {
  appid: keys.appid,
  mchid: keys.mchid,
  out_trade_no: '26010108AB12CD34EF56',
  transaction_id: '4200002345202601016789012345',
  trade_state: 'SUCCESS',
  success_time: '2026-01-01T08:12:33+08:00',
  payer: { openid: 'oTEST0aBcDeFgHiJkLmNoPqRsTu1' },
  amount: { total: 1999, payer_total: 1990, currency: 'CNY', payer_currency: 'CNY' },
};

const nonce = 'fdasflkja484';

function envelope(resource: unknown, but: object = {}, sealKey = keys.apiV3Key): object {
  const sealed = { nonce, associated_data: 'transaction' };
  return {
    id: 'EV-2018022511223320873',
    create_time: '2026-01-01T08:00:00+08:00',
    resource_type: 'encrypt-resource',
    event_type: 'TRANSACTION.SUCCESS',
    resource: {
      algorithm: 'AEAD_AES_256_GCM',
      original_type: 'transaction',
      ...sealed,
      ciphertext: sealV3(JSON.stringify(resource), sealKey, sealed),
    },
    ...but,
  };
}

/** Named after another cipher than the one that made it. */
function otherwiseSealed(algorithm: string): object {
  const { resource, ...rest } = envelope(transaction) as { resource: object };
  return { ...rest, resource: { ...resource, algorithm } };
}

function signed(said: unknown): Message {
  const body = Buffer.isBuffer(said) ? said : Buffer.from(JSON.stringify(said));
  const headers = {
    'wechatpay-timestamp': String(at),
    'wechatpay-nonce': 'nonce',
    'wechatpay-serial': id,
    'wechatpay-signature': signV3(v3Message([String(at), 'nonce', body]), privateKeyPem),
  };
  return { headers, body };
}

describe('a signed notice of v3', () => {
  it('[D3-18] is of the total that was asked, whatever the payer’s coupon paid of it', () => {
    expect(read(signed(envelope(transaction)))).toMatchObject({ payment: { totalFen: 1999 } });
  });

  it('is a payment where it was refunded since, and names the yuan where it names no currency', () => {
    const { total } = transaction.amount;
    const notice = read(signed(envelope({ ...transaction, trade_state: 'REFUND', amount: { total } })));

    expect(notice).toMatchObject({ kind: 'paid', payment: { totalFen: 1999, currency: 'CNY' } });
  });

  it('opens under the old key too while keys rotate', () => {
    const old = 'o'.repeat(32);
    const message = signed(envelope(transaction, {}, old));

    expect(read(message, at, [keys.apiV3Key, old]).kind).toBe('paid');
    expect(refusalOf(() => read(message)).fault).toBe('malformed');
  });

  it('[D3-4] says which setting is wrong where the v2 key stands in the v3 key’s place', () => {
    const { message } = refusalOf(() => read(signed(envelope(transaction)), at, [keys.apiV2Key]));

    expect(message).toBe('resource does not decrypt under WECHAT_PAY_V3_KEY');
  });

  it('[D3-9] is refused in a new envelope that WeChat did not sign, though its resource decrypts', () => {
    const genuine = signed(envelope(transaction));
    const replayed = Buffer.from(JSON.stringify(envelope(transaction, { id: 'EV-another' })));

    expect(refusalOf(() => read({ ...genuine, body: replayed })).fault).toBe('unproven');
  });

  it('[D3-11] is refused as a probe where its signature says that it is one', () => {
    const { headers, body } = signed(envelope(transaction));
    const probe = { ...headers, 'wechatpay-signature': 'WECHATPAY/SIGNTEST/not%base64' };

    expect(refusalOf(() => read({ headers: probe, body }))).toMatchObject({
      message: 'probe',
      fault: 'unproven',
    });
  });

  it('[D3-17] of a refund is no payment, and is acknowledged by its id', () => {
    const refund = { mchid: keys.mchid, refund_status: 'SUCCESS', status: 'SUCCESS' };

    expect(read(signed(envelope(refund, { event_type: 'REFUND.SUCCESS' })))).toEqual({
      kind: 'other',
      eventKey: 'EV-2018022511223320873',
    });
  });

  it.each<[string, unknown]>([
    ['no JSON', Buffer.from('<xml/>')],
    ['no UTF-8', Buffer.from([0xff, 0xfe])],
    ['no object', [1]],
    ['null', null],
    ['an answer to a query, which WeChat signs in the same way', transaction],
    ['a resource that is a text', envelope(transaction, { resource: 'sealed' })],
    ['another algorithm', otherwiseSealed('AEAD_SM4_GCM')],
    [
      'a resource without its text',
      envelope(transaction, { resource: { algorithm: 'AEAD_AES_256_GCM', nonce } }),
    ],
    ['a resource that is no object', envelope('paid')],
    ['an event without an id', envelope({}, { event_type: 'REFUND.SUCCESS', id: undefined })],
    ['a payment that is not paid', envelope({ ...transaction, trade_state: 'NOTPAY' })],
    ['a state that only objects know', envelope({ ...transaction, trade_state: '__proto__' })],
    ['no order number', envelope({ ...transaction, out_trade_no: undefined })],
    ['an order number that is a number', envelope({ ...transaction, out_trade_no: 26010108 })],
    ['no transaction', envelope({ ...transaction, transaction_id: '' })],
    ['no amount', envelope({ ...transaction, amount: undefined })],
    ['an amount of yuan', envelope({ ...transaction, amount: { total: 19.99 } })],
    ['an amount that is text', envelope({ ...transaction, amount: { total: '1999' } })],
    ['an amount of nothing', envelope({ ...transaction, amount: { total: 0 } })],
    ['a negative amount', envelope({ ...transaction, amount: { total: -1 } })],
    ['no app', envelope({ ...transaction, appid: undefined })],
    ['no time', envelope({ ...transaction, success_time: undefined })],
    ['a time without a zone', envelope({ ...transaction, success_time: '2026-01-01T08:12:33' })],
  ])('is refused as malformed where it is or has %s', (_what, said) => {
    const { message, fault } = refusalOf(() => read(signed(said)));

    expect(fault).toBe('malformed');
    expect(message).not.toMatch(/oTEST|4200002345/);
  });
});
