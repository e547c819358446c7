import { AppConfig } from '@app/common';
import { Injectable, Logger } from '@nestjs/common';
import type { KeyObject } from 'node:crypto';
import { versionOf } from './file-version';
import { papersIn, type ClientCertificate, type MerchantPapers } from './merchant-papers';
import { UnusableKey } from './unusable-key';

export type { ClientCertificate };

/** The merchant's certificate and its private key; read again when their files change. */
@Injectable()
export class MerchantCertificate {
  private readonly logger = new Logger(MerchantCertificate.name);
  private seen?: string;
  private kept?: MerchantPapers;
  private fault = 'WECHAT_PAY_MCH_CERT_FILE is missing';

  constructor(private readonly config: AppConfig) {}

  /** For connections to hosts that want to see it: those of v2 refunds. */
  read(): ClientCertificate {
    const { shown } = this.papers();
    if (!shown) throw new UnusableKey(this.fault);
    return shown;
  }

  /** Signs v3 calls, and what the phone pays with. The serial is the certificate's, or else that of the settings. */
  signer(): { serial: string; key: KeyObject } {
    const { key, serial } = this.papers();
    if (!serial) throw new UnusableKey('WECHAT_PAY_MCH_CERT_FILE or WECHAT_PAY_MCH_SERIAL is missing');
    if (key.asymmetricKeyType !== 'rsa') throw new UnusableKey('WECHAT_PAY_MCH_KEY_FILE holds no RSA key');
    return { serial, key };
  }

  private papers(): MerchantPapers {
    const version = this.version();
    if (version !== this.seen) this.look(version);
    if (!this.kept) throw new UnusableKey(this.fault);
    return this.kept;
  }

  private version(): string {
    const { WECHAT_PAY_MCH_CERT_FILE: certFile, WECHAT_PAY_MCH_KEY_FILE: keyFile } = this.config;
    return [certFile, keyFile].map((file) => file && versionOf(file)).join(' ');
  }

  /** Between two renames the files do not belong together: until they do, those that did are used. Told once. */
  private look(version: string): void {
    const { papers, fault } = papersIn(this.config, version);
    if (fault) this.logger.error({ msg: 'the merchant’s key files cannot be used', fault });
    if (papers && (papers.shown || !this.kept?.shown)) this.kept = papers;
    this.fault = fault ?? this.fault;
    this.seen = version;
  }
}
