import { Random } from '@app/common';
import { createDecipheriv } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { miniProgram } from '../../../test/vectors/wechat-pay-vectors.json';
import { seal, signatureOf } from './push-letter';

type Vector = (typeof miniProgram.push)[number];

const genuine = miniProgram.push.filter(({ expected }) => expected.verdict === 'accept');

describe('the seal of a push', () => {
  it.each(genuine)('is that of the vector $id, when chance is the same', ({ config, body, padByte }) => {
    const encrypted = (JSON.parse(body) as { Encrypt: string }).Encrypt;
    const { chance, message, pad } = opened(encrypted, config);

    const sealed = seal(message, { aesKey: config.encodingAesKey, appid: config.appid, random: chance });

    expect(pad).toBe(padByte);
    expect(sealed).toBe(encrypted);
  });

  it.each([0, 1, 12, 31, 32, 33])('pads a message of any length, here %i, to blocks of 32', (length) => {
    const { config } = genuine[0]!;
    const message = 'x'.repeat(length);

    const sealed = seal(message, {
      aesKey: config.encodingAesKey,
      appid: config.appid,
      random: new Random(),
    });

    expect(Buffer.from(sealed, 'base64').length % 32).toBe(0);
    expect(opened(sealed, config)).toMatchObject({ message, appid: config.appid });
  });
});

describe('the signature of a push', () => {
  it.each(genuine)('is that of the vector $id', ({ config, query, body }) => {
    const { timestamp, nonce } = query;
    const encrypted = (JSON.parse(body) as { Encrypt: string }).Encrypt;

    expect(signatureOf(config.token, timestamp, nonce)).toBe(query.signature);
    expect(signatureOf(config.token, timestamp, nonce, encrypted)).toBe(query.msg_signature);
  });

  it.each(miniProgram.urlVerify.filter(({ expected }) => expected.verdict === 'accept'))(
    'of the address check is that of the vector $id',
    ({ token, timestamp, nonce, signature }) => {
      expect(signatureOf(token, timestamp, nonce)).toBe(signature);
    },
  );
});

/** Opens by the documented steps, and hands back the chance that went in. */
function opened(encrypted: string, { encodingAesKey }: Vector['config']) {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64');
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const plain = Buffer.concat([decipher.update(encrypted, 'base64'), decipher.final()]);
  const pad = plain.at(-1)!;
  const end = 20 + plain.readUInt32BE(16);
  const chance = new Random();
  chance.bytes = () => plain.subarray(0, 16);
  return {
    chance,
    pad,
    message: plain.toString('utf8', 20, end),
    appid: plain.toString('utf8', end, plain.length - pad),
  };
}
