import { type AppConfig, Clock, Random } from '@app/common';
import type { KeyObject, X509Certificate } from 'node:crypto';
import path from 'node:path';
import { MerchantCertificates } from './merchant-certificates';
import {
  type CertifiedPair,
  certificatesIn,
  makeCertificate,
  makePlatformCertificate,
  makePublicKey,
  makeSecret,
  publicKeysIn,
  type SigningPair,
} from './signing-pairs';
import { type TlsPair, tlsPairIn } from './tls-files';

/** What the public key is called where the merchant works with certificates alone. */
const PUBLIC_KEY_ID = 'PUB_KEY_ID_0119000000012026000000000001';

/** What WeChat may make anew; merchants have the old and the new one for a while. */
export const ROTATED_KEYS = ['platform-certificate', 'public-key'] as const;
export type RotatedKey = (typeof ROTATED_KEYS)[number];

/** WeChat's half of every key pair, and the public half of the merchant's. */
export class KeyRing {
  private readonly merchant: MerchantCertificates;
  private publicKeys: SigningPair[];
  /** Oldest first; the newest signs. */
  certificates: CertifiedPair[];

  constructor(
    private readonly config: AppConfig,
    readonly tls: TlsPair,
  ) {
    const seen = path.join(folderOf(config), 'merchant-certs');
    this.merchant = new MerchantCertificates(config.WECHAT_PAY_MCH_CERT_FILE!, seen);
    this.publicKeys = this.readPublicKeys();
    this.certificates = certificatesIn(folderOf(config));
  }

  get publicKey(): SigningPair {
    return this.publicKeys.at(-1)!;
  }

  get certificate(): CertifiedPair {
    return this.certificates.at(-1)!;
  }

  /** The merchant's, of the certificates with this serial: none, or during a rotation even two. */
  merchantKeys(serial: string): KeyObject[] {
    return this.merchant.keysUnder(serial);
  }

  isMerchants(certificate: X509Certificate): boolean {
    return this.merchant.has(certificate);
  }

  /**
   * The pair that a `Wechatpay-Serial` asks for; without one, the certificate's, as before there were public keys.
   * A merchant who still names an old certificate is answered under the new one.
   */
  pairFor(serial: string | undefined): SigningPair | undefined {
    if (serial === undefined) return this.certificate;
    // A certificate's serial is a hex number, the id of a public key is a name.
    if (this.certificates.some((one) => one.serial === serial.toUpperCase())) return this.certificate;
    return this.publicKeys.find((one) => one.serial === serial);
  }

  /** Makes the next one, which signs from now on; its file lies beside the one before. */
  async rotate(what: RotatedKey, now: Date): Promise<SigningPair> {
    const folder = folderOf(this.config);
    if (what === 'public-key') {
      await makePublicKey(folder, this.publicKeys.length + 1);
      this.publicKeys = this.readPublicKeys();
      return this.publicKey;
    }
    await makePlatformCertificate(folder, this.certificates.length + 1, { serial: platformSerial(), now });
    this.certificates = certificatesIn(folder);
    return this.certificate;
  }

  private readPublicKeys(): SigningPair[] {
    return publicKeysIn(folderOf(this.config), this.config.WECHAT_PAY_PUBLIC_KEY_ID ?? PUBLIC_KEY_ID);
  }
}

/**
 * Makes what is missing, once: a second start finds the same keys. Everything else is derived from the private keys,
 * so a start that was killed halfway is completed by the next one.
 */
export async function makeKeys(config: AppConfig): Promise<KeyRing> {
  const folder = folderOf(config);
  const now = new Clock(config).now();
  const [, , , tls] = await Promise.all([
    makeMerchant(config, now),
    makePublicKey(folder, 1),
    makePlatformCertificate(folder, 1, { serial: platformSerial(), now }),
    tlsPairIn(folder),
  ]);
  return new KeyRing(config, tls);
}

/** The sandbox always names both of the merchant's files, and they may be his own. */
async function makeMerchant(config: AppConfig, now: Date): Promise<void> {
  const name = `merchant ${config.WECHAT_PAY_MCH_ID}`;
  const { WECHAT_PAY_MCH_KEY_FILE: secret, WECHAT_PAY_MCH_CERT_FILE: certificate } = config;
  await makeSecret(secret!);
  await makeCertificate(certificate!, secret!, { name, serial: config.WECHAT_PAY_MCH_SERIAL!, now });
}

/** WeChat's side stands in one place, wherever the merchant keeps his copies. */
function folderOf(config: AppConfig): string {
  return path.join(config.DATA_DIR, 'keys');
}

/** Like WeChat's own; a leading 4 to 7 keeps it free of a sign bit, and of a zero that somebody would drop. */
function platformSerial(): string {
  const random = new Random();
  return `${4 + random.below(4)}${random.hex(20).slice(1)}`;
}
