import type { AppConfig } from '@app/common';
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { fault, ok, type Check, type Finding } from './doctor-check';
import { judgeApiKeys } from './doctor-credentials';
import { readKeyFile } from './doctor-key-file';
import {
  judgeMerchantCertificate,
  judgeMerchantKey,
  judgePlatformCertificate,
  judgePublicKey,
} from './doctor-keys';
import { judgeNotifyUrl } from './doctor-notify-url';

/** What can be seen without asking anybody. */
export function localChecks(config: AppConfig, now: Date, isLive: boolean): Check[] {
  return [
    {
      id: 'data-dir',
      title: { en: 'DATA_DIR', zh: '数据目录' },
      run: () => judgeFolder(config.DATA_DIR),
    },
    ...merchantChecks(config, now),
    ...wechatKeyChecks(config, now),
    {
      id: 'api-keys',
      title: { en: 'API v2 and v3 keys', zh: 'APIv2 与 APIv3 密钥' },
      run: () => judgeApiKeys(config.WECHAT_PAY_V2_KEY, config.WECHAT_PAY_V3_KEY),
    },
    {
      id: 'notify-url',
      title: { en: 'notify_url', zh: '通知地址' },
      run: () => judgeNotifyUrl(isLive ? config.PUBLIC_URL : config.notifyBase, isLive),
    },
  ];
}

/** The folder, or the nearest one above it that is there. */
function judgeFolder(dataDir: string): Finding {
  let folder = dataDir;
  while (!existsSync(folder)) folder = path.dirname(folder);
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    if (statSync(folder).isDirectory()) return ok(`${dataDir} is writable.`, '可写。');
  } catch (error) {
    return unwritable(folder, (error as NodeJS.ErrnoException).code ?? 'unknown');
  }
  return unwritable(folder, 'ENOTDIR');
}

function unwritable(folder: string, code: string): Finding {
  return fault(
    { en: `${folder} cannot be written to (${code}).`, zh: `${folder} 不可写（${code}）。` },
    {
      en: 'Give the shop’s account that folder, or name another in DATA_DIR.',
      zh: '请授予运行账号写权限，或用 DATA_DIR 指定其他目录。',
    },
  );
}

const KEY_TITLE = { en: "Merchant's key", zh: '商户私钥' };
const CERTIFICATE_TITLE = { en: "Merchant's certificate", zh: '商户证书' };

function merchantChecks(config: AppConfig, now: Date): Check[] {
  const { WECHAT_PAY_MCH_KEY_FILE: keyFile, WECHAT_PAY_MCH_CERT_FILE: certificateFile } = config;
  const key = () => readKeyFile('WECHAT_PAY_MCH_KEY_FILE', keyFile!);
  return [
    {
      id: 'merchant-key',
      title: KEY_TITLE,
      run: () =>
        keyFile ? judgeMerchantKey(key()) : missing('WECHAT_PAY_MCH_KEY_FILE', 'apiclient_key.pem'),
    },
    {
      id: 'merchant-certificate',
      title: CERTIFICATE_TITLE,
      needs: ['merchant-key'],
      run: () => {
        if (!certificateFile) return withoutCertificate(config);
        return judgeMerchantCertificate({
          certificate: readKeyFile('WECHAT_PAY_MCH_CERT_FILE', certificateFile),
          key: key(),
          serial: config.WECHAT_PAY_MCH_SERIAL,
          mchId: config.WECHAT_PAY_MCH_ID,
          now,
        });
      },
    },
  ];
}

function withoutCertificate({ WECHAT_PAY_GATEWAY }: AppConfig): Finding {
  return WECHAT_PAY_GATEWAY === 'v3'
    ? ok('none is named; v2 refunds alone need it.', '未设置；仅 v2 退款需要。')
    : missing('WECHAT_PAY_MCH_CERT_FILE', 'apiclient_cert.pem');
}

/** The shop starts without it; but money that comes too late could not go back. */
function missing(setting: string, name: string): Finding {
  return fault(
    { en: `${setting} is not set: no money could be given back.`, zh: `未设置 ${setting}：无法退款。` },
    { en: `Name ${name} in ${setting}.`, zh: `请在 ${setting} 填写 ${name}。` },
  );
}

function wechatKeyChecks(config: AppConfig, now: Date): Check[] {
  const { WECHAT_PAY_PUBLIC_KEY_FILE: publicFile, WECHAT_PAY_MCH_KEY_FILE: ownFile } = config;
  const own = () => (ownFile ? readKeyFile('WECHAT_PAY_MCH_KEY_FILE', ownFile) : undefined);
  const certificates = config.WECHAT_PAY_PLATFORM_CERT_FILES.map((file, index): Check => ({
    id: `platform-certificate-${index + 1}`,
    title: { en: 'Platform certificate', zh: '微信支付平台证书' },
    run: () => judgePlatformCertificate(readKeyFile('WECHAT_PAY_PLATFORM_CERT_FILES', file), own(), now),
  }));
  if (!publicFile) return certificates;
  const publicKey: Check = {
    id: 'public-key',
    title: { en: "WeChat Pay's public key", zh: '微信支付公钥' },
    run: () => judgePublicKey(readKeyFile('WECHAT_PAY_PUBLIC_KEY_FILE', publicFile), own()),
  };
  return [publicKey, ...certificates];
}
