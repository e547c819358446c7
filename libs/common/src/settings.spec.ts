import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppConfig, SettingsError } from './settings';

const LIVE = {
  WORLD: 'live',
  PUBLIC_URL: 'https://shop.example.com',
  WECHAT_APP_ID: 'wx0f3a5c7e9b1d2468',
  WECHAT_APP_SECRET: 'secret',
  WECHAT_PAY_MCH_ID: '1900007001',
  WECHAT_PAY_GATEWAY: 'v2',
  WECHAT_PAY_V2_KEY: '7f1c0e9a4b6d2835c1e0f9a7b4d36258',
};

const { WECHAT_PAY_V2_KEY: _v2, WECHAT_PAY_GATEWAY: _usual, ...LIVE_IN_ANY } = LIVE;
/** A new merchant: he was never given a v2 key. */
const LIVE_V3 = {
  ...LIVE_IN_ANY,
  WECHAT_PAY_V3_KEY: 'Zk3mQ9vT1xYb7RsLw5NcHd2PfJ8gUa0E',
  WECHAT_PAY_MCH_SERIAL: '393141F1AC8675C6E2BAE85AF77AB8FEC1065531',
  WECHAT_PAY_MCH_KEY_FILE: 'merchant-key.pem',
  WECHAT_PAY_PLATFORM_CERT_FILES: 'platform-cert.pem',
};

describe('settings', () => {
  it('needs nothing in the sandbox, and turns to the simulator', () => {
    const config = AppConfig.from({});

    expect(config.WORLD).toBe('sandbox');
    expect(config.WECHAT_PAY_URL).toBe('http://127.0.0.1:3001');
    expect(config.PUBLIC_URL).toBe('http://127.0.0.1:3000');
  });

  it('follows the ports in the addresses it derives', () => {
    const config = AppConfig.from({ PORT: '4000', SIMULATOR_PORT: '4001' });

    expect(config.PUBLIC_URL).toBe('http://127.0.0.1:4000');
    expect(config.WECHAT_API_URL).toBe('http://127.0.0.1:4001');
  });

  it('turns to Tencent when live', () => {
    expect(AppConfig.from(LIVE).WECHAT_PAY_URL).toBe('https://api.mch.weixin.qq.com');
  });

  it.each([
    undefined,
    'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a',
    'http://127.0.0.1:8080/robot',
  ])('goes live with alerts to %s', (ALERT_WEBHOOK_URL) => {
    expect(AppConfig.from({ ...LIVE, ALERT_WEBHOOK_URL }).ALERT_WEBHOOK_URL).toBe(ALERT_WEBHOOK_URL);
  });

  it.each(['http://oapi.dingtalk.com/robot/send?access_token=secret', 'robot/secret', 'ftp://robot/secret'])(
    'does not go live with alerts to %s, and never repeats that address',
    (ALERT_WEBHOOK_URL) => {
      const start = () => AppConfig.from({ ...LIVE, ALERT_WEBHOOK_URL });

      expect(start).toThrow(/ALERT_WEBHOOK_URL/);
      expect(start).not.toThrow(/secret/);
    },
  );

  it('keeps the old key beside the new one during a rotation', () => {
    const [fresh, old] = ['a'.repeat(32), 'b'.repeat(32)];

    expect(AppConfig.from({ ...LIVE, WECHAT_PAY_V2_KEY: `${fresh},${old}` }).WECHAT_PAY_V2_KEY).toEqual([
      fresh,
      old,
    ]);
  });

  it('finds the simulator’s v3 keys in its data folder', () => {
    const config = AppConfig.from({ DATA_DIR: '/shop' });

    expect(config.WECHAT_PAY_MCH_KEY_FILE).toBe(path.resolve('/shop/keys/merchant-key.pem'));
    expect(config.WECHAT_PAY_PLATFORM_CERT_FILES).toEqual([
      path.resolve('/shop/keys/wechatpay-platform-cert.pem'),
    ]);
  });

  it('adds no other verifying key to those that are named', () => {
    const certificates = AppConfig.from({ WECHAT_PAY_PLATFORM_CERT_FILES: 'one.pem, two.pem' });
    const publicKey = AppConfig.from({
      WECHAT_PAY_PUBLIC_KEY_ID: 'PUB_KEY_ID_01',
      WECHAT_PAY_PUBLIC_KEY_FILE: 'public.pem',
    });

    expect(certificates.WECHAT_PAY_PUBLIC_KEY_ID).toBeUndefined();
    expect(certificates.WECHAT_PAY_PLATFORM_CERT_FILES).toEqual(['one.pem', 'two.pem']);
    expect(publicKey.WECHAT_PAY_PLATFORM_CERT_FILES).toEqual([]);
  });

  it.each(['x'.repeat(31), 'x'.repeat(33), '密'.repeat(32)])(
    '[D3-4] takes no v3 key that is not 32 bytes, as %s',
    (key) => {
      expect(() => AppConfig.from({ WECHAT_PAY_V3_KEY: key })).toThrow('WECHAT_PAY_V3_KEY must be 32 bytes');
    },
  );

  it('goes live without any v3 setting while new orders use v2', () => {
    expect(AppConfig.from(LIVE).WECHAT_PAY_V3_KEY).toEqual([]);
    expect(AppConfig.from(LIVE_V3).WECHAT_PAY_GATEWAY).toBe('v3');
  });

  it.each(['WECHAT_PAY_V3_KEY', 'WECHAT_PAY_MCH_SERIAL', 'WECHAT_PAY_MCH_KEY_FILE'])(
    'does not go live on v3 without %s',
    (name) => {
      expect(() => AppConfig.from({ ...LIVE_V3, [name]: '' })).toThrow(`WORLD=live needs ${name}.`);
    },
  );

  it('goes live on v3 without the serial of a certificate that it can read', () => {
    const { WECHAT_PAY_MCH_SERIAL: _unset, ...unnamed } = LIVE_V3;

    const config = AppConfig.from({ ...unnamed, WECHAT_PAY_MCH_CERT_FILE: 'merchant-cert.pem' });

    expect(config.WECHAT_PAY_MCH_SERIAL).toBeUndefined();
  });

  it('goes live on v3 with no key of WeChat in a file: its certificates can be downloaded', () => {
    const { WECHAT_PAY_PLATFORM_CERT_FILES: _unset, ...keyless } = LIVE_V3;

    const config = AppConfig.from(keyless);

    expect(config.WECHAT_PAY_PLATFORM_CERT_FILES).toEqual([]);
    expect(config.WECHAT_PAY_PUBLIC_KEY_ID).toBeUndefined();
  });

  it.each(Object.keys(LIVE).filter((name) => !['WORLD', 'WECHAT_PAY_GATEWAY'].includes(name)))(
    'does not go live without %s',
    (name) => {
      expect(() => AppConfig.from({ ...LIVE, [name]: '' })).toThrow(`WORLD=live needs ${name}.`);
    },
  );

  it.each([
    [{ PORT: '3000x' }, 'PORT'],
    [{ TRUSTED_PROXIES: '10.0.0.0/8,10.0.0.0/33' }, 'TRUSTED_PROXIES'],
    [{ WORLD: 'production' }, 'WORLD'],
    [{ STOCK_POLICY: 'never' }, 'STOCK_POLICY'],
    [{ PORT: 'abc' }, 'PORT must be a whole number from 0 to 65535, not abc'],
    [{ PORT: '70000' }, 'PORT must be a whole number from 0 to 65535, not 70000'],
    [{ ORDER_TTL_SECONDS: '5' }, 'ORDER_TTL_SECONDS must be a whole number of at least 360, not 5'],
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL must begin with postgres://'],
    [{ DATABASE_URL: 'postgres://shop:a#b@127.0.0.1/shop' }, 'DATABASE_URL contains a #'],
    [{ DATABASE_DIRECT_URL: 'postgres://shop:a/b@127.0.0.1/shop' }, 'DATABASE_DIRECT_URL contains a /'],
    [{ REDIS_URL: 'redis://:a?b@127.0.0.1:6379' }, 'REDIS_URL contains a ?'],
    [{ WECHAT_PAY_URL: 'https://api.mch.weixin.qq.com' }, 'WECHAT_PAY_URL'],
    [{ ...LIVE, WECHAT_PAY_URL: 'http://127.0.0.1:3001' }, 'WECHAT_PAY_URL'],
    [{ ...LIVE, PUBLIC_URL: 'http://shop.example.com' }, 'PUBLIC_URL'],
    [{ ...LIVE, WECHAT_PAY_V2_KEY: 'short' }, 'WECHAT_PAY_V2_KEY'],
    [{ WECHAT_PAY_GATEWAY: 'v4' }, 'WECHAT_PAY_GATEWAY'],
    [{ WECHAT_PAY_MCH_SERIAL: 'none' }, 'WECHAT_PAY_MCH_SERIAL'],
    [{ WECHAT_PAY_PUBLIC_KEY_ID: 'PUB_KEY_ID_01' }, 'WECHAT_PAY_PUBLIC_KEY_FILE'],
    [
      { ...LIVE_V3, WECHAT_PAY_PLATFORM_CERT_FILES: '', WECHAT_PAY_V3_KEY: ',' },
      'WECHAT_PAY_PLATFORM_CERT_FILES',
    ],
  ])('refuses %j and names the setting', (env, name) => {
    expect(() => AppConfig.from(env)).toThrow(SettingsError);
    expect(() => AppConfig.from(env)).toThrow(name);
  });
});
