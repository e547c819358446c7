import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Hash } from 'wechatpay-axios-plugin';
import { v2 } from '../../../test/vectors/wechat-pay-vectors.json';
import { signV2, verifyV2, type Fields } from './v2-sign';

type SignType = Parameters<typeof signV2>[2];

describe('the v2 sign, by WeChat’s known answers', () => {
  it.each(v2.sign)('$id', ({ params, key, signType, expected }) => {
    const fields = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]));

    expect(signV2(fields, key, signType as SignType)).toBe(expected.sign);
    expect(Hash.sign(signType as SignType, { ...params }, key)).toBe(expected.sign);
  });
});

const key = v2.sign[2]!.key;
const someFields = fc.dictionary(fc.stringMatching(/^[A-Za-z_]\w{0,12}$/), fc.string({ unit: 'grapheme' }));
const someType = fc.constantFrom('MD5' as const, 'HMAC-SHA256' as const);

describe('the v2 sign', () => {
  it('does not depend on the order of the fields', () => {
    fc.assert(
      fc.property(someFields, someType, (fields, type) => {
        const reversed = Object.fromEntries(Object.entries(fields).toReversed());

        expect(signV2(reversed, key, type)).toBe(signV2(fields, key, type));
      }),
    );
  });

  it('is the one that another implementation makes', () => {
    fc.assert(
      fc.property(someFields, someType, (fields, type) => {
        expect(signV2(fields, key, type)).toBe(Hash.sign(type, { ...fields }, key));
      }),
    );
  });

  it('[D2-1] is believed only over the very fields that were signed', () => {
    fc.assert(
      fc.property(someFields, someType, fc.string({ minLength: 1 }), (fields, type, value) => {
        const signed = { ...fields, sign: signV2(fields, key, type) };

        expect(verifyV2(signed, [key])).toBe(true);
        expect(verifyV2({ ...signed, another_field: value }, [key])).toBe(false);
      }),
    );
  });
});

describe('verifying', () => {
  const fields: Fields = { appid: 'wx0f3a5c7e9b1d2468', total_fee: '1' };
  const signed = (type: 'MD5' | 'HMAC-SHA256', by = key) => ({ ...fields, sign: signV2(fields, by, type) });
  const oldKey = 'x'.repeat(32);

  it('[D2-2] tells the type by the length, and takes the old key while keys rotate', () => {
    expect(verifyV2(signed('MD5'), [key])).toBe(true);
    expect(verifyV2(signed('HMAC-SHA256'), [key])).toBe(true);
    expect(verifyV2(signed('HMAC-SHA256', oldKey), [key, oldKey])).toBe(true);
    expect(verifyV2(signed('HMAC-SHA256', oldKey), [key])).toBe(false);
  });

  it.each([
    ['no sign', fields],
    ['an empty sign', { ...fields, sign: '' }],
    ['a sign of another length', { ...fields, sign: 'A'.repeat(40) }],
    ['[D1-30] a sign of 32 characters that are more bytes', { ...fields, sign: '签'.repeat(32) }],
    ['a sign in lower case', { ...fields, sign: signV2(fields, key, 'MD5').toLowerCase() }],
  ])('refuses %s', (_what, unsigned) => {
    expect(verifyV2(unsigned, [key])).toBe(false);
  });

  it('refuses everything where no key is set', () => {
    expect(verifyV2(signed('MD5'), [])).toBe(false);
  });
});
