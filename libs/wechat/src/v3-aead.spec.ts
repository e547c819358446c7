import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Aes } from 'wechatpay-axios-plugin';
import { v3 } from '../../../test/vectors/wechat-pay-vectors.json';
import { openV3, sealV3, type Sealed } from './v3-aead';

const { AesGcm } = Aes;
describe('AEAD_AES_256_GCM, by WeChat’s known answers', () => {
  it.each(v3.aead)('$id', ({ ciphertext, associatedData, expected, ...vector }) => {
    const sealed = { nonce: vector.nonce, ciphertext, associated_data: associatedData };

    expect(openV3(sealed, [vector.key])).toBe(expected.plaintext);
    expect(expected.verdict).toBe(expected.plaintext === undefined ? 'reject' : 'accept');
    if (expected.plaintext !== undefined)
      expect(sealV3(expected.plaintext, vector.key, sealed)).toBe(ciphertext);
  });
});

const { key, nonce } = v3.aead[0]!;

describe('a sealed text', () => {
  it('is the one that another implementation makes', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: 'grapheme' }),
        (text, associated_data) => {
          const ciphertext = sealV3(text, key, { nonce, associated_data });

          expect(ciphertext).toBe(AesGcm.encrypt(text, key, nonce, associated_data));
          expect(openV3({ nonce, ciphertext, associated_data }, [key])).toBe(text);
        },
      ),
    );
  });

  it('[D3-8] says nothing once a single bit of it was changed', () => {
    const bytes = Buffer.from(sealV3('{"amount":{"total":1}}', key, { nonce }), 'base64');

    for (let at = 0; at < bytes.length; at += 1) {
      const flipped = Buffer.from(bytes);
      flipped[at]! ^= 1;
      expect(openV3({ nonce, ciphertext: flipped.toString('base64') }, [key])).toBeUndefined();
    }
  });

  it('[D3-13] may have an associated_data that is empty or missing', () => {
    const ciphertext = sealV3('text', key, { nonce, associated_data: '' });

    expect(openV3({ nonce, ciphertext }, [key])).toBe('text');
    expect(openV3({ nonce, ciphertext, associated_data: '' }, [key])).toBe('text');
  });

  it('opens under the old key too while keys rotate', () => {
    const old = 'o'.repeat(32);
    const sealed = { nonce, ciphertext: sealV3('text', old, { nonce }) };

    expect(openV3(sealed, [key, old])).toBe('text');
    expect(openV3(sealed, [key])).toBeUndefined();
    expect(openV3(sealed, [])).toBeUndefined();
  });

  it.each<[string, Partial<Sealed>, string]>([
    ['an empty nonce', { nonce: '' }, key],
    ['an empty ciphertext', { ciphertext: '' }, key],
    ['a key of another length', {}, 'short'],
  ])('stays shut, and nothing is thrown, with %s', (_what, broken, someKey) => {
    const sealed = { nonce, ciphertext: sealV3('text', key, { nonce }), ...broken };

    expect(openV3(sealed, [someKey])).toBeUndefined();
  });
});
