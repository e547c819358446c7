import { AppConfig } from '@app/common';
import { createPublicKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeKeys } from '../../apps/wechat/src/keys';

let config: AppConfig;
let keys: string;
beforeEach(() => {
  config = AppConfig.from({ DATA_DIR: mkdtempSync(path.join(tmpdir(), 'minimall-keys-')) });
  keys = path.join(config.DATA_DIR, 'keys');
});
afterEach(() => rmSync(config.DATA_DIR, { recursive: true, force: true }));

const read = (name: string) => readFileSync(path.join(keys, name), 'utf8');
const files = () => readdirSync(keys).filter((name) => name.endsWith('.pem'));
const all = () => Object.fromEntries(files().map((name) => [name, read(name)]));
const publicPart = (name: string) => createPublicKey(read(name)).export({ type: 'spki', format: 'pem' });

describe('the simulator’s keys', () => {
  it('are made before anybody can call, and two starts find the same', async () => {
    await makeKeys(config);
    const first = all();

    await makeKeys(config);

    expect(Object.keys(first).toSorted()).toEqual([
      'merchant-cert.pem',
      'merchant-key.pem',
      'simulator-ca-key.pem',
      'simulator-ca.pem',
      'simulator-tls-cert.pem',
      'simulator-tls-key.pem',
      'wechatpay-platform-cert.pem',
      'wechatpay-platform-key.pem',
      'wechatpay-private-key.pem',
      'wechatpay-public-key.pem',
    ]);
    expect(all()).toEqual(first);
  });

  it('fit each other, carry the serials that were agreed, and are good for years', async () => {
    const ring = await makeKeys(config);

    const merchant = new X509Certificate(read('merchant-cert.pem'));
    const platform = new X509Certificate(read('wechatpay-platform-cert.pem'));

    expect(merchant.serialNumber).toBe(config.WECHAT_PAY_MCH_SERIAL);
    expect(platform.serialNumber).toMatch(/^[4-7][0-9A-F]{39}$/);
    expect(ring.certificate.serial).toBe(platform.serialNumber);
    expect(ring.publicKey.serial).toBe(config.WECHAT_PAY_PUBLIC_KEY_ID);
    expect(publicPart('merchant-cert.pem')).toBe(publicPart('merchant-key.pem'));
    expect(publicPart('wechatpay-platform-cert.pem')).toBe(publicPart('wechatpay-platform-key.pem'));
    expect(read('wechatpay-public-key.pem')).toBe(publicPart('wechatpay-private-key.pem'));
    expect(merchant.publicKey.asymmetricKeyDetails?.modulusLength).toBe(2048);
    expect(platform.verify(platform.publicKey)).toBe(true);
    const years = (ring.certificate.validTo.getTime() - Date.now()) / (365 * 24 * 3600 * 1000);
    expect(years).toBeGreaterThan(4.9);
    expect(years).toBeLessThan(5);
  });

  it.skipIf(process.platform === 'win32')('let nobody else read a private part', async () => {
    await makeKeys(config);

    const open = files().filter((name) => (statSync(path.join(keys, name)).mode & 0o077) !== 0);

    expect(open.toSorted()).toEqual([
      'merchant-cert.pem',
      'simulator-ca.pem',
      'simulator-tls-cert.pem',
      'wechatpay-platform-cert.pem',
      'wechatpay-public-key.pem',
    ]);
  });

  it('are completed, not made anew, after a start that was killed halfway', async () => {
    await makeKeys(config);
    const { 'merchant-key.pem': merchantKey, 'wechatpay-public-key.pem': publicKey } = all();
    for (const name of ['merchant-cert.pem', 'wechatpay-public-key.pem']) rmSync(path.join(keys, name));

    await makeKeys(config);

    expect(read('merchant-key.pem')).toBe(merchantKey);
    expect(read('wechatpay-public-key.pem')).toBe(publicKey);
    expect(publicPart('merchant-cert.pem')).toBe(publicPart('merchant-key.pem'));
  });

  it('belong to a merchant who brings his own', async () => {
    await makeKeys(config);
    const own = AppConfig.from({
      DATA_DIR: path.join(config.DATA_DIR, 'elsewhere'),
      WECHAT_PAY_MCH_KEY_FILE: path.join(keys, 'merchant-key.pem'),
      WECHAT_PAY_MCH_CERT_FILE: path.join(keys, 'merchant-cert.pem'),
      WECHAT_PAY_PLATFORM_CERT_FILES: path.join(config.DATA_DIR, 'copy.pem'),
    });

    const ring = await makeKeys(own);

    const [merchantKey] = ring.merchantKeys(own.WECHAT_PAY_MCH_SERIAL!);
    expect(merchantKey!.export({ type: 'spki', format: 'pem' })).toBe(publicPart('merchant-key.pem'));
    expect(readdirSync(path.join(own.DATA_DIR, 'keys'))).not.toContain('merchant-key.pem');
    expect(ring.publicKey.serial).toMatch(/^PUB_KEY_ID_\d+$/);
  });
});
