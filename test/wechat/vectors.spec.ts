import { execFile } from 'node:child_process';
import { createPublicKey, X509Certificate } from 'node:crypto';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { Aes, Formatter, Hash, Rsa, Transformer } from 'wechatpay-axios-plugin';
import { bill, keys, miniProgram, v2, v3 } from '../vectors/wechat-pay-vectors.json';

type Fields = Record<string, string>;
interface Named {
  id: string;
}

/** Each group of known answers, and the words before the id in the names of the tests that run it. */
const RUN_BY: readonly (readonly [group: string, vectors: readonly Named[], names: readonly string[]])[] = [
  ['v2.sign', v2.sign, ['the v2 sign, by WeChat’s known answers']],
  [
    'v2.paySign',
    v2.paySign,
    [
      'the parameters of wx.requestPayment, by WeChat’s known answers',
      'another message that our key signed is no notice > the paySign that a shopper holds:',
    ],
  ],
  ['v2.requestXml', v2.requestXml, ['the request of WeChat’s known answers']],
  ['v2.payNotify', v2.payNotify, ['payment notices, by WeChat’s known answers']],
  ['v2.refundNotify', v2.refundNotify, ['refund notices of v2, by WeChat’s known answers']],
  ['v3.requestSign', v3.requestSign, ['the v3 signature of a request, by WeChat’s known answers']],
  [
    'v3.paySign',
    v3.paySign,
    [
      'the v3 signature for wx.requestPayment, by WeChat’s known answers',
      'the parameters of wx.requestPayment, by WeChat’s known answers',
    ],
  ],
  ['v3.verify', v3.verify, ['an answer of v3, by WeChat’s known answers']],
  ['v3.aead', v3.aead, ['AEAD_AES_256_GCM, by WeChat’s known answers']],
  ['v3.notify', v3.notify, ['a notice of v3, by WeChat’s known answers']],
  ['v3.certificates', v3.certificates, ['a list of certificates, by WeChat’s known answer']],
  [
    'miniProgram.sessionSignature',
    miniProgram.sessionSignature,
    ['a signature under the session_key, by WeChat’s known answers'],
  ],
  ['miniProgram.urlVerify', miniProgram.urlVerify, ['the check of our address, by WeChat’s known answers']],
  ['miniProgram.push', miniProgram.push, ['a pushed message, by WeChat’s known answers']],
  ['bill', bill, ['a trade bill, by WeChat’s known answers']],
];

/** Where the names above stand. */
const SPECS = (
  'v2-sign v2-gateway v2-xml v2-notice v2-refund-notice bill push-message session-signature ' +
  'v3-sign v3-gateway v3-authentic v3-aead v3-notice v3-certificate-list'
)
  .split(' ')
  .map((name) => `libs/wechat/src/${name}.spec.ts`);

describe('every known answer of WeChat’s is run by a test of its name:', () => {
  let names: string[];
  beforeAll(async () => {
    const script = path.join(__dirname, 'collected-tests.mjs');
    const { stdout } = await promisify(execFile)(process.execPath, [script, ...SPECS]);
    names = JSON.parse(stdout) as string[];
  });

  it.each(RUN_BY)('%s', (_group, vectors, runBy) => {
    const missing = runBy.flatMap((words) =>
      vectors.filter(({ id }) => !names.some((name) => isOf(name, words, id))).map(({ id }) => id),
    );

    expect(vectors.length).toBeGreaterThan(0);
    expect(missing).toEqual([]);
  });

  it('and no group of the file is left out', () => {
    const groups = Object.entries({ v2, v3, miniProgram }).flatMap(([part, all]) =>
      Object.keys(all).map((group) => `${part}.${group}`),
    );

    expect(RUN_BY.map(([group]) => group)).toEqual([...groups, 'bill']);
    expect(RUN_BY.flatMap(([, vectors]) => vectors)).toHaveLength(127);
  });
});

/** A text that is filled into a name stands between quotes there, and a long one is cut. */
function isOf(name: string, words: string, id: string): boolean {
  const parts = name.replaceAll("'", '').split(/ > |: /);
  const isWhole = (part: string) => part === id || (part.endsWith('…') && id.startsWith(part.slice(0, -1)));
  return name.startsWith(words) && parts.some(isWhole);
}

const certificates = keys.platformCertificates.map(
  ({ certificatePem }) => new X509Certificate(certificatePem),
);
const known = new Map([
  [keys.wechatpayPublicKey.id, createPublicKey(keys.wechatpayPublicKey.publicKeyPem)],
  ...certificates.map(({ serialNumber, publicKey }) => [serialNumber, publicKey] as const),
]);

/** Whether the plugin believes who signed it; clock and probes are not its business. */
function isSigned({ headers, body }: { headers: object; body: string }): boolean {
  const said = headers as Fields;
  const key = known.get(said['Wechatpay-Serial'] ?? '');
  const message = Formatter.response(said['Wechatpay-Timestamp'] ?? '', said['Wechatpay-Nonce'] ?? '', body);
  return key !== undefined && Rsa.verify(message, said['Wechatpay-Signature'] ?? '', Rsa.from(key, 'public'));
}

/** Other reasons for a refusal than a signature: the plugin's pure helpers do not look at them. */
const OF_THE_SIGNATURE = ['signature', 'probe', 'unknown serial', 'header missing'];
const isSigners = ({ expected }: { expected: { reason?: string } }) =>
  expected.reason === undefined || OF_THE_SIGNATURE.includes(expected.reason);

describe('wechatpay-axios-plugin finds the same', () => {
  const signed = [...v2.sign, ...v2.paySign] as {
    id: string;
    params: Fields;
    key: string;
    signType: 'MD5' | 'HMAC-SHA256';
    expected: { sign: string };
  }[];

  it.each(signed)('sign for $id', ({ params, key, signType, expected }) => {
    expect(Hash.sign(signType, { ...params }, key)).toBe(expected.sign);
  });

  it.each(v2.requestXml)('fields in $id', ({ params, xml }) => {
    expect({ ...Transformer.toObject(xml) }).toEqual(params);
  });

  it.each(v2.payNotify.filter(({ expected }) => expected.reason === 'signature' || !expected.reason))(
    'verdict on $id',
    ({ body, key, expected }) => {
      const { sign = '', ...fields } = Transformer.toObject(body) as Fields;
      const type = sign.length === 32 ? 'MD5' : 'HMAC-SHA256';

      expect(Hash.sign(type, fields, key) === sign).toBe(expected.verdict === 'accept');
    },
  );

  it.each(v2.refundNotify.filter(({ expected }) => expected.plaintext))(
    'plain text in $id',
    ({ reqInfo, key, expected }) => {
      expect(Aes.AesEcb.decrypt(String(reqInfo), Hash.md5(key))).toBe(expected.plaintext);
    },
  );

  it.each(v3.requestSign)('message and signature for $id', ({ input, expected }) => {
    const { method, url, timestamp, nonce, body } = input;
    const message = Formatter.request(method, url, timestamp, nonce, body);

    expect(message).toBe(expected.message);
    expect(Rsa.sign(message, keys.merchant.privateKeyPem)).toBe(expected.signature);
  });

  it.each(v3.paySign)('message and signature for $id', ({ input, expected }) => {
    const { appId, timeStamp, nonceStr } = input;
    const message = Formatter.joinedByLineFeed(appId, timeStamp, nonceStr, input.package);

    expect(message).toBe(expected.message);
    expect(Rsa.sign(message, keys.merchant.privateKeyPem)).toBe(expected.paySign);
  });

  it.each(v3.verify.filter(isSigners))('verdict on $id', (vector) => {
    expect(isSigned(vector)).toBe(vector.expected.verdict === 'accept');
  });

  it.each(v3.notify.filter(isSigners))('verdict on the notice $id', (vector) => {
    expect(isSigned(vector)).toBe(vector.expected.verdict === 'accept');
  });

  it.each(v3.aead)('plain text in $id, or none', ({ ciphertext, key, nonce, associatedData, expected }) => {
    const opened = () => Aes.AesGcm.decrypt(ciphertext, key, nonce, associatedData);

    if (expected.verdict === 'reject') expect(opened).toThrow();
    else expect(opened()).toBe(expected.plaintext);
  });

  it.each(v3.certificates)('certificates in $id', ({ body, expected }) => {
    const { data } = JSON.parse(body) as { data: { encrypt_certificate: Fields }[] };
    const opened = data.map(({ encrypt_certificate: { ciphertext, nonce, associated_data } }) =>
      Aes.AesGcm.decrypt(ciphertext!, keys.apiV3Key, nonce!, associated_data),
    );

    expect(opened.map((pem) => new X509Certificate(pem).serialNumber)).toEqual(expected.serials);
  });
});
