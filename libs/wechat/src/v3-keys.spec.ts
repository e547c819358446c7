import { AppConfig } from '@app/common';
import { Logger } from '@nestjs/common';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { keys } from '../../../test/vectors/wechat-pay-vectors.json';
import { UnusableKey, V3Keys } from './v3-keys';

const folder = mkdtempSync(path.join(tmpdir(), 'v3-keys-'));
const file = (name: string) => path.join(folder, name);
const publicKey = keys.wechatpayPublicKey;
const [first, next] = [keys.platformCertificates[0]!, keys.platformCertificates[1]!];
const NOBODY = '7'.repeat(40);

beforeAll(() => {
  Logger.overrideLogger(false);
  return () => rmSync(folder, { recursive: true });
});

beforeEach(() => {
  write('merchant.pem', keys.merchant.privateKeyPem);
  write('public.pem', publicKey.publicKeyPem);
  write('first.pem', first.certificatePem);
  write('next.pem', next.certificatePem);
});

afterEach(() => {
  vi.restoreAllMocks();
});

let written = 0;

/** Each time newer than before, however fast the test is. */
function write(name: string, text: string): void {
  writeFileSync(file(name), text);
  written += 1;
  utimesSync(file(name), 1_700_000_000 + written, 1_700_000_000 + written);
}

const MERCHANT = {
  WECHAT_PAY_MCH_SERIAL: keys.merchant.serial,
  WECHAT_PAY_MCH_KEY_FILE: file('merchant.pem'),
};
const PUBLIC = { WECHAT_PAY_PUBLIC_KEY_ID: publicKey.id, WECHAT_PAY_PUBLIC_KEY_FILE: file('public.pem') };
const CERTIFICATES = { WECHAT_PAY_PLATFORM_CERT_FILES: `${file('first.pem')},${file('next.pem')}` };

function keysFor(settings: Record<string, string>): V3Keys {
  return new V3Keys(AppConfig.from({ ...MERCHANT, ...settings }));
}

describe('WeChat’s key', () => {
  it('D.3.6: is chosen by the serial that a message names, public key and certificates side by side', () => {
    const both = keysFor({ ...PUBLIC, ...CERTIFICATES });
    const pems = [publicKey.id, first.serial, next.serial].map((serial) =>
      both.ofWeChat(serial)?.export({ type: 'spki', format: 'pem' }),
    );

    expect(pems).toEqual([publicKey.publicKeyPem, first.publicKeyPem, next.publicKeyPem]);
  });

  it('may be a public key alone or certificates alone', () => {
    expect(keysFor(PUBLIC).ofWeChat(publicKey.id)).toBeDefined();
    expect(keysFor(PUBLIC).ofWeChat(first.serial)).toBeUndefined();
    expect(keysFor(CERTIFICATES).ofWeChat(first.serial)).toBeDefined();
    expect(keysFor(CERTIFICATES).ofWeChat(publicKey.id)).toBeUndefined();
  });

  it('is found by a certificate’s serial in small letters, by the public key’s id exactly', () => {
    const both = keysFor({ ...PUBLIC, ...CERTIFICATES });

    expect(both.ofWeChat(first.serial.toLowerCase())).toBeDefined();
    expect(both.ofWeChat(publicKey.id.toLowerCase())).toBeUndefined();
  });

  it.each([NOBODY, '__proto__', 'constructor', ''])('is nobody’s for the serial %j', (serial) => {
    expect(keysFor({ ...PUBLIC, ...CERTIFICATES }).ofWeChat(serial)).toBeUndefined();
  });

  it('D.3.20: is not shared between two shops in one process', () => {
    const [one, two] = [keysFor(PUBLIC), keysFor(CERTIFICATES)];

    expect(one.ofWeChat(publicKey.id)).toBeDefined();
    expect(two.ofWeChat(publicKey.id)).toBeUndefined();
  });

  it('is our fault, not the sender’s, where it may be in a file that cannot be read', () => {
    write('next.pem', '-----BEGIN CERTIFICATE-----\nnonsense');
    const both = keysFor({ ...PUBLIC, ...CERTIFICATES });

    expect(both.ofWeChat(publicKey.id)).toBeDefined();
    expect(() => both.ofWeChat(NOBODY)).toThrow(UnusableKey);
  });
});

function merchantPem(from: V3Keys): string {
  return from.merchant().key.export({ type: 'pkcs8', format: 'pem' }) as string;
}

describe('a key file', () => {
  it('is read only when its key is needed, so that the shop may start before it is there', () => {
    const late = { ...PUBLIC, WECHAT_PAY_PUBLIC_KEY_FILE: file('late.pem') };
    const early = keysFor(late);
    writeFileSync(file('late.pem'), publicKey.publicKeyPem);

    expect(early.ofWeChat(publicKey.id)).toBeDefined();
    rmSync(file('late.pem'));
  });

  it('is read again when it changes, and not before', () => {
    const current = keysFor(PUBLIC);
    const before = current.merchant();

    expect(current.merchant()).toBe(before);
    write('merchant.pem', publicKey.privateKeyPem);
    expect(merchantPem(current)).toBe(publicKey.privateKeyPem);
  });

  it('that breaks is a fault without a crash, told once, and mended when the file is', () => {
    const error = vi.spyOn(Logger.prototype, 'error');
    const current = keysFor(PUBLIC);
    write('merchant.pem', keys.merchant.privateKeyPem.slice(0, 400));

    expect(() => current.merchant()).toThrow(UnusableKey);
    expect(() => current.merchant()).toThrow(UnusableKey);

    expect(error).toHaveBeenCalledOnce();
    expect(JSON.stringify(error.mock.calls)).toContain('merchant.pem');
    expect(JSON.stringify(error.mock.calls)).not.toContain(keys.merchant.privateKeyPem.slice(60, 120));
    write('merchant.pem', keys.merchant.privateKeyPem);
    expect(merchantPem(current)).toBe(keys.merchant.privateKeyPem);
  });

  it.each<[string, () => string]>([
    ['nothing', () => ''],
    ['a public key', () => publicKey.publicKeyPem],
    [
      'a key that is not RSA',
      () =>
        generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
          type: 'pkcs8',
          format: 'pem',
        }) as string,
    ],
  ])('with %s where the merchant’s key should be is a fault', (_what, pem) => {
    write('merchant.pem', pem());

    expect(() => keysFor(PUBLIC).merchant()).toThrow(UnusableKey);
  });

  it('that is not there is a fault, and names its setting where it has no file', () => {
    const absent = keysFor({ ...PUBLIC, WECHAT_PAY_MCH_KEY_FILE: file('absent.pem') });
    const unset = new V3Keys(Object.assign(AppConfig.from({}), { WECHAT_PAY_MCH_KEY_FILE: undefined }));

    expect(() => absent.merchant()).toThrow(UnusableKey);
    expect(() => unset.merchant()).toThrow(
      expect.objectContaining({ fault: expect.stringContaining('WECHAT_PAY_MCH_KEY_FILE') as unknown }),
    );
  });
});
