import type { AppConfig } from './settings';

/** What the simulator's merchant is called; play money, so no secret. */
const SIMULATED_MERCHANT = {
  WECHAT_APP_ID: 'wx5a0db0c5e11e7001',
  WECHAT_APP_SECRET: '5a0db0c5e11e70015a0db0c5e11e7001',
  WECHAT_PAY_MCH_ID: '1900000001',
  WECHAT_PAY_V2_KEY: 'PlayMoneyOnlyPlayMoneyOnly000001',
};

type Given = Record<string, string>;

/** The settings that differ between the worlds, before anything is checked. */
export function worldDefaults(given: Given): Given {
  return given.WORLD === 'live' ? liveDefaults() : sandboxDefaults(given);
}

function sandboxDefaults(given: Given): Given {
  const simulator = `http://127.0.0.1:${given.SIMULATOR_PORT ?? 3001}`;
  return {
    ...SIMULATED_MERCHANT,
    PUBLIC_URL: `http://127.0.0.1:${given.PORT ?? 3000}`,
    WECHAT_API_URL: simulator,
    WECHAT_PAY_URL: simulator,
  };
}

function liveDefaults(): Given {
  return {
    WECHAT_API_URL: 'https://api.weixin.qq.com',
    WECHAT_PAY_URL: 'https://api.mch.weixin.qq.com',
  };
}

const LIVE_NEEDS = [
  'PUBLIC_URL',
  'WECHAT_APP_ID',
  'WECHAT_APP_SECRET',
  'WECHAT_PAY_MCH_ID',
  'WECHAT_PAY_V2_KEY',
] as const;

/** One sentence, where a live shop lacks a setting that nothing can stand in for. */
export function missingFault(given: Given): string | undefined {
  const missing = given.WORLD === 'live' && LIVE_NEEDS.find((name) => !given[name]);
  return missing ? `WORLD=live needs ${missing}.` : undefined;
}

/** One sentence, where the settings mix two worlds. */
export function worldFault(config: AppConfig): string | undefined {
  return config.WORLD === 'live' ? liveFault(config) : sandboxFault(config);
}

function liveFault(config: AppConfig): string | undefined {
  const hosts = { PUBLIC_URL: config.PUBLIC_URL, ...wechatHosts(config) };
  const plain = Object.entries(hosts).find(([, url]) => new URL(url).protocol !== 'https:');
  return plain && `WORLD=live needs https in ${plain[0]}, not ${plain[1]}.`;
}

function sandboxFault(config: AppConfig): string | undefined {
  const foreign = Object.entries(wechatHosts(config)).find(([, url]) => !isLoopback(new URL(url).hostname));
  return foreign && `WORLD=sandbox calls loopback hosts only, not ${foreign[0]}=${foreign[1]}.`;
}

function wechatHosts({ WECHAT_API_URL, WECHAT_PAY_URL }: AppConfig): Given {
  return { WECHAT_API_URL, WECHAT_PAY_URL };
}

export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
