import { AppConfig } from '@app/common';
import { Injectable, Logger } from '@nestjs/common';
import { createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { versionOf } from './file-version';
import { UnusableKey } from './unusable-key';
import { V3Certificates } from './v3-certificates';

/** A key and the name under which messages speak of it. */
interface NamedKey {
  serial: string;
  key: KeyObject;
}

type Read = (pem: Buffer) => NamedKey;

/** WeChat's key files, read when they are needed and again when they change; without any, what can be downloaded. */
@Injectable()
export class V3Keys {
  private readonly logger = new Logger(V3Keys.name);
  private readonly kept = new Map<string, { version: string; key?: NamedKey }>();

  constructor(
    private readonly config: AppConfig,
    private readonly downloaded: V3Certificates,
  ) {}

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
    return key ?? this.downloaded.keyOf(serial);
  }

  /** Resolves when downloaded keys are there or cannot be had now. */
  ready(): Promise<void> {
    return this.downloaded.ready();
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
