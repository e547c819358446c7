import { AppConfig, Clock, Random } from '@app/common';
import { Logger } from '@nestjs/common';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { keys } from '../../../test/vectors/wechat-pay-vectors.json';
import { MerchantCertificate } from './merchant-certificate';
import { MerchantSignature } from './merchant-signature';
import { UnusableKey } from './unusable-key';
import { V3Certificates } from './v3-certificates';
import { V3Keys } from './v3-keys';
import { WeChatHttp } from './wechat-http';

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

const PUBLIC = { WECHAT_PAY_PUBLIC_KEY_ID: publicKey.id, WECHAT_PAY_PUBLIC_KEY_FILE: file('public.pem') };
const CERTIFICATES = { WECHAT_PAY_PLATFORM_CERT_FILES: `${file('first.pem')},${file('next.pem')}` };

function keysFor(settings: Record<string, string>): V3Keys {
  const config = AppConfig.from(settings);
  const [clock, random] = [new Clock(config), new Random()];
  const merchant = new MerchantSignature(config, clock, random, new MerchantCertificate(config));
  return new V3Keys(config, new V3Certificates(config, new WeChatHttp(config, random), clock, merchant));
}

describe('WeChat’s key', () => {
  it('[D3-6] is chosen by the serial that a message names, public key and certificates side by side', () => {
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

  it('[D3-20] is not shared between two shops in one process', () => {
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

describe('a key file', () => {
  it('is read only when its key is needed, so that the shop may start before it is there', () => {
    const late = { ...PUBLIC, WECHAT_PAY_PUBLIC_KEY_FILE: file('late.pem') };
    const early = keysFor(late);
    writeFileSync(file('late.pem'), publicKey.publicKeyPem);

    expect(early.ofWeChat(publicKey.id)).toBeDefined();
    rmSync(file('late.pem'));
  });

  it('[F17] is read again when it changes, and not before', () => {
    const current = keysFor({ WECHAT_PAY_PLATFORM_CERT_FILES: file('first.pem') });
    const before = current.ofWeChat(first.serial);

    expect(current.ofWeChat(first.serial)).toBe(before);
    write('first.pem', next.certificatePem);
    expect(current.ofWeChat(next.serial)).toBeDefined();
    expect(current.ofWeChat(first.serial)).toBeUndefined();
  });

  it('that breaks is a fault without a crash, told once, and mended when the file is', () => {
    const error = vi.spyOn(Logger.prototype, 'error');
    const current = keysFor(CERTIFICATES);
    write('first.pem', first.certificatePem.slice(0, 400));

    expect(() => current.ofWeChat(first.serial)).toThrow(UnusableKey);
    expect(() => current.ofWeChat(first.serial)).toThrow(UnusableKey);

    expect(error).toHaveBeenCalledOnce();
    expect(JSON.stringify(error.mock.calls)).toContain('first.pem');
    write('first.pem', first.certificatePem);
    expect(current.ofWeChat(first.serial)).toBeDefined();
  });
});
