import { createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { keys, v3 } from '../../../test/vectors/wechat-pay-vectors.json';
import { openV3, type Sealed } from './v3-aead';
import { authenticV3, Unproven, type V3Message } from './v3-authentic';
import { signV3, v3Message } from './v3-sign';

const { id, publicKeyPem, privateKeyPem } = keys.wechatpayPublicKey;
const known = new Map<string, KeyObject>([
  [id, createPublicKey(publicKeyPem)],
  ...keys.platformCertificates.map(
    ({ serial, certificatePem }) => [serial, new X509Certificate(certificatePem).publicKey] as const,
  ),
]);

interface Vector {
  now: number;
  headers: object;
  body: string;
}

/** As Node hands it over: header names in lower case, the body as bytes. */
function messageOf({ headers, body }: Vector): V3Message {
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return { headers: Object.fromEntries(lower) as V3Message['headers'], body: Buffer.from(body) };
}

function verdictOn(message: V3Message, now: number): string {
  try {
    const body = authenticV3(message, {
      now: new Date(now * 1000),
      keyOf: (serial) => known.get(serial),
    });
    return body === message.body ? 'accept' : 'another body';
  } catch (error) {
    if (error instanceof Unproven) return error.message;
    throw error;
  }
}

describe('an answer of v3, by WeChat’s known answers', () => {
  it.each(v3.verify)('$id', (vector) => {
    const { verdict, reason } = vector.expected;

    expect(verdictOn(messageOf(vector), vector.now)).toContain(reason ?? verdict);
  });
});

describe('a list of certificates, by WeChat’s known answers', () => {
  it.each(v3.certificates)('$id', (vector) => {
    const message = messageOf(vector);
    const { data } = JSON.parse(vector.body) as {
      data: { serial_no: string; encrypt_certificate: Sealed }[];
    };
    const opened = new Map(
      data.map(({ serial_no, encrypt_certificate }) => [
        serial_no,
        new X509Certificate(openV3(encrypt_certificate, [keys.apiV3Key])!),
      ]),
    );

    const body = authenticV3(message, {
      now: new Date(vector.now * 1000),
      keyOf: (serial) => opened.get(serial)?.publicKey,
    });

    expect(body).toBe(message.body);
    expect([...opened.keys()]).toEqual(vector.expected.serials);
    for (const [serial, { serialNumber }] of opened) expect(serialNumber).toBe(serial);
    expect([...opened.values()].map((one) => one.publicKey.export({ type: 'spki', format: 'pem' }))).toEqual(
      vector.expected.publicKeysPem,
    );
  });
});

describe('a message of v3', () => {
  const at = 1767225600;
  const signed = (body: Buffer, timestamp = String(at)): V3Message => ({
    headers: {
      'wechatpay-timestamp': timestamp,
      'wechatpay-nonce': 'nonce',
      'wechatpay-serial': id,
      'wechatpay-signature': signV3(v3Message([timestamp, 'nonce', body]), privateKeyPem),
    },
    body,
  });

  it.each(['wechatpay-timestamp', 'wechatpay-nonce', 'wechatpay-signature', 'wechatpay-serial'])(
    '[D3-12] is refused where %s comes twice, as a list or joined, is empty or missing',
    (name) => {
      const message = signed(Buffer.from('{}'));
      const value = String(message.headers[name]);
      const verdicts = [[value, value], `${value}, ${value}`, '', undefined].map((forged) =>
        verdictOn({ ...message, headers: { ...message.headers, [name]: forged } }, at),
      );

      expect(verdicts.map((verdict) => verdict.split(':')[0])).toEqual([
        'header repeated',
        'header repeated',
        'header missing',
        'header missing',
      ]);
    },
  );

  it('[D3-22] is verified over its bytes, with a byte-order mark and without being text at all', () => {
    expect(verdictOn(signed(Buffer.from('\uFEFF{}')), at)).toBe('accept');
    expect(verdictOn(signed(Buffer.from([0xff, 0xfe, 0x00])), at)).toBe('accept');
  });

  it('[D3-10] tells by how much a clock is wrong', () => {
    expect(verdictOn(signed(Buffer.from('{}')), at + 361)).toBe('timestamp is 361 s behind our clock');
    expect(verdictOn(signed(Buffer.from('{}')), at - 361)).toBe('timestamp is -361 s behind our clock');
  });

  it.each(['1e9', '', '-1', ' 1767225600', 'Infinity', '0x6955B900'])(
    'is refused with the timestamp %j, rightly signed as it is',
    (timestamp) => {
      expect(verdictOn(signed(Buffer.from('{}'), timestamp), at)).toMatch(/^(timestamp|header missing)/);
    },
  );
});
