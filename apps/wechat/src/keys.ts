import { type AppConfig, Clock, Random } from '@app/common';
import { createPrivateKey, createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { certificateFor, keepFile, newKey, type Subject } from './key-files';

/** What the public key is called where the merchant works with certificates alone. */
const PUBLIC_KEY_ID = 'PUB_KEY_ID_0119000000012026000000000001';

/** What WeChat signs with: a private key and the name under which the merchant knows its public part. */
export interface SigningPair {
  serial: string;
  privateKey: KeyObject;
}

/** WeChat's half of every key pair, and the public half of the merchant's. */
export class KeyRing {
  readonly merchant: { serial: string; publicKey: KeyObject };
  readonly publicKey: SigningPair;
  readonly certificate: SigningPair & { pem: string; validFrom: Date; validTo: Date };

  constructor(config: AppConfig) {
    const files = filesOf(config);
    const merchant = new X509Certificate(readFileSync(files.merchantCert));
    const pem = readFileSync(files.platformCert, 'utf8');
    const platform = new X509Certificate(pem);

    this.merchant = { serial: merchant.serialNumber, publicKey: merchant.publicKey };
    this.publicKey = {
      serial: config.WECHAT_PAY_PUBLIC_KEY_ID ?? PUBLIC_KEY_ID,
      privateKey: privateIn(files.publicKeySecret),
    };
    this.certificate = {
      serial: platform.serialNumber,
      privateKey: privateIn(files.platformSecret),
      pem,
      validFrom: new Date(platform.validFrom),
      validTo: new Date(platform.validTo),
    };
  }

  /** The pair that a `Wechatpay-Serial` asks for; without one, the certificate's, as before there were public keys. */
  pairFor(serial: string | undefined): SigningPair | undefined {
    if (serial === undefined) return this.certificate;
    // A certificate's serial is a hex number, the id of a public key is a name.
    if (serial.toUpperCase() === this.certificate.serial) return this.certificate;
    return serial === this.publicKey.serial ? this.publicKey : undefined;
  }
}

/**
 * Makes what is missing, once: a second start finds the same keys. Everything else is derived from the private keys,
 * so a start that was killed halfway is completed by the next one.
 */
export async function makeKeys(config: AppConfig): Promise<KeyRing> {
  const files = filesOf(config);
  await Promise.all([files.merchantSecret, files.publicKeySecret, files.platformSecret].map(makeSecret));

  const now = new Clock(config).now();
  const merchant = {
    name: `merchant ${config.WECHAT_PAY_MCH_ID}`,
    serial: config.WECHAT_PAY_MCH_SERIAL!,
    now,
  };
  await makeCertificate(files.merchantCert, files.merchantSecret, merchant);
  const platform = { name: 'WeChat Pay', serial: platformSerial(new Random()), now };
  await makeCertificate(files.platformCert, files.platformSecret, platform);
  makePublicKey(files.publicKey, files.publicKeySecret);
  return new KeyRing(config);
}

/** WeChat's side stands in one place, wherever the merchant keeps his copies; the sandbox always names his own two. */
function filesOf(config: AppConfig) {
  const keys = path.join(config.DATA_DIR, 'keys');
  return {
    merchantSecret: config.WECHAT_PAY_MCH_KEY_FILE!,
    merchantCert: config.WECHAT_PAY_MCH_CERT_FILE!,
    publicKey: path.join(keys, 'wechatpay-public-key.pem'),
    publicKeySecret: path.join(keys, 'wechatpay-private-key.pem'),
    platformCert: path.join(keys, 'wechatpay-platform-cert.pem'),
    platformSecret: path.join(keys, 'wechatpay-platform-key.pem'),
  };
}

async function makeSecret(file: string): Promise<void> {
  if (!existsSync(file)) keepFile(file, await newKey(), 0o600);
}

async function makeCertificate(file: string, secret: string, subject: Subject): Promise<void> {
  if (!existsSync(file)) keepFile(file, await certificateFor(privateIn(secret), subject), 0o644);
}

function makePublicKey(file: string, secret: string): void {
  if (existsSync(file)) return;
  keepFile(file, createPublicKey(privateIn(secret)).export({ type: 'spki', format: 'pem' }) as string, 0o644);
}

function privateIn(file: string): KeyObject {
  return createPrivateKey(readFileSync(file));
}

/** Like WeChat's own; a leading 4 to 7 keeps it free of a sign bit, and of a zero that somebody would drop. */
function platformSerial(random: Random): string {
  return `${4 + random.below(4)}${random.hex(20).slice(1)}`;
}
