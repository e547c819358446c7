import { createCipheriv } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { keys, v2 } from '../../../test/vectors/wechat-pay-vectors.json';
import { NoticeRejected } from './pay-gateway';
import { readRefundNotice } from './v2-refund-notice';
import { refundNoticeKey } from './v2-sign';
import { writeXml } from './v2-xml';

const key = keys.apiV2Key;

describe('refund notices, by WeChat’s known answers', () => {
  it.each(v2.refundNotify)('$id', ({ body, expected, aesKey }) => {
    if (expected.verdict === 'accept') {
      expect({ ...readRefundNotice(Buffer.from(body), [key]) }).toEqual(expected.fields);
      expect(refundNoticeKey(key)).toBe(aesKey);
    } else {
      expect(() => readRefundNotice(Buffer.from(body), [key])).toThrow(NoticeRejected);
    }
  });
});

function notice(plain: string): Buffer {
  const cipher = createCipheriv('aes-256-ecb', refundNoticeKey(key), null);
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64');
  return Buffer.from(writeXml({ return_code: 'SUCCESS', req_info: sealed }));
}

describe('a refund notice', () => {
  it('opens under the old key while keys rotate', () => {
    const { body } = v2.refundNotify[0]!;

    expect(readRefundNotice(Buffer.from(body), ['n'.repeat(32), key]).refund_status).toBe('SUCCESS');
  });

  it.each([
    ['another root', '<xml><refund_id>1</refund_id></xml>'],
    ['missing fields', '<root><refund_id>1</refund_id></root>'],
    ['a DTD', '<!DOCTYPE root><root><refund_id>1</refund_id></root>'],
  ])('is refused for %s inside', (_what, plain) => {
    expect(() => readRefundNotice(notice(plain), [key])).toThrow(NoticeRejected);
  });

  it('is refused without anything to decrypt', () => {
    const empty = Buffer.from(writeXml({ return_code: 'SUCCESS' }));

    expect(() => readRefundNotice(empty, [key])).toThrow(NoticeRejected);
  });
});
