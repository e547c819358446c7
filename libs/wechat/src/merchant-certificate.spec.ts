import { AppConfig } from '@app/common';
import { Logger } from '@nestjs/common';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { keys } from '../../../test/vectors/wechat-pay-vectors.json';
import { MerchantCertificate } from './merchant-certificate';
import { UnusableKey } from './unusable-key';

const folder = mkdtempSync(path.join(tmpdir(), 'merchant-certificate-'));
const file = (name: string) => path.join(folder, name);
const today = keys.merchant;
/** Any other RSA pair stands for the merchant's next one. */
const next = keys.platformCertificates[0]!;
const FILES = {
  WECHAT_PAY_MCH_KEY_FILE: file('key.pem'),
  WECHAT_PAY_MCH_CERT_FILE: file('cert.pem'),
};
const unknownSerial = '7'.repeat(40);

beforeAll(() => {
  Logger.overrideLogger(false);
  return () => rmSync(folder, { recursive: true });
});

beforeEach(() => {
  write('key.pem', today.privateKeyPem);
  write('cert.pem', today.certificatePem);
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** As certificates are replaced: whole, and of the same age, so that the disk alone tells them apart. */
function write(name: string, text: string): void {
  writeFileSync(file('half'), text);
  utimesSync(file('half'), 1_700_000_000, 1_700_000_000);
  renameSync(file('half'), file(name));
}

function certificateFor(settings: Record<string, string>): MerchantCertificate {
  return new MerchantCertificate(AppConfig.from({ WECHAT_PAY_MCH_SERIAL: unknownSerial, ...settings }));
}

/** Who signs, by serial and key. */
function signerOf(from: MerchantCertificate): [string, unknown] {
  const { serial, key } = from.signer();
  return [serial, key.export({ type: 'pkcs8', format: 'pem' })];
}

describe('the serial under which calls are signed', () => {
  it('is the certificate’s, whatever the settings say', () => {
    expect(signerOf(certificateFor(FILES))).toEqual([today.serial, today.privateKeyPem]);
  });

  it('is the settings’, where no certificate can be read', () => {
    const alone = certificateFor({ ...FILES, WECHAT_PAY_MCH_CERT_FILE: file('absent.pem') });

    expect(signerOf(alone)).toEqual([unknownSerial, today.privateKeyPem]);
  });

  it('is the settings’, where the certificate was never this key’s and is not the one they name', () => {
    write('cert.pem', next.certificatePem);

    expect(signerOf(certificateFor(FILES))).toEqual([unknownSerial, today.privateKeyPem]);
    const named = certificateFor({ ...FILES, WECHAT_PAY_MCH_SERIAL: next.serial });
    expect(() => named.signer()).toThrow(UnusableKey);
  });

  it('is needed', () => {
    const config = AppConfig.from({ ...FILES, WECHAT_PAY_MCH_CERT_FILE: file('absent.pem') });
    const nameless = new MerchantCertificate(Object.assign(config, { WECHAT_PAY_MCH_SERIAL: undefined }));

    expect(() => nameless.signer()).toThrow(
      expect.objectContaining({ fault: expect.stringContaining('WECHAT_PAY_MCH_SERIAL') as unknown }),
    );
  });
});

describe('[F17] a rotation', () => {
  const first = ['key.pem', 'cert.pem'] as const;

  it.each([
    ['key', first],
    ['certificate', first.toReversed()],
  ])('is followed when both files are there; until then the last pair signs, %s first', (_which, files) => {
    const error = vi.spyOn(Logger.prototype, 'error');
    const current = certificateFor(FILES);
    const texts = { 'key.pem': next.privateKeyPem, 'cert.pem': next.certificatePem };
    const seen = [signerOf(current)];

    for (const name of files as (keyof typeof texts)[]) {
      write(name, texts[name]);
      seen.push(signerOf(current), signerOf(current));
    }

    const [before, after] = [
      [today.serial, today.privateKeyPem],
      [next.serial, next.privateKeyPem],
    ];
    expect(seen).toEqual([before, before, before, after, after]);
    expect(error).toHaveBeenCalledOnce();
  });

  it('that is half written changes nothing yet', () => {
    const current = certificateFor(FILES);
    const before = signerOf(current);

    for (const [name, text] of [
      ['cert.pem', next.certificatePem.slice(0, 300)],
      ['key.pem', next.privateKeyPem.slice(0, 300)],
    ] as const) {
      write(name, text);
      expect(signerOf(current)).toEqual(before);
    }
  });

  it('shows the new pair to hosts that ask for one, never one of each', () => {
    const current = certificateFor(FILES);
    const before = current.read();
    write('key.pem', next.privateKeyPem);
    const between = current.read();
    write('cert.pem', next.certificatePem);
    const after = current.read();

    expect(between).toBe(before);
    expect(before).toMatchObject({ cert: Buffer.from(today.certificatePem) });
    expect(after).toMatchObject({
      cert: Buffer.from(next.certificatePem),
      key: Buffer.from(next.privateKeyPem),
    });
    expect(after.version).not.toBe(before.version);
  });

  it('of the key alone is followed, where there is no certificate', () => {
    const alone = certificateFor({ ...FILES, WECHAT_PAY_MCH_CERT_FILE: file('absent.pem') });
    const before = alone.signer().key;

    expect(alone.signer().key).toBe(before);
    write('key.pem', next.privateKeyPem);
    expect(signerOf(alone)).toEqual([unknownSerial, next.privateKeyPem]);
  });
});

describe('a file of the merchant’s', () => {
  it('that is broken is a fault without a crash, told once, and mended when the file is', () => {
    const error = vi.spyOn(Logger.prototype, 'error');
    write('key.pem', today.privateKeyPem.slice(0, 400));
    const current = certificateFor(FILES);

    expect(() => current.signer()).toThrow(UnusableKey);
    expect(() => current.read()).toThrow(UnusableKey);

    expect(error).toHaveBeenCalledOnce();
    expect(JSON.stringify(error.mock.calls)).toContain('WECHAT_PAY_MCH_KEY_FILE');
    expect(JSON.stringify(error.mock.calls)).not.toContain(today.privateKeyPem.slice(60, 120));
    write('key.pem', today.privateKeyPem);
    expect(signerOf(current)).toEqual([today.serial, today.privateKeyPem]);
  });

  it.each<[string, () => string]>([
    ['nothing', () => ''],
    ['a public key', () => today.publicKeyPem],
    [
      'a key that is not RSA',
      () =>
        generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
          type: 'pkcs8',
          format: 'pem',
        }) as string,
    ],
  ])('with %s where the key should be is a fault', (_what, pem) => {
    write('key.pem', pem());

    expect(() => certificateFor(FILES).signer()).toThrow(UnusableKey);
  });

  it.each([
    ['the key', { WECHAT_PAY_MCH_KEY_FILE: undefined }, 'WECHAT_PAY_MCH_KEY_FILE'],
    ['the certificate', { WECHAT_PAY_MCH_CERT_FILE: undefined }, 'WECHAT_PAY_MCH_CERT_FILE'],
    ['what is there', { WECHAT_PAY_MCH_CERT_FILE: file('absent.pem') }, 'absent.pem'],
  ])('names itself where %s is missing and a host asks for it', (_which, unset, name) => {
    const without = new MerchantCertificate(Object.assign(AppConfig.from(FILES), unset));

    expect(() => without.read()).toThrow(
      expect.objectContaining({ fault: expect.stringContaining(name) as unknown }),
    );
  });
});
