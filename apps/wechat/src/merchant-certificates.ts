import { versionOf } from '@app/wechat';
import { X509Certificate, type KeyObject } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { keepFile } from './key-files';

/** Every certificate that the merchant has shown: one that was replaced is good until it is revoked, which none is. */
export class MerchantCertificates {
  private readonly known = new Map<string, X509Certificate>();
  private version = '';

  /** `folder` remembers what stood in `file` before. */
  constructor(
    private readonly file: string,
    private readonly folder: string,
  ) {
    mkdirSync(folder, { recursive: true });
    for (const name of readdirSync(folder).filter((one) => one.endsWith('.pem')))
      this.keep(new X509Certificate(readFileSync(path.join(folder, name))));
    this.look();
  }

  /** What may have signed a call under this serial. */
  keysUnder(serial: string): KeyObject[] {
    this.look();
    const same = [...this.known.values()].filter(({ serialNumber }) => serialNumber === serial.toUpperCase());
    return same.map(({ publicKey }) => publicKey);
  }

  has({ fingerprint256 }: X509Certificate): boolean {
    this.look();
    return this.known.has(fingerprint256);
  }

  private look(): void {
    const version = versionOf(this.file);
    if (version === this.version) return;
    const certificate = this.read();
    if (!certificate) return;
    this.version = version;
    if (this.known.has(certificate.fingerprint256)) return;
    this.keep(certificate);
    const name = `${certificate.fingerprint256.replaceAll(':', '').slice(0, 16)}.pem`;
    keepFile(path.join(this.folder, name), certificate.toString(), 0o644);
  }

  /** Nothing while the file is away or half written: the next look finds it whole. */
  private read(): X509Certificate | undefined {
    try {
      return new X509Certificate(readFileSync(this.file));
    } catch (error) {
      if (this.known.size > 0) return undefined;
      throw error;
    }
  }

  private keep(certificate: X509Certificate): void {
    this.known.set(certificate.fingerprint256, certificate);
  }
}
