import { AppConfig } from '@app/common';
import { Injectable } from '@nestjs/common';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { V3Certificates } from './v3-certificates';

export interface CertificateDate {
  owner: 'merchant' | 'platform';
  /** Upper-case hex. */
  serial: string;
  until: Date;
}

/** When the certificates end that the shop uses: the merchant's, and WeChat's in files or downloaded. */
@Injectable()
export class CertificateDates {
  constructor(
    private readonly config: AppConfig,
    private readonly downloaded: V3Certificates,
  ) {}

  /** A file that cannot be read is left out: whoever needs it tells. */
  list(): CertificateDate[] {
    const { WECHAT_PAY_MCH_CERT_FILE: merchant, WECHAT_PAY_PLATFORM_CERT_FILES: platform } = this.config;
    return [
      ...(merchant ? dateIn(merchant, 'merchant') : []),
      ...platform.flatMap((file) => dateIn(file, 'platform')),
      ...this.downloaded.dates(),
    ];
  }
}

function dateIn(file: string, owner: CertificateDate['owner']): CertificateDate[] {
  try {
    const { serialNumber, validTo } = new X509Certificate(readFileSync(file));
    return [{ owner, serial: serialNumber.toUpperCase(), until: new Date(validTo) }];
  } catch {
    return [];
  }
}
