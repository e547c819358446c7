import { describe, expect, it } from 'vitest';
import { AppConfig, SettingsError } from './settings';

const LIVE = {
  WORLD: 'live',
  PUBLIC_URL: 'https://shop.example.com',
  WECHAT_APP_ID: 'wx0f3a5c7e9b1d2468',
  WECHAT_APP_SECRET: 'secret',
  WECHAT_PAY_MCH_ID: '1900007001',
  WECHAT_PAY_V2_KEY: '7f1c0e9a4b6d2835c1e0f9a7b4d36258',
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

  it('keeps the old key beside the new one during a rotation', () => {
    const [fresh, old] = ['a'.repeat(32), 'b'.repeat(32)];

    expect(AppConfig.from({ ...LIVE, WECHAT_PAY_V2_KEY: `${fresh},${old}` }).WECHAT_PAY_V2_KEY).toEqual([
      fresh,
      old,
    ]);
  });

  it.each(Object.keys(LIVE).filter((name) => name !== 'WORLD'))('does not go live without %s', (name) => {
    expect(() => AppConfig.from({ ...LIVE, [name]: '' })).toThrow(`WORLD=live needs ${name}.`);
  });

  it.each([
    [{ PORT: '70000' }, 'PORT'],
    [{ PORT: '3000x' }, 'PORT'],
    [{ WORLD: 'production' }, 'WORLD'],
    [{ STOCK_POLICY: 'never' }, 'STOCK_POLICY'],
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL'],
    [{ WECHAT_PAY_URL: 'https://api.mch.weixin.qq.com' }, 'WECHAT_PAY_URL'],
    [{ ...LIVE, WECHAT_PAY_URL: 'http://127.0.0.1:3001' }, 'WECHAT_PAY_URL'],
    [{ ...LIVE, PUBLIC_URL: 'http://shop.example.com' }, 'PUBLIC_URL'],
    [{ ...LIVE, WECHAT_PAY_V2_KEY: 'short' }, 'WECHAT_PAY_V2_KEY'],
  ])('refuses %j and names the setting', (env, name) => {
    expect(() => AppConfig.from(env)).toThrow(SettingsError);
    expect(() => AppConfig.from(env)).toThrow(name);
  });
});
