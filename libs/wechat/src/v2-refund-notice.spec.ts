import { createCipheriv } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Aes } from 'wechatpay-axios-plugin';
import { keys, v2 } from '../../../test/vectors/wechat-pay-vectors.json';
import { NoticeRejected } from './pay-gateway';
import type { RefundNotice } from './refund-gateway';
import { readV2RefundNotice } from './v2-refund-notice';
import { refundNoticeKey } from './v2-sign';
import { writeXml } from './v2-xml';

const key = keys.apiV2Key;
const STATES = { SUCCESS: 'success', CHANGE: 'abnormal', REFUNDCLOSE: 'closed' };

function read(body: string | Buffer, sealKeys = [key]): RefundNotice {
  return readV2RefundNotice(Buffer.from(body), { appId: keys.appid, mchId: keys.mchid, keys: sealKeys });
}

describe('refund notices of v2, by WeChat’s known answers', () => {
  const accepted = v2.refundNotify.filter(({ expected }) => expected.verdict === 'accept');
  const refused = v2.refundNotify.filter(({ expected }) => expected.verdict === 'reject');

  it.each(accepted)('$id', ({ body, reqInfo, expected: { fields, plaintext }, aesKey }) => {
    const state = STATES[fields?.refund_status as keyof typeof STATES];

    const notice = read(body);

    expect(notice).toEqual({
      kind: 'claim',
      eventKey: `${fields?.refund_id} ${state}`,
      claim: {
        orderNo: fields?.out_trade_no,
        transactionId: fields?.transaction_id,
        outRefundNo: fields?.out_refund_no,
        refundId: fields?.refund_id,
        totalFen: 12990,
        refundFen: 4990,
        state,
      },
    });
    expect(refundNoticeKey(key)).toBe(aesKey);
    expect(Aes.AesEcb.decrypt(reqInfo, String(aesKey))).toBe(plaintext);
  });

  it.each(refused)('$id', ({ body }) => {
    expect(() => read(body)).toThrow(NoticeRejected);
  });
});

const facts = {
  transaction_id: '4200002345202601016789012345',
  out_trade_no: '26010108AB12CD34EF56',
  refund_id: '50300001232026010112345678901',
  out_refund_no: 'R26010108AB12CD34EF56',
  total_fee: '1999',
  refund_fee: '999',
  refund_status: 'SUCCESS',
};
const outer = { return_code: 'SUCCESS', appid: keys.appid, mch_id: keys.mchid, nonce_str: 'n' };

function rootOf(fields: object): string {
  return writeXml({ ...fields })
    .replace('<xml>', '<root>')
    .replace('</xml>', '</root>');
}

function messageWith(plain: string, envelope: object = outer): string {
  const cipher = createCipheriv('aes-256-ecb', refundNoticeKey(key), null);
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64');
  return writeXml({ ...envelope, req_info: sealed });
}

describe('a refund notice of v2', () => {
  it('[D2-12] needs no sign, and proves nothing: it is a claim', () => {
    expect(read(messageWith(rootOf(facts)))).toMatchObject({ kind: 'claim', claim: { refundFen: 999 } });
  });

  it('[D1-16] is one event in every repeat, and another in each state', () => {
    const done = read(messageWith(rootOf(facts)));
    const repeated = read(messageWith(rootOf(facts), { ...outer, nonce_str: 'another' }));
    const closed = read(messageWith(rootOf({ ...facts, refund_status: 'REFUNDCLOSE' })));

    expect(repeated.eventKey).toBe(done.eventKey);
    expect(closed.eventKey).not.toBe(done.eventKey);
  });

  it('[D1-18] of a refund made in the portal is a claim like any other', () => {
    const portal = { ...facts, refund_request_source: 'VENDOR_PLATFORM', out_refund_no: '201802@1' };

    expect(read(messageWith(rootOf(portal)))).toMatchObject({ claim: { outRefundNo: '201802@1' } });
  });

  it.each(Array.from({ length: 16 }, (_, bytes) => bytes))(
    '[D2-13] opens with %i bytes in the last block of its plain text',
    (bytes) => {
      const plain = rootOf({ ...facts, refund_recv_accout: '' });
      const account = '0'.repeat((32 + bytes - (plain.length % 16)) % 16);
      const padded = rootOf({ ...facts, refund_recv_accout: account });

      expect(Buffer.byteLength(padded) % 16).toBe(bytes);
      expect(read(messageWith(padded)).kind).toBe('claim');
    },
  );

  it('opens under the old key while keys rotate', () => {
    expect(read(messageWith(rootOf(facts)), ['n'.repeat(32), key]).kind).toBe('claim');
  });

  it.each<[string, string]>([
    ['another root', messageWith(writeXml(facts))],
    ['missing fields', messageWith('<root><refund_id>1</refund_id></root>')],
    ['a DTD', messageWith(`<!DOCTYPE root>${rootOf(facts)}`)],
    ['a repeated field', messageWith(rootOf(facts).replace('</root>', '<refund_fee>1</refund_fee></root>'))],
    ['a status nobody knows', messageWith(rootOf({ ...facts, refund_status: 'SETTLED' }))],
    ['a status that is no news', messageWith(rootOf({ ...facts, refund_status: 'PROCESSING' }))],
    ['an amount in yuan', messageWith(rootOf({ ...facts, refund_fee: '9.99' }))],
    ['an order number that is none', messageWith(rootOf({ ...facts, out_trade_no: 'a b' }))],
    ['nothing to decrypt', writeXml(outer)],
    ['another merchant around it', messageWith(rootOf(facts), { ...outer, mch_id: '1900000000' })],
    ['another app around it', messageWith(rootOf(facts), { ...outer, appid: 'wx0000000000000000' })],
    ['a FAIL around it', messageWith(rootOf(facts), { ...outer, return_code: 'FAIL' })],
    ['no XML', '{}'],
  ])('is refused with %s', (_what, body) => {
    expect(() => read(body)).toThrow(NoticeRejected);
  });
});
