import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Formatter, Rsa } from 'wechatpay-axios-plugin';
import { keys, v3 } from '../../../test/vectors/wechat-pay-vectors.json';
import {
  signV3,
  v3Authorization,
  v3Message,
  v3RequestMessage,
  verifyV3Signature,
  type V3Request,
} from './v3-sign';

const { serial, privateKeyPem: privateKey, publicKeyPem: publicKey } = keys.merchant;

/** The parameters' order is free. */
function parametersOf(authorization: string): string[] {
  const [scheme, list = ''] = authorization.split(' ');
  return [scheme!, ...list.split(',')].toSorted();
}

describe('the v3 signature of a request, by WeChat’s known answers', () => {
  it.each(v3.requestSign)('$id', ({ input, expected }) => {
    const request: V3Request = { ...input, target: input.url };
    const signer = { mchId: input.mchid, serial: input.serial, privateKey };

    expect(v3RequestMessage(request).toString()).toBe(expected.message);
    expect(signV3(v3RequestMessage(request), privateKey)).toBe(expected.signature);
    expect(parametersOf(v3Authorization(request, signer))).toEqual(parametersOf(expected.authorization));
  });

  it('[D3-2] ends in a line feed where nothing is sent', () => {
    const query: V3Request = { method: 'GET', target: '/v3/x', timestamp: '1', nonce: 'n', body: '' };

    expect(v3RequestMessage(query).toString()).toBe('GET\n/v3/x\n1\nn\n\n');
  });
});

describe('the v3 signature for wx.requestPayment, by WeChat’s known answers', () => {
  it.each(v3.paySign)('$id', ({ input, expected }) => {
    const message = v3Message([input.appId, input.timeStamp, input.nonceStr, input.package]);

    expect(message.toString()).toBe(expected.message);
    expect(signV3(message, privateKey)).toBe(expected.paySign);
  });
});

describe('the v3 signature', () => {
  const someText = fc.string({ unit: 'grapheme' });

  it('is the one that another implementation makes', () => {
    fc.assert(
      fc.property(someText, someText, someText, (target, nonce, body) => {
        const request: V3Request = { method: 'POST', target, timestamp: '1767225600', nonce, body };
        const message = Formatter.request('POST', target, '1767225600', nonce, body);
        const signature = signV3(v3RequestMessage(request), privateKey);

        expect(v3RequestMessage(request).toString()).toBe(message);
        expect(signature).toBe(Rsa.sign(message, privateKey));
        expect(
          v3Authorization(request, { mchId: keys.mchid, serial, privateKey }).split(',').toSorted(),
        ).toEqual(
          Formatter.authorization(keys.mchid, nonce, signature, '1767225600', serial).split(',').toSorted(),
        );
      }),
      { numRuns: 25 },
    );
  });

  it('is believed only over the very bytes that were signed', () => {
    const signature = signV3(v3Message(['a', '']), privateKey);

    expect(verifyV3Signature(v3Message(['a', '']), signature, publicKey)).toBe(true);
    expect(verifyV3Signature(v3Message(['a']), signature, publicKey)).toBe(false);
    expect(verifyV3Signature(v3Message(['a', '']), signature, keys.wechatpayPublicKey.publicKeyPem)).toBe(
      false,
    );
  });

  it.each(['', 'no base64 at all: 签名', 'AAAA'])(
    'is refused, and nothing thrown, where it is %j',
    (text) => {
      expect(verifyV3Signature(v3Message(['a']), text, publicKey)).toBe(false);
    },
  );
});
