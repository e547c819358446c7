import path from 'node:path';
import type { WeChatSettings } from './settings-wechat';
import { isEveryHost, isLoopback, lanAddress } from './this-machine';

export type World = 'sandbox' | 'live';

/** The settings by which a world is told. */
interface WorldlySettings extends WeChatSettings {
  WORLD: World;
  PUBLIC_URL: string;
  IMAGE_URL: string;
  ALERT_WEBHOOK_URL?: string;
}

/** What the simulator's merchant is called; play money, so no secret. */
const SIMULATED_MERCHANT = {
  WECHAT_APP_ID: 'wx5a0db0c5e11e7001',
  WECHAT_APP_SECRET: '5a0db0c5e11e70015a0db0c5e11e7001',
  WECHAT_PAY_MCH_ID: '1900000001',
  WECHAT_PAY_V2_KEY: 'PlayMoneyOnlyPlayMoneyOnly000001',
  WECHAT_PAY_V3_KEY: 'PlayMoneyOnlyV3PlayMoneyOnlyV301',
  WECHAT_PAY_MCH_SERIAL: '5A0DB0C5E11E70015A0DB0C5E11E70015A0DB0C5',
  WECHAT_PUSH_TOKEN: 'PlayMoneyOnly',
  WECHAT_PUSH_AES_KEY: 'PlayMoneyOnlyPushPlayMoneyOnlyPushPlayMoney',
  WECHAT_TEMPLATE_SHIPPED: 'PlayMoneyOnlyTemplateShippedPlayMoneyOnly01',
};

type Given = Record<string, string>;

/** The settings that differ between the worlds, before anything is checked. */
export function worldDefaults(given: Given): Given {
  return given.WORLD === 'live' ? liveDefaults() : sandboxDefaults(given);
}

function sandboxDefaults(given: Given): Given {
  const simulator = `http://127.0.0.1:${given.SIMULATOR_PORT ?? 3001}`;
  const keys = path.resolve(given.DATA_DIR ?? 'data', 'keys');
  return {
    ...SIMULATED_MERCHANT,
    ...(namesVerifyingKeys(given) ? {} : simulatedVerifyingKeys(keys)),
    WECHAT_PAY_MCH_KEY_FILE: path.join(keys, 'merchant-key.pem'),
    WECHAT_PAY_MCH_CERT_FILE: path.join(keys, 'merchant-cert.pem'),
    PUBLIC_URL: `http://${hostForOthers(given.HOST)}:${given.PORT ?? 3000}`,
    WECHAT_API_URL: simulator,
    WECHAT_PAY_URL: simulator,
    WECHAT_PAY_REFUND_URL: `https://127.0.0.1:${given.SIMULATOR_TLS_PORT ?? 3002}`,
    WECHAT_CA_FILE: path.join(keys, 'simulator-ca.pem'),
  };
}

/** Under what name others reach a sandbox that listens there. */
export function hostForOthers(host = '127.0.0.1'): string {
  if (isEveryHost(host)) return lanAddress() ?? '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

/** Whoever names one of these has said how WeChat's messages are verified, and none of the others is added. */
function namesVerifyingKeys(given: Given): boolean {
  return ['WECHAT_PAY_PUBLIC_KEY_ID', 'WECHAT_PAY_PUBLIC_KEY_FILE', 'WECHAT_PAY_PLATFORM_CERT_FILES'].some(
    (name) => given[name],
  );
}

/** The simulator makes these files at its first start. */
function simulatedVerifyingKeys(keys: string): Given {
  return {
    WECHAT_PAY_PUBLIC_KEY_ID: 'PUB_KEY_ID_0119000000012026000000000001',
    WECHAT_PAY_PUBLIC_KEY_FILE: path.join(keys, 'wechatpay-public-key.pem'),
    WECHAT_PAY_PLATFORM_CERT_FILES: path.join(keys, 'wechatpay-platform-cert.pem'),
  };
}

function liveDefaults(): Given {
  return {
    WECHAT_API_URL: 'https://api.weixin.qq.com',
    WECHAT_PAY_URL: 'https://api.mch.weixin.qq.com',
    WECHAT_PAY_STANDBY_URL: 'https://api2.mch.weixin.qq.com',
    WECHAT_PAY_REFUND_URL: 'https://api.mch.weixin.qq.com',
  };
}

const LIVE_NEEDS = ['PUBLIC_URL', 'WECHAT_APP_ID', 'WECHAT_APP_SECRET', 'WECHAT_PAY_MCH_ID'] as const;

const LIVE_NEEDS_FOR_V2 = ['WECHAT_PAY_V2_KEY'] as const;

const LIVE_NEEDS_FOR_V3 = ['WECHAT_PAY_V3_KEY', 'WECHAT_PAY_MCH_KEY_FILE'] as const;

/** One sentence, where a live shop lacks a setting that nothing can stand in for. */
export function missingFault(given: Given): string | undefined {
  if (given.WORLD !== 'live') return undefined;
  const [missing] = missingForLive(given);
  return missing ? `WORLD=live needs ${missing}.` : undefined;
}

/** What a live shop needs and is not given, whatever world the settings mean. */
export function missingForLive(given: Partial<Given>): string[] {
  const forPay = given.WECHAT_PAY_GATEWAY === 'v2' ? LIVE_NEEDS_FOR_V2 : liveNeedsForV3(given);
  const needs = [...LIVE_NEEDS, ...forPay];
  return needs.filter((name) => !given[name]?.trim());
}

/** The merchant's certificate says its serial. */
function liveNeedsForV3({ WECHAT_PAY_MCH_CERT_FILE: certificate }: Partial<Given>): readonly string[] {
  return certificate ? LIVE_NEEDS_FOR_V3 : [...LIVE_NEEDS_FOR_V3, 'WECHAT_PAY_MCH_SERIAL'];
}

/** One sentence, where the settings mix two worlds. */
export function worldFault(config: WorldlySettings): string | undefined {
  return config.WORLD === 'live' ? liveFault(config) : sandboxFault(config);
}

function liveFault(config: WorldlySettings): string | undefined {
  const hosts = { PUBLIC_URL: config.PUBLIC_URL, IMAGE_URL: config.IMAGE_URL, ...wechatHosts(config) };
  const plain = Object.entries(hosts).find(([, url]) => new URL(url).protocol !== 'https:');
  if (plain) return `WORLD=live needs https in ${plain[0]}, not ${plain[1]}.`;
  // Its address is a secret, which no log may learn.
  return config.ALERT_WEBHOOK_URL !== undefined && isOpenTo(config.ALERT_WEBHOOK_URL)
    ? 'WORLD=live needs https in ALERT_WEBHOOK_URL.'
    : undefined;
}

/** Whoever is on the way can read it. */
function isOpenTo(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol !== 'https:' && !isLoopback(hostname);
}

function sandboxFault(config: WorldlySettings): string | undefined {
  const foreign = Object.entries(wechatHosts(config)).find(([, url]) => !isLoopback(new URL(url).hostname));
  return foreign && `WORLD=sandbox calls loopback hosts only, not ${foreign[0]}=${foreign[1]}.`;
}

function wechatHosts(config: WorldlySettings): Given {
  const { WECHAT_API_URL, WECHAT_PAY_URL, WECHAT_PAY_REFUND_URL, WECHAT_PAY_STANDBY_URL } = config;
  const standby = WECHAT_PAY_STANDBY_URL ? { WECHAT_PAY_STANDBY_URL } : undefined;
  return { WECHAT_API_URL, WECHAT_PAY_URL, WECHAT_PAY_REFUND_URL, ...standby };
}
