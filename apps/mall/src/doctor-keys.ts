import { signV3, verifyV3Signature } from '@app/wechat';
import { createPrivateKey, createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';
import { advice, fault, ok, type Finding } from './doctor-check';
import { contentFault, type KeyFile } from './doctor-key-file';

const DAY_MS = 24 * 3600 * 1000;
const WARN_DAYS = 30;
const API_SECURITY = 'pay.weixin.qq.com → 账户中心 → API安全';

/** The merchant's private key. */
export function judgeMerchantKey(file: KeyFile): Finding {
  const wrong = contentFault(file, 'private key') ?? rsaFault(file, () => createPrivateKey(file.bytes));
  if (wrong) return wrong;
  if (!file.isOpen) return ok('RSA 2048, readable.', 'RSA 2048，可读。');
  return advice(
    {
      en: `Every account of this machine may read ${file.path}.`,
      zh: `本机任何账号都能读取 ${file.path}。`,
    },
    { en: `Run "chmod 600 ${file.path}".`, zh: `请执行 "chmod 600 ${file.path}"。` },
  );
}

export interface MerchantPapers {
  certificate: KeyFile;
  key: KeyFile;
  serial?: string;
  mchId: string;
  now: Date;
}

/** The merchant's certificate: of this key, of this serial, of this merchant, of this day. */
export function judgeMerchantCertificate(papers: MerchantPapers): Finding {
  const { certificate: file, key, serial, mchId, now } = papers;
  const wrong =
    contentFault(file, 'certificate') ?? rsaFault(file, () => new X509Certificate(file.bytes).publicKey);
  if (wrong) return wrong;

  const certificate = new X509Certificate(file.bytes);
  const [, owner] = /^CN=(\d{8,10})$/m.exec(certificate.subject) ?? [];
  if (owner && owner !== mchId) return ofAnotherMerchant(owner);
  if (!isPair(certificate.publicKey, createPrivateKey(key.bytes))) return notPaired(file, key);
  if (serial && !sameSerial(certificate.serialNumber, serial)) return wrongSerial(certificate, file);
  return (
    validity(certificate, file, now) ?? ok(`serial ${certificate.serialNumber}.`, '与私钥、序列号一致。')
  );
}

function ofAnotherMerchant(owner: string): Finding {
  return fault(
    { en: `The certificate is that of merchant ${owner}.`, zh: `该证书属于商户 ${owner}。` },
    {
      en: `Set WECHAT_PAY_MCH_ID=${owner}, or use the certificate and key of your own merchant number.`,
      zh: `请设置 WECHAT_PAY_MCH_ID=${owner}，或改用本商户号的证书和私钥。`,
    },
  );
}

/** A round trip as every call makes it: what this key signs, that certificate verifies. */
function isPair(publicKey: KeyObject, privateKey: KeyObject): boolean {
  const message = Buffer.from('minimall doctor');
  return verifyV3Signature(message, signV3(message, privateKey), publicKey);
}

function notPaired({ path }: KeyFile, key: KeyFile): Finding {
  return fault(
    {
      en: `What ${key.path} signs, ${path} does not verify: they are of two different pairs.`,
      zh: `${key.path} 的签名无法用 ${path} 验证：两者不是一对。`,
    },
    {
      en: 'Take apiclient_key.pem and apiclient_cert.pem out of the same download: WECHAT_PAY_MCH_KEY_FILE, WECHAT_PAY_MCH_CERT_FILE.',
      zh: '请使用同一次下载的 apiclient_key.pem 与 apiclient_cert.pem：WECHAT_PAY_MCH_KEY_FILE、WECHAT_PAY_MCH_CERT_FILE。',
    },
  );
}

/** Node leaves leading zeros as they are, people lose them. */
function sameSerial(a: string, b: string): boolean {
  return plain(a) === plain(b);
}

function plain(serial: string): string {
  return serial.toUpperCase().replace(/^0+/, '');
}

function wrongSerial({ serialNumber }: X509Certificate, { path }: KeyFile): Finding {
  return fault(
    {
      en: `WECHAT_PAY_MCH_SERIAL is not the serial number of ${path}.`,
      zh: `WECHAT_PAY_MCH_SERIAL 与 ${path} 的序列号不符。`,
    },
    {
      en: `Set WECHAT_PAY_MCH_SERIAL=${serialNumber}.`,
      zh: `请设置 WECHAT_PAY_MCH_SERIAL=${serialNumber}。`,
    },
  );
}

/** What is to be said of a certificate's dates, if anything. */
function validity(
  { validFrom, validTo }: X509Certificate,
  { path }: KeyFile,
  now: Date,
): Finding | undefined {
  const renew = {
    en: `Have it renewed at ${API_SECURITY}, and name the new files.`,
    zh: `请在 ${API_SECURITY} 更换证书，并填入新文件。`,
  };
  if (now < new Date(validFrom))
    return fault(
      { en: `${path} is not valid before ${validFrom}.`, zh: `${path} 要到 ${validFrom} 才生效。` },
      { en: 'Set this machine’s clock right (NTP).', zh: '请校准本机时钟（NTP）。' },
    );
  const days = Math.floor((new Date(validTo).getTime() - now.getTime()) / DAY_MS);
  if (days < 0)
    return fault({ en: `${path} expired on ${validTo}.`, zh: `${path} 已于 ${validTo} 过期。` }, renew);
  return days < WARN_DAYS
    ? advice({ en: `${path} expires in ${days} days.`, zh: `${path} 将在 ${days} 天后过期。` }, renew)
    : undefined;
}

/** WeChat Pay's public key, which is easily taken for one's own. */
export function judgePublicKey(file: KeyFile, merchantKey: KeyFile | undefined): Finding {
  const wrong = contentFault(file, 'public key') ?? rsaFault(file, () => createPublicKey(file.bytes));
  if (wrong) return wrong;
  const isOwn = isMerchants(createPublicKey(file.bytes), merchantKey);
  return isOwn ? notWeChats(file, 'pub_key.pem') : ok('an RSA key of WeChat Pay.', '微信支付公钥可用。');
}

/** A platform certificate. */
export function judgePlatformCertificate(
  file: KeyFile,
  merchantKey: KeyFile | undefined,
  now: Date,
): Finding {
  const wrong =
    contentFault(file, 'certificate') ?? rsaFault(file, () => new X509Certificate(file.bytes).publicKey);
  if (wrong) return wrong;
  const certificate = new X509Certificate(file.bytes);
  if (isMerchants(certificate.publicKey, merchantKey)) return notWeChats(file, 'wechatpay_*.pem');
  return validity(certificate, file, now) ?? ok(`serial ${certificate.serialNumber}.`, '平台证书可用。');
}

function isMerchants(key: KeyObject, merchantKey: KeyFile | undefined): boolean {
  if (!merchantKey || contentFault(merchantKey, 'private key')) return false;
  return createPublicKey(merchantKey.bytes).equals(key);
}

function notWeChats({ setting, path }: KeyFile, name: string): Finding {
  return fault(
    {
      en: `${path} holds the merchant's own public key: with it nothing of WeChat's verifies.`,
      zh: `${path} 是商户自己的公钥，无法验证微信支付的签名。`,
    },
    {
      en: `Download ${name} at ${API_SECURITY} and name it in ${setting}.`,
      zh: `请在 ${API_SECURITY} 下载 ${name} 并填入 ${setting}。`,
    },
  );
}

const BITS = 2048;

function rsaFault({ setting, path }: KeyFile, read: () => KeyObject): Finding | undefined {
  const key = readable(read);
  if (key?.asymmetricKeyType === 'rsa' && key.asymmetricKeyDetails?.modulusLength === BITS) return undefined;
  const what = key ? `a key that is not RSA ${BITS}` : 'a damaged PEM';
  return fault(
    { en: `${path} holds ${what}.`, zh: `${path} ${key ? `不是 RSA ${BITS} 密钥` : '的 PEM 已损坏'}。` },
    {
      en: `Download the file again at ${API_SECURITY} and name it in ${setting}.`,
      zh: `请在 ${API_SECURITY} 重新下载，并填入 ${setting}。`,
    },
  );
}

function readable(read: () => KeyObject): KeyObject | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
