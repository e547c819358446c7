import type { AppConfig } from '@app/common';
import { readFileSync, statSync } from 'node:fs';
import { fault, type Finding } from './doctor-check';

type FileSetting = Extract<keyof AppConfig, `WECHAT_PAY_${string}_FILE${string}`>;

/** A key file as it lies there; `code` where it cannot be read. */
export interface KeyFile {
  setting: FileSetting;
  path: string;
  bytes: Buffer;
  code?: string;
  /** Every account of this machine may read it. */
  isOpen: boolean;
}

export function readKeyFile(setting: FileSetting, path: string): KeyFile {
  try {
    const isOpen = process.platform !== 'win32' && (statSync(path).mode & 0o004) !== 0;
    return { setting, path, bytes: readFileSync(path), isOpen };
  } catch (error) {
    return { setting, path, bytes: Buffer.alloc(0), isOpen: false, code: (error as { code?: string }).code };
  }
}

export type Content = 'private key' | 'encrypted key' | 'public key' | 'certificate' | 'p12' | 'unknown';

/** What a file is by its first look; several in one file are what the first one is. */
export function contentOf(bytes: Buffer): Content {
  const [, label = ''] = /-----BEGIN ([A-Z0-9 ]+)-----/.exec(bytes.toString('latin1')) ?? [];
  if (label.includes('ENCRYPTED') || bytes.includes('Proc-Type: 4,ENCRYPTED')) return 'encrypted key';
  if (label.endsWith('PRIVATE KEY')) return 'private key';
  if (label.endsWith('PUBLIC KEY')) return 'public key';
  if (label.endsWith('CERTIFICATE')) return 'certificate';
  return label === '' && isP12(bytes) ? 'p12' : 'unknown';
}

/** DER: one long sequence that begins with the version number 3. */
function isP12(bytes: Buffer): boolean {
  return bytes[0] === 0x30 && bytes.subarray(2, 9).includes(Buffer.from([0x02, 0x01, 0x03]));
}

const CALLED: Record<Content, string> = {
  'private key': '私钥',
  'encrypted key': '加密的私钥',
  'public key': '公钥',
  certificate: '证书',
  p12: 'p12 证书包',
  unknown: '无法识别的文件',
};

/** Why the file is not what its setting asks for, or nothing. */
export function contentFault(file: KeyFile, wanted: 'private key' | 'public key' | 'certificate') {
  const { setting, path, code, bytes } = file;
  if (code) return unreadable(file, code);
  const content = contentOf(bytes);
  if (content === wanted) return undefined;
  return fault(
    {
      en: `${setting} must hold a PEM ${wanted}, and ${path} holds ${content === 'unknown' ? 'something else' : `a ${content}`}.`,
      zh: `${setting} 应为 PEM 格式的${CALLED[wanted]}，而 ${path} 是${CALLED[content]}。`,
    },
    remedy(content, wanted, setting),
  );
}

function unreadable({ setting, path }: KeyFile, code: string): Finding {
  return fault(
    { en: `${path} cannot be read (${code}).`, zh: `无法读取 ${path}（${code}）。` },
    {
      en: `Put the file there, readable for the shop's account, or correct ${setting}; a sandbox makes its own with npm start.`,
      zh: `请放好该文件并允许运行账号读取，或更正 ${setting}；沙箱由 npm start 生成。`,
    },
  );
}

/** The passphrase of a p12 is the merchant number; WeChat's are too old for OpenSSL 3 without -legacy. */
const P12_PARTS = { 'private key': '-nocerts -nodes', certificate: '-clcerts -nokeys' };

function remedy(content: Content, wanted: string, setting: string) {
  if (content === 'p12' && wanted !== 'public key') {
    const parts = P12_PARTS[wanted as keyof typeof P12_PARTS];
    const name = wanted === 'certificate' ? 'apiclient_cert.pem' : 'apiclient_key.pem';
    const command = `openssl pkcs12 -legacy -in apiclient_cert.p12 ${parts} -out ${name}`;
    return {
      en: `Take ${name} of the same download, or run "${command}" (the passphrase is the merchant number), and name it in ${setting}.`,
      zh: `请改用同一下载包中的 ${name}，或执行 "${command}"（密码为商户号），并填入 ${setting}。`,
    };
  }
  if (content === 'encrypted key') {
    const command = 'openssl pkey -in apiclient_key.pem -out plain_key.pem';
    return {
      en: `Take the passphrase off with "${command}" and name the new file in ${setting}.`,
      zh: `请用 "${command}" 去掉密码，并把新文件填入 ${setting}。`,
    };
  }
  return {
    en: `Name ${HOLDS[setting] ?? 'the right file'} in ${setting}.`,
    zh: `请把 ${HOLDS[setting] ?? '正确的文件'} 填入 ${setting}。`,
  };
}

/** As WeChat's downloads call them. */
const HOLDS: Record<string, string> = {
  WECHAT_PAY_MCH_KEY_FILE: 'apiclient_key.pem',
  WECHAT_PAY_MCH_CERT_FILE: 'apiclient_cert.pem',
  WECHAT_PAY_PUBLIC_KEY_FILE: 'pub_key.pem',
  WECHAT_PAY_PLATFORM_CERT_FILES: 'wechatpay_*.pem',
};
