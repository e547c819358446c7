import { AppConfig } from '@app/common';
import { Injectable } from '@nestjs/common';
import { readFileSync } from 'node:fs';
import { versionOf } from './file-version';
import { UnusableKey } from './v3-keys';

/** What a connection shows of the merchant: `apiclient_cert.pem` and its key. */
export interface ClientCertificate {
  cert: Buffer;
  key: Buffer;
  /** Another one for every state of the two files. */
  version: string;
}

/** The merchant's TLS certificate, which v2 refunds need; read again when its files change. */
@Injectable()
export class MerchantCertificate {
  private kept?: ClientCertificate;

  constructor(private readonly config: AppConfig) {}

  read(): ClientCertificate {
    const { WECHAT_PAY_MCH_CERT_FILE: certFile, WECHAT_PAY_MCH_KEY_FILE: keyFile } = this.config;
    if (!certFile || !keyFile)
      throw new UnusableKey('v2 refunds need WECHAT_PAY_MCH_CERT_FILE and WECHAT_PAY_MCH_KEY_FILE');
    const version = `${versionOf(certFile)} ${versionOf(keyFile)}`;
    if (this.kept?.version !== version)
      this.kept = { cert: fileFor(certFile), key: fileFor(keyFile), version };
    return this.kept;
  }
}

function fileFor(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    throw new UnusableKey(`the merchant's file cannot be read: ${file}`);
  }
}
