import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { keys } from '../../../test/vectors/wechat-pay-vectors.json';
import { certificateFor } from '../../wechat/src/key-files';
import type { Finding } from './doctor-check';
import { contentOf, type KeyFile } from './doctor-key-file';
import {
  judgeMerchantCertificate,
  judgeMerchantKey,
  judgePlatformCertificate,
  judgePublicKey,
  type MerchantPapers,
} from './doctor-keys';

const { merchant, wechatpayPublicKey, platformCertificates } = keys;
const platform = platformCertificates[0]!;
const MCH_ID = '1900000000';
/** The vectors' certificates are of this day and live ten years. */
const issued = new Date(new X509Certificate(merchant.certificatePem).validFrom);
const daysLater = (days: number) => new Date(issued.getTime() + days * 24 * 3600 * 1000);
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const short = generateKeyPairSync('rsa', { modulusLength: 1024 });
const pem = (key: typeof ec.privateKey) => key.export({ type: 'pkcs8', format: 'pem' }) as string;
const encrypted = short.privateKey.export({
  type: 'pkcs8',
  format: 'pem',
  cipher: 'aes-256-cbc',
  passphrase: MCH_ID,
}) as string;
/** As every PKCS#12 begins. */
const p12 = Buffer.from([0x30, 0x82, 0x0a, 0xb5, 0x02, 0x01, 0x03, 0x30, 0x82]);

function file(content: string | Buffer, over: Partial<KeyFile> = {}): KeyFile {
  return {
    setting: 'WECHAT_PAY_MCH_KEY_FILE',
    path: 'apiclient.pem',
    bytes: Buffer.from(content),
    isOpen: false,
    ...over,
  };
}

const saidBy = (finding: Finding) =>
  [finding.kind, finding.seen.en, finding.kind === 'ok' ? '' : finding.todo.en].join(' ');

describe('what a file is', () => {
  it.each([
    ['private key', merchant.privateKeyPem],
    ['encrypted key', encrypted],
    ['public key', merchant.publicKeyPem],
    ['certificate', merchant.certificatePem],
    ['p12', p12],
    ['unknown', 'MIIEvQ'],
    ['unknown', ''],
  ])('is seen: %s', (content, bytes) => {
    expect(contentOf(Buffer.from(bytes))).toBe(content);
  });
});

describe('the merchant’s key', () => {
  it.each([
    [merchant.privateKeyPem, {}, /^ok/],
    [merchant.privateKeyPem, { isOpen: true }, /^advice .*chmod 600 apiclient\.pem/],
    ['', { code: 'EACCES' }, /^fault .*cannot be read \(EACCES\).*WECHAT_PAY_MCH_KEY_FILE/],
    [p12, {}, /^fault .*p12.*apiclient_key\.pem.*openssl pkcs12 -legacy .*-nocerts/],
    [encrypted, {}, /^fault .*openssl pkey/],
    [merchant.certificatePem, {}, /^fault .*holds a certificate.*apiclient_key\.pem/],
    ['nothing', {}, /^fault .*something else/],
    [pem(ec.privateKey), {}, /^fault .*not RSA 2048/],
    [pem(short.privateKey), {}, /^fault .*not RSA 2048/],
    [merchant.privateKeyPem.replace(/\n.{20}/, '\n'), {}, /^fault .*damaged/],
  ])('[D2-11] is judged, case %#', (content, over, said) => {
    expect(saidBy(judgeMerchantKey(file(content, over)))).toMatch(said);
  });
});

function judge(over: Partial<MerchantPapers> = {}): string {
  const papers: MerchantPapers = {
    certificate: file(merchant.certificatePem, { setting: 'WECHAT_PAY_MCH_CERT_FILE' }),
    key: file(merchant.privateKeyPem),
    serial: merchant.serial,
    mchId: MCH_ID,
    now: daysLater(1),
    ...over,
  };
  return saidBy(judgeMerchantCertificate(papers));
}

describe('the merchant’s certificate', () => {
  let foreign: string;
  let stale: string;
  beforeAll(async () => {
    const subject = { name: 'merchant', serial: merchant.serial, now: daysLater(0) };
    foreign = await certificateFor(createPrivateKey(platform.privateKeyPem), subject);
    stale = await certificateFor(createPrivateKey(merchant.privateKeyPem), {
      ...subject,
      now: daysLater(-6 * 365),
    });
  });

  it('is well where it belongs to key, serial, merchant and day', () => {
    expect(judge()).toMatch(/^ok/);
    expect(judge({ serial: merchant.serial.toLowerCase() })).toMatch(/^ok/);
    expect(judge({ serial: undefined })).toMatch(/^ok/);
  });

  it('of another key is told by a signature that it does not verify', () => {
    expect(judge({ certificate: file(foreign) })).toMatch(/^fault .*two different pairs/);
  });

  it('of another serial is told with the right one', () => {
    expect(judge({ serial: platform.serial })).toMatch(
      new RegExp(`^fault WECHAT_PAY_MCH_SERIAL .*Set WECHAT_PAY_MCH_SERIAL=${merchant.serial}`),
    );
  });

  it('of another merchant is told with his number', () => {
    expect(judge({ mchId: '1900000009' })).toMatch(/^fault .*merchant 1900000000.*WECHAT_PAY_MCH_ID/);
  });

  it('is told before, shortly before and after its time', () => {
    expect(judge({ now: daysLater(-2) })).toMatch(/^fault .*not valid before.*clock/);
    expect(judge({ now: daysLater(3650 - 20) })).toMatch(/^advice .*expires in \d+ days/);
    expect(judge({ now: daysLater(3660) })).toMatch(/^fault .*expired on/);
    expect(judge({ certificate: file(stale) })).toMatch(/^fault .*expired on/);
  });

  it('that is a key or a p12 is told', () => {
    expect(judge({ certificate: file(merchant.privateKeyPem) })).toMatch(/^fault .*holds a private key/);
    expect(judge({ certificate: file(p12) })).toMatch(/^fault .*openssl pkcs12 .*-clcerts -nokeys/);
  });
});

describe('WeChat’s own', () => {
  const own = file(merchant.privateKeyPem);

  it.each([
    [wechatpayPublicKey.publicKeyPem, /^ok/],
    [merchant.publicKeyPem, /^fault .*merchant's own public key.*pub_key\.pem/],
    [merchant.privateKeyPem, /^fault .*holds a private key/],
    [platform.certificatePem, /^fault .*holds a certificate/],
    [ec.publicKey.export({ type: 'spki', format: 'pem' }) as string, /^fault .*not RSA/],
  ])('public key is judged, case %#', (content, said) => {
    expect(saidBy(judgePublicKey(file(content), own))).toMatch(said);
  });

  it('public key is judged without a key of the merchant, or with a broken one', () => {
    expect(saidBy(judgePublicKey(file(merchant.publicKeyPem), undefined))).toMatch(/^ok/);
    expect(saidBy(judgePublicKey(file(wechatpayPublicKey.publicKeyPem), file('broken')))).toMatch(/^ok/);
  });

  it.each([
    [platform.certificatePem, 1, /^ok serial 5C15/],
    [merchant.certificatePem, 1, /^fault .*merchant's own/],
    [platform.certificatePem, 3660, /^fault .*expired/],
    [platform.certificatePem, 3640, /^advice .*expires/],
    [wechatpayPublicKey.publicKeyPem, 1, /^fault .*holds a public key/],
  ])('certificate is judged, case %#', (content, days, said) => {
    expect(saidBy(judgePlatformCertificate(file(content), own, daysLater(days)))).toMatch(said);
  });
});
