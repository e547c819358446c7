import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Aes, Formatter, Rsa } from 'wechatpay-axios-plugin';
import { keys, v3 } from '../../../test/vectors/wechat-pay-vectors.json';
import { sealV3 } from './v3-aead';
import { certificatesIn, keyIn } from './v3-certificate-list';
import { signV3, v3Message } from './v3-sign';
import { WeChatAnswer } from './wechat-http';

const sealKey = keys.apiV3Key;
const [first, next] = [keys.platformCertificates[0]!, keys.platformCertificates[1]!];
const now = new Date('2026-06-01T00:00:00Z');
const years = { effective_time: '2026-01-01T00:00:00+08:00', expire_time: '2031-01-01T00:00:00+08:00' };

function lowerCased(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

describe('a list of certificates, by WeChat’s known answer', () => {
  it.each(v3.certificates)('$id', ({ now: seconds, headers, body, expected }) => {
    const known = new WeChatAnswer(200, Buffer.from(body), lowerCased(headers));

    const outcome = certificatesIn(known, { now: new Date(seconds * 1000), sealKeys: [sealKey] });

    const list = outcome.kind === 'ok' ? [...outcome.value.values()] : [];
    expect(list.map(({ serial }) => serial)).toEqual(expected.serials);
    expect(list.map(({ key }) => key.export({ type: 'spki', format: 'pem' }))).toEqual(
      expected.publicKeysPem,
    );
  });

  it.each(v3.certificates)('$id, as another implementation reads it', ({ headers, body }) => {
    const { data } = JSON.parse(body) as { data: { encrypt_certificate: Record<string, string> }[] };
    const pems = data.map(({ encrypt_certificate: { ciphertext, nonce, associated_data } }) =>
      Aes.AesGcm.decrypt(ciphertext!, sealKey, nonce!, associated_data),
    );
    const signer = pems
      .map((pem) => new X509Certificate(pem))
      .find(({ serialNumber }) => serialNumber === headers['Wechatpay-Serial'])!;

    const message = Formatter.response(headers['Wechatpay-Timestamp'], headers['Wechatpay-Nonce'], body);
    const { publicKey } = signer;
    const pem = publicKey.export({ type: 'spki', format: 'pem' }) as string;
    expect(Rsa.verify(message, headers['Wechatpay-Signature'], pem)).toBe(true);
  });
});

function row(pem: string, { key = sealKey, dates = years, algorithm = 'AEAD_AES_256_GCM' } = {}) {
  const seal = { nonce: 'fdasflkja484', associated_data: 'certificate' };
  return { ...dates, encrypt_certificate: { algorithm, ...seal, ciphertext: sealV3(pem, key, seal) } };
}

interface Said {
  status?: number;
  by?: { serial: string; privateKeyPem: string };
  at?: Date;
}

function answer(body: unknown, { status = 200, by = first, at = now }: Said = {}): WeChatAnswer {
  const text = JSON.stringify(body);
  const timestamp = String(at.getTime() / 1000);
  return new WeChatAnswer(status, Buffer.from(text), {
    'wechatpay-timestamp': timestamp,
    'wechatpay-nonce': 'nonce',
    'wechatpay-serial': by.serial,
    'wechatpay-signature': signV3(v3Message([timestamp, 'nonce', text]), by.privateKeyPem),
  });
}

function read(said: WeChatAnswer, sealKeys = [sealKey]) {
  const outcome = certificatesIn(said, { now, sealKeys });
  return outcome.kind === 'ok' ? [...outcome.value.keys()] : outcome;
}

describe('a list of certificates', () => {
  it('opens under the new v3 key and under the old one', () => {
    const fresh = 'n'.repeat(32);
    const said = answer({ data: [row(first.certificatePem), row(next.certificatePem, { key: fresh })] });

    expect(read(said, [fresh, sealKey])).toEqual([first.serial, next.serial]);
  });

  it('may be signed by any certificate in it that is valid', () => {
    const data = [row(first.certificatePem), row(next.certificatePem)];

    expect(read(answer({ data }, { by: next }))).toEqual([first.serial, next.serial]);
  });

  it('passes over what is no certificate, or is sealed in a way we do not know', () => {
    const data = [
      null,
      'text',
      {},
      { encrypt_certificate: { algorithm: 'AEAD_AES_256_GCM', nonce: 1 } },
      row('no certificate'),
      row(next.certificatePem, { algorithm: 'AEAD_SM4_GCM' }),
      row(first.certificatePem),
    ];

    expect(read(answer({ data }))).toEqual([first.serial]);
  });

  const past = { effective_time: '2020-01-01T00:00:00+08:00', expire_time: '2026-01-01T00:00:00+08:00' };
  const future = { effective_time: '2027-01-01T00:00:00+08:00', expire_time: '2031-01-01T00:00:00+08:00' };
  const good = { data: [row(first.certificatePem)] };

  it.each<[string, string, WeChatAnswer]>([
    ['is signed by none of its own', 'unknown serial', answer(good, { by: next })],
    ['is signed by somebody else', 'signature', answer(good, { by: { ...next, serial: first.serial } })],
    ['is an hour old', 'timestamp', answer(good, { at: new Date('2026-05-31T23:00:00Z') })],
    [
      'is signed by one that is over',
      'unknown serial',
      answer({ data: [row(first.certificatePem, { dates: past })] }),
    ],
    [
      'is signed by one whose time has not come',
      'unknown serial',
      answer({ data: [row(first.certificatePem, { dates: future })] }),
    ],
    [
      'is signed by one without dates',
      'unknown serial',
      answer({ data: [row(first.certificatePem, { dates: { effective_time: '', expire_time: '' } })] }),
    ],
    [
      'is sealed under another key',
      'WECHAT_PAY_V3_KEY',
      answer({ data: [row(first.certificatePem, { key: 'x'.repeat(32) })] }),
    ],
    ['is empty', 'WECHAT_PAY_V3_KEY', answer({ data: [] })],
    ['is none', 'WECHAT_PAY_V3_KEY', answer([])],
    ['is not signed', 'header missing', new WeChatAnswer(200, Buffer.from(JSON.stringify(good)), {})],
    ['comes with 500', 'HTTP 500', answer(good, { status: 500 })],
    ['comes with 204', 'header missing', answer(good, { status: 204 })],
    [
      'is refused in public-key mode',
      'RESOURCENOTEXISTS',
      answer({ code: 'RESOURCE_NOT_EXISTS' }, { status: 404 }),
    ],
    ['comes with 202', 'HTTP 202', answer(good, { status: 202 })],
  ])('that %s is not trusted: %s', (_what, cause, said) => {
    expect(read(said)).toEqual({ kind: 'unknown', cause: expect.stringContaining(cause) });
  });

  it('is refused to a merchant who may not have it', () => {
    expect(read(answer({ code: 'NO_AUTH', message: '' }, { status: 403 }))).toMatchObject({
      kind: 'rejected',
      code: 'NOAUTH',
    });
  });

  it('verifies with a certificate of its time only, found in small letters too', () => {
    const said = answer({
      data: [row(first.certificatePem), row(next.certificatePem, { dates: future })],
    });
    const outcome = certificatesIn(said, { now, sealKeys: [sealKey] });
    const list = outcome.kind === 'ok' ? outcome.value : new Map();

    expect(keyIn(list, first.serial.toLowerCase(), now)).toBeDefined();
    expect(keyIn(list, next.serial, now)).toBeUndefined();
    expect(keyIn(list, next.serial, new Date('2027-01-02T00:00:00Z'))).toBeDefined();
    expect(keyIn(list, first.serial, new Date('2031-01-01T00:00:00Z'))).toBeUndefined();
  });
});
