import { AppConfig, DomainError } from '@app/common';
import { Injectable, Logger } from '@nestjs/common';
import { createPrivateKey, createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { versionOf } from './file-version';

/** A key that we need and cannot read: nothing is signed or verified, and nothing is concluded from that. */
export class UnusableKey extends DomainError {
  constructor(readonly fault: string) {
    super('wechatUnavailable', { cause: fault });
  }
}

/** A key and the name under which messages speak of it. */
interface NamedKey {
  serial: string;
  key: KeyObject;
}

type Read = (pem: Buffer) => NamedKey;

/** The key files, read when they are needed and again when they change, so that keys rotate without a restart. */
@Injectable()
export class V3Keys {
  private readonly logger = new Logger(V3Keys.name);
  private readonly kept = new Map<string, { version: string; key?: NamedKey }>();

  constructor(private readonly config: AppConfig) {}

  /** Signs our calls, and what the phone pays with. */
  merchant(): NamedKey {
    const { WECHAT_PAY_MCH_KEY_FILE: file, WECHAT_PAY_MCH_SERIAL: serial } = this.config;
    if (!file || !serial)
      throw new UnusableKey('WECHAT_PAY_MCH_KEY_FILE or WECHAT_PAY_MCH_SERIAL is missing');
    const key = this.read(file, (pem) => ({ serial, key: rsa(createPrivateKey(pem)) }));
    if (!key) throw new UnusableKey('WECHAT_PAY_MCH_KEY_FILE cannot be used');
    return key;
  }

  /**
   * WeChat's public key or platform certificate of that name: during a change of keys messages of all of them come.
   * A certificate's dates are not asked; whoever put its file there trusts it until it is taken away.
   */
  ofWeChat(serial: string): KeyObject | undefined {
    const keys = this.readAll();
    const known = new Map(keys.flatMap((one) => (one ? [[one.serial, one.key] as const] : [])));
    const key = known.get(HEX.test(serial) ? serial.toUpperCase() : serial);
    // It may be the one that cannot be read: then the fault is ours.
    if (!key && keys.includes(undefined)) throw new UnusableKey('a key file of WeChat cannot be used');
    return key;
  }

  private readAll(): (NamedKey | undefined)[] {
    const { WECHAT_PAY_PUBLIC_KEY_ID: id, WECHAT_PAY_PUBLIC_KEY_FILE: file } = this.config;
    const certificates = this.config.WECHAT_PAY_PLATFORM_CERT_FILES.map((one) => this.read(one, certificate));
    if (!id || !file) return certificates;
    return [this.read(file, (pem) => ({ serial: id, key: rsa(createPublicKey(pem)) })), ...certificates];
  }

  private read(file: string, parse: Read): NamedKey | undefined {
    const version = versionOf(file);
    const kept = this.kept.get(file);
    if (kept?.version === version) return kept.key;

    const key = this.parsed(file, parse);
    this.kept.set(file, { version, key });
    return key;
  }

  /** Told once for each state of the file, however often it is asked for. */
  private parsed(file: string, parse: Read): NamedKey | undefined {
    try {
      return parse(readFileSync(file));
    } catch (error) {
      this.logger.error({ msg: 'a key file cannot be used', file, reason: (error as Error).message });
      return undefined;
    }
  }
}

const HEX = /^[0-9a-f]+$/i;

function certificate(pem: Buffer): NamedKey {
  const { serialNumber, publicKey } = new X509Certificate(pem);
  return { serial: serialNumber.toUpperCase(), key: rsa(publicKey) };
}

function rsa(key: KeyObject): KeyObject {
  if (key.asymmetricKeyType !== 'rsa') throw new TypeError('it holds no RSA key');
  return key;
}
