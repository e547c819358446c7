import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ownCertificate } from '../given/keys';
import { Shop } from '../given/shop';
import { Customers, statusesOf } from './customers';

const [NEW, OLD] = ['N'.repeat(32), 'o'.repeat(32)];

let shop: Shop;

afterEach(async () => {
  expect(await shop.breaches()).toEqual([]);
});

const holdKey = (version: string, index: number) => shop.simulator.post('/sim/hold-key', { version, index });

const sign = (signer: string) => shop.simulator.post('/sim/sign', { with: signer });

/** The file of the next one, which signs from now on. */
async function rotatePlatformCertificate(): Promise<string> {
  return (await shop.simulator.post('/sim/rotate', { what: 'platform-certificate' })).body.file;
}

/** Everybody who was in the shop meanwhile has bought, all is paid, and nothing was started anew. */
async function expectAllPaid(customers: Customers): Promise<void> {
  const purchases = await customers.leave();

  expect(await statusesOf(shop, purchases)).toEqual([2]);
  expect(purchases.length).toBeGreaterThanOrEqual(8);
}

describe('[F17] while v2 orders are being paid', () => {
  beforeAll(async () => {
    shop = await Shop.open({
      WECHAT_PAY_GATEWAY: 'v2',
      WECHAT_PAY_V2_KEY: `${NEW},${OLD}`,
      MAX_OPEN_ORDERS: '0',
    });
  });
  afterAll(() => shop.stop());

  it('the v2 key changes at WeChat', async () => {
    await holdKey('v2', 1);
    const customers = await Customers.enter(shop);
    await customers.buyMore();

    await holdKey('v2', 0);
    await customers.buyMore();

    await expectAllPaid(customers);
  });
});

describe('[F17] while v3 orders are being paid', () => {
  beforeAll(async () => {
    shop = await Shop.open({
      WECHAT_PAY_GATEWAY: 'v3',
      WECHAT_PAY_V3_KEY: `${NEW},${OLD}`,
      MAX_OPEN_ORDERS: '0',
    });
    await holdKey('v3', 1);
  });
  afterAll(() => shop.stop());

  it('the v3 key changes at WeChat', async () => {
    const customers = await Customers.enter(shop);
    await customers.buyMore();

    await holdKey('v3', 0);
    await customers.buyMore();

    await expectAllPaid(customers);
  });

  it('the merchant’s key and certificate are replaced on the disk', async () => {
    const { WECHAT_PAY_MCH_KEY_FILE: keyFile, WECHAT_PAY_MCH_CERT_FILE: certFile } = shop.config;
    const next = await ownCertificate('5'.repeat(40));
    const customers = await Customers.enter(shop);
    await customers.buyMore();

    writeFileSync(keyFile!, next.key);
    await customers.buyMore(2);
    writeFileSync(certFile!, next.cert);
    await customers.buyMore();

    await expectAllPaid(customers);
  });

  it('notices go from the certificate over to the public key', async () => {
    await sign('certificate');
    const customers = await Customers.enter(shop);
    await customers.buyMore();

    await sign('mixed');
    await customers.buyMore();
    await sign('public_key');
    await customers.buyMore();

    await expectAllPaid(customers);
  });

  it('the platform certificate gets a successor, which the merchant puts beside it', async () => {
    await sign('certificate');
    const file = shop.config.WECHAT_PAY_PLATFORM_CERT_FILES[0]!;
    const customers = await Customers.enter(shop);
    await customers.buyMore();

    const successor = await rotatePlatformCertificate();
    await customers.buyMore();
    writeFileSync(file, readFileSync(successor));
    await customers.buyMore();

    await expectAllPaid(customers);
  });
});

describe('[F17] while v3 orders are being paid by a merchant without any key of WeChat’s in a file', () => {
  beforeAll(async () => {
    shop = await Shop.open({ WECHAT_PAY_GATEWAY: 'v3', MAX_OPEN_ORDERS: '0' });
    await shop.reopen({
      WECHAT_PAY_PUBLIC_KEY_ID: undefined,
      WECHAT_PAY_PUBLIC_KEY_FILE: undefined,
      WECHAT_PAY_PLATFORM_CERT_FILES: [],
    });
    await sign('certificate');
  });
  afterAll(() => shop.stop());

  it('the platform certificate gets a successor, which is downloaded within a minute', async () => {
    const customers = await Customers.enter(shop);
    await customers.buyMore();

    await rotatePlatformCertificate();
    await shop.later(61);
    await customers.buyMore();

    await expectAllPaid(customers);
  });
});
