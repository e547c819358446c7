import { execFile } from 'node:child_process';
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { examine } from '../../apps/mall/src/doctor-examination';
import { certificateFor } from '../../apps/wechat/src/key-files';
import { makeAuthority } from '../given/authority';
import { ask } from '../given/cluster';
import { freshDatabase } from '../given/database';
import { front, type Front, type Interject } from '../given/front';
import { freePort } from '../given/free-port';
import { Shop } from '../given/shop';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

type Settings = Record<string, string>;

const APP_SECRET = '5a0db0c5e11e70015a0db0c5e11e7001';
/** None of these may ever stand on a terminal. */
const SECRETS = [
  APP_SECRET,
  'PlayMoneyOnlyPlayMoneyOnly000001',
  'PlayMoneyOnlyV3PlayMoneyOnlyV301',
  'PlayMoneyOnlyPushPlayMoneyOnlyPushPlayMoney',
  'a token of WeChat',
  'open sesame',
  'PRIVATE KEY',
];

let shop: Shop;
let authority: Awaited<ReturnType<typeof makeAuthority>>;
const fronts: Front[] = [];
const folder = mkdtempSync(path.join(tmpdir(), 'minimall-doctor-'));
const inFolder = (name: string) => path.join(folder, name);
const inKeys = (name: string) => path.join(shop.config.DATA_DIR, 'keys', name);

/** The healthy sandbox: what every test changes a little. */
let well: Settings;

beforeAll(async () => {
  [shop, authority] = await Promise.all([Shop.open(), makeAuthority()]);
  writeFileSync(inFolder('root.pem'), authority.rootPem);
  const refunds = await before(shop.config.WECHAT_PAY_URL, {
    tls: authority.full,
    interject: wantsCertificate,
  });
  const api = await before(shop.config.WECHAT_API_URL, { interject: givesTokens });
  well = {
    PORT: String(shop.config.PORT),
    SIMULATOR_PORT: String(shop.config.SIMULATOR_PORT),
    DATA_DIR: shop.config.DATA_DIR,
    DATABASE_URL: shop.config.DATABASE_URL!,
    ADMIN_SECRET: 'open sesame',
    WECHAT_API_URL: `http://127.0.0.1:${api.port}`,
    WECHAT_PAY_REFUND_URL: `https://127.0.0.1:${refunds.port}`,
    WECHAT_CA_FILE: inFolder('root.pem'),
  };
  await plantBrokenKeys();
});

afterAll(async () => {
  await Promise.all(fronts.map((one) => one.close()));
  await shop.stop();
  rmSync(folder, { recursive: true });
});

async function before(target: string, options: Parameters<typeof front>[1]): Promise<Front> {
  const stands = await front(target, options);
  fronts.push(stands);
  return stands;
}

/** As the real host of refunds: without a client's certificate there is a page of nginx. */
const wantsCertificate: Interject = (near, answer) => {
  const shown = (near.socket as TLSSocket).getPeerCertificate().subject;
  if (shown) return false;
  answer.writeHead(400).end('<html>No required SSL certificate was sent</html>');
  return true;
};

/** The part of the mini-program API that gives access tokens. */
const givesTokens: Interject = (near, answer) => {
  if (near.url === '/cgi-bin/stable_token') {
    let body = '';
    near.on('data', (chunk: Buffer) => (body += chunk.toString()));
    near.on('end', () => {
      const { secret } = JSON.parse(body) as { secret: string };
      say(answer, secret === APP_SECRET ? { access_token: 'a token of WeChat' } : { errcode: 40125 });
    });
    return true;
  }
  if (near.url !== '/wxa/sec/order/is_trade_managed?access_token=a%20token%20of%20WeChat') return false;
  say(answer, { errcode: 0, is_trade_managed: true });
  return true;
};

function say(answer: ServerResponse, body: object): void {
  answer.writeHead(200).end(JSON.stringify(body));
}

/** `now()` finds this one before PostgreSQL's own. */
function anHourOff(sign: '+' | '-'): string {
  return `CREATE SCHEMA off;
    CREATE FUNCTION off.now() RETURNS timestamptz LANGUAGE sql STABLE AS
      $$ SELECT pg_catalog.now() ${sign} interval '1 hour' $$;
    DO $$ BEGIN
      EXECUTE format('ALTER DATABASE %I SET search_path = off, pg_catalog, public', current_database());
    END $$`;
}

async function plantBrokenKeys(): Promise<void> {
  const merchant = createPrivateKey(readFileSync(inKeys('merchant-key.pem')));
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const spki = { type: 'spki', format: 'pem' } as const;
  writeFileSync(inFolder('own.pem'), createPublicKey(merchant).export(spki));
  writeFileSync(inFolder('stranger.pem'), stranger.publicKey.export(spki));
  writeFileSync(inFolder('apiclient_cert.p12'), Buffer.from('30820ab5020103308200', 'hex'));
  const [serial, longAgo] = ['5A0DB0C5E11E70015A0DB0C5E11E70015A0DB0C5', new Date('2015-01-01T00:00:00Z')];
  const expired = await certificateFor(merchant, { name: 'merchant', serial, now: longAgo });
  writeFileSync(inFolder('expired.pem'), expired);
}

async function doctor(settings: Settings = {}, { isLive = false } = {}) {
  const lines: string[] = [];
  const exitCode = await examine({ env: { ...well, ...settings }, isLive, say: (line) => lines.push(line) });
  const text = lines.join('\n');
  expect(SECRETS.filter((secret) => text.includes(secret))).toEqual([]);
  return { exitCode, text, last: lines.at(-1) ?? '' };
}

describe('npm run doctor', () => {
  it('finds nothing wrong with a healthy sandbox', async () => {
    const { exitCode, text, last } = await doctor();

    expect(text).not.toMatch(/^[✗!·]/m);
    expect(last).toBe('\nAll is well. 一切正常。');
    expect(exitCode).toBe(0);
  });

  const PUBLIC_KEY = { WECHAT_PAY_PUBLIC_KEY_ID: 'PUB_KEY_ID_0119000000012026000000000001' };

  it.each<[string, () => Settings, RegExp]>([
    ['a wrong serial', () => ({ WECHAT_PAY_MCH_SERIAL: 'A'.repeat(40) }), /Set WECHAT_PAY_MCH_SERIAL=5A0D/],
    [
      'a swapped certificate',
      () => ({ WECHAT_PAY_MCH_CERT_FILE: inKeys('wechatpay-platform-cert.pem') }),
      /WECHAT_PAY_MCH_KEY_FILE, WECHAT_PAY_MCH_CERT_FILE/,
    ],
    [
      'an expired certificate',
      () => ({ WECHAT_PAY_MCH_CERT_FILE: inFolder('expired.pem') }),
      /Have it renewed/,
    ],
    [
      'a key file that is not there',
      () => ({ WECHAT_PAY_MCH_KEY_FILE: inFolder('none.pem') }),
      /correct WECHAT_PAY_MCH_KEY_FILE/,
    ],
    ['a p12', () => ({ WECHAT_PAY_MCH_KEY_FILE: inFolder('apiclient_cert.p12') }), /openssl pkcs12 -legacy/],
    ['a short v3 key', () => ({ WECHAT_PAY_V3_KEY: 'short' }), /WECHAT_PAY_V3_KEY must be 32 bytes/],
    ['another v3 key', () => ({ WECHAT_PAY_V3_KEY: 'x'.repeat(32) }), /Compare WECHAT_PAY_V3_KEY/],
    [
      'one key for both',
      () => ({ WECHAT_PAY_V3_KEY: 'PlayMoneyOnlyPlayMoneyOnly000001' }),
      /another API v3 key/,
    ],
    ['another v2 key', () => ({ WECHAT_PAY_V2_KEY: 'x'.repeat(32) }), /Compare WECHAT_PAY_V2_KEY/],
    [
      'the merchant’s own public key',
      () => ({ ...PUBLIC_KEY, WECHAT_PAY_PUBLIC_KEY_FILE: inFolder('own.pem') }),
      /Download pub_key\.pem/,
    ],
    [
      'a stranger’s public key',
      () => ({ ...PUBLIC_KEY, WECHAT_PAY_PUBLIC_KEY_FILE: inFolder('stranger.pem') }),
      /Compare WECHAT_PAY_PUBLIC_KEY_ID, WECHAT_PAY_PUBLIC_KEY_FILE/,
    ],
    [
      'a wrong name of the public key',
      () => ({
        WECHAT_PAY_PUBLIC_KEY_ID: 'PUB_KEY_ID_9',
        WECHAT_PAY_PUBLIC_KEY_FILE: inKeys('wechatpay-public-key.pem'),
      }),
      /Compare WECHAT_PAY_PUBLIC_KEY_ID/,
    ],
    ['another merchant number', () => ({ WECHAT_PAY_MCH_ID: '1900000002' }), /Compare WECHAT_PAY_MCH_ID/],
    ['another AppSecret', () => ({ WECHAT_APP_SECRET: 'x'.repeat(32) }), /Compare WECHAT_APP_SECRET/],
    ['an authority that is not there', () => ({ WECHAT_CA_FILE: inFolder('none.pem') }), /WECHAT_CA_FILE/],
    [
      'an authority of somebody else',
      () => ({ WECHAT_CA_FILE: inKeys('wechatpay-platform-cert.pem') }),
      /authority in WECHAT_CA_FILE/,
    ],
    [
      'no database',
      () => ({ DATABASE_URL: 'postgres://ann:open%20sesame@127.0.0.1:9/none' }),
      /DATABASE_URL/,
    ],
    ['a query in PUBLIC_URL', () => ({ PUBLIC_URL: 'http://127.0.0.1:3000?a=1' }), /Set PUBLIC_URL/],
  ])('tells %s in one next step', async (_, settings, nextStep) => {
    const { exitCode, last } = await doctor(settings());

    expect(last).toMatch(/Next step 下一步: /);
    expect(last.split('Next step')[1]).toMatch(nextStep);
    expect(exitCode).toBe(1);
  });

  it('says that nobody listens, and asks nothing more there', async () => {
    const nowhere = `http://127.0.0.1:${await freePort()}`;

    const { exitCode, text, last } = await doctor({ WECHAT_PAY_URL: nowhere });

    expect(text).toMatch(/nobody listens there \(ECONNREFUSED\)/);
    expect(text).toMatch(/^· WeChat Pay v3/m);
    expect(last).toContain('npm start');
    expect(exitCode).toBe(1);
  });

  it('[D3-10] tells a clock that is off', async () => {
    const shifted = await before(shop.config.WECHAT_API_URL, {
      interject: (_, answer) => {
        answer.writeHead(200, { date: new Date(Date.now() - 400_000).toUTCString() }).end();
        return true;
      },
    });

    const { exitCode, last, text } = await doctor({ WECHAT_API_URL: `http://127.0.0.1:${shifted.port}` });

    expect(text).toMatch(/clock is (399|40[0-9]) s ahead/);
    expect(last).toContain('NTP');
    expect(exitCode).toBe(1);
  });

  it.each([
    ['3600 s behind', 'every payment answers 503'],
    ['3600 s ahead of', 'come too early'],
  ])('tells a database whose clock is %s', async (off, why) => {
    const database = await freshDatabase();
    await ask(database.url, anHourOff(off.endsWith('behind') ? '-' : '+'));

    const { exitCode, last, text } = await doctor({ DATABASE_URL: database.url });

    expect(text).toContain(`The database's clock is ${off}`);
    expect(last).toContain(why);
    expect(exitCode).toBe(1);
  });

  it('tells a shop whose books were not verified for days', async () => {
    const database = await freshDatabase();
    await ask(
      database.url,
      `INSERT INTO timetable (name, next_at, done_at, tries, trouble)
       VALUES ('verify', now(), now() - interval '3 days', 5, 'reading did not end')`,
    );

    const { exitCode, last, text } = await doctor({ DATABASE_URL: database.url });

    expect(text).toContain('last verified 72 h ago; tried 5 times since (reading did not end)');
    expect(last).toContain('npm run verify');
    expect(exitCode).toBe(1);
  });

  it('does not take the books of the other world', async () => {
    const database = await freshDatabase();
    await ask(database.url, `INSERT INTO world (name) VALUES ('live')`);

    const { exitCode, text } = await doctor({ DATABASE_URL: database.url });

    expect(text).toContain('belongs to the live world');
    expect(exitCode).toBe(1);
    await database.drop();
  });

  it('looks at both ways to a pooled database', async () => {
    const direct = shop.config.DATABASE_URL!;
    const pooled = new URL(direct);
    pooled.searchParams.set('application_name', 'pooled');

    const both = await doctor({ DATABASE_URL: pooled.href, DATABASE_DIRECT_URL: direct });
    const one = await doctor({ DATABASE_URL: 'postgres://127.0.0.1:9/none', DATABASE_DIRECT_URL: direct });

    expect(both.exitCode).toBe(0);
    expect(one.last).toContain('database in DATABASE_URL');
  });

  it('leaves an embedded database that rests at rest', async () => {
    const { exitCode, text } = await doctor({ DATABASE_URL: '' });

    expect(text).toMatch(/Database .*not running/);
    expect(exitCode).toBe(0);
  });
});

describe('npm run doctor -- --live', () => {
  it('counts up in the sandbox what a launch still needs', async () => {
    const { exitCode, text, last } = await doctor({}, { isLive: true });

    for (const name of ['PUBLIC_URL', 'WECHAT_APP_ID', 'WECHAT_APP_SECRET', 'WECHAT_PAY_V3_KEY'])
      expect(text).toContain(`✗ ${name}`);
    expect(text).toContain('PUBLIC_URL is not https');
    expect(text).toMatch(/☐ .*request 合法域名[^☐]*request合法域名/);
    expect(last).toContain('Set WORLD=live');
    expect(exitCode).toBe(1);
  });

  it('goes on with PUBLIC_URL and the list where the settings are broken', async () => {
    const { exitCode, text, last } = await doctor(
      { WORLD: 'live', PUBLIC_URL: shop.config.PUBLIC_URL },
      { isLive: true },
    );

    expect(text).toContain('✗ WECHAT_APP_ID');
    expect(text).toMatch(/✓ PUBLIC_URL/);
    expect(text.match(/^✓ Notices/gm)).toHaveLength(4);
    expect(text.match(/^☐/gm)!.length).toBeGreaterThan(8);
    expect(last).toContain('Set WECHAT_APP_ID');
    expect(exitCode).toBe(1);
  });

  it('[D1-28] tells a notify_url that is redirected, and one behind a login', async () => {
    const walled = await before(shop.config.PUBLIC_URL, {
      interject: (near, answer) => {
        if (near.url === '/health/live') return false;
        const isV3 = near.url?.endsWith('v3');
        if (isV3) answer.writeHead(403, { 'content-type': 'text/html' }).end('<html>log in</html>');
        else answer.writeHead(301, { location: 'https://shop.example.com/elsewhere' }).end();
        return true;
      },
    });

    const { text } = await doctor({ PUBLIC_URL: `http://127.0.0.1:${walled.port}` }, { isLive: true });

    expect(text).toMatch(/pay\/notify redirects \(301\) to https:\/\/shop\.example\.com\/elsewhere/);
    expect(text).toMatch(/pay\/notify\/v3 answers 403 with a web page/);
    expect(text).toContain('WeChat follows no redirect');
  });

  it('tells a server that does not send its full chain', async () => {
    const { port } = await before(shop.config.PUBLIC_URL, { tls: authority.leafAlone });

    const { text } = await doctor({ PUBLIC_URL: `https://127.0.0.1:${port}` }, { isLive: true });

    expect(text).toContain('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
    expect(text).toContain('send the full chain');
  });

  it('ends ready as a process of its own, where all that can be tested is well', async () => {
    const secure = { tls: authority.full };
    const [door, pay, api] = await Promise.all([
      before(shop.config.PUBLIC_URL, secure),
      before(shop.config.WECHAT_PAY_URL, secure),
      before(well.WECHAT_API_URL!, secure),
    ]);
    const { WECHAT_APP_ID, WECHAT_PAY_MCH_ID, WECHAT_PAY_MCH_SERIAL } = shop.config;

    const { exitCode, out } = await spawned(['--live'], {
      ...well,
      WORLD: 'live',
      WECHAT_PAY_GATEWAY: 'v3',
      PUBLIC_URL: `https://shop.example.com:${door.port}`,
      WECHAT_API_URL: `https://127.0.0.1:${api.port}`,
      WECHAT_PAY_URL: `https://127.0.0.1:${pay.port}`,
      WECHAT_PAY_STANDBY_URL: `https://127.0.0.1:${pay.port}`,
      WECHAT_APP_ID,
      WECHAT_APP_SECRET: APP_SECRET,
      WECHAT_PAY_MCH_ID,
      WECHAT_PAY_MCH_SERIAL: WECHAT_PAY_MCH_SERIAL!,
      WECHAT_PAY_V2_KEY: 'PlayMoneyOnlyPlayMoneyOnly000001',
      WECHAT_PAY_V3_KEY: 'PlayMoneyOnlyV3PlayMoneyOnlyV301',
      WECHAT_PAY_MCH_KEY_FILE: inKeys('merchant-key.pem'),
      WECHAT_PAY_MCH_CERT_FILE: inKeys('merchant-cert.pem'),
      WECHAT_PAY_PLATFORM_CERT_FILES: inKeys('wechatpay-platform-cert.pem'),
      NODE_EXTRA_CA_CERTS: inFolder('root.pem'),
    });

    expect(out).not.toMatch(/^[✗·]/m);
    expect(out.match(/^!.*/gm)).toEqual(['! notify_url 通知地址']);
    expect(out).toMatch(/Shipping information .*managed/);
    expect(out.trimEnd().split('\n').at(-1)).toMatch(/^Ready 可以上线/);
    expect(SECRETS.filter((secret) => out.includes(secret))).toEqual([]);
    expect(exitCode).toBe(0);
  });
});

/** The built command, with these settings alone and one name that is this machine. */
function spawned(args: string[], settings: Settings): Promise<{ exitCode: unknown; out: string }> {
  const command = ['--require', path.resolve('test/given/known-names.cjs'), 'dist/apps/mall/src/doctor.js'];
  const env = { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot, ...settings };
  return new Promise((resolve) => {
    execFile(process.execPath, [...command, ...args], { env }, (error, out) =>
      resolve({ exitCode: error ? error.code : 0, out }),
    );
  });
}
