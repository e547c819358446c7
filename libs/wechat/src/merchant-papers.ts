import type { AppConfig } from '@app/common';
import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** What a connection shows of the merchant: `apiclient_cert.pem` and its key. */
export interface ClientCertificate {
  cert: Buffer;
  key: Buffer;
  /** Another one for every state of the two files. */
  version: string;
}

/** The merchant's private key, and what is known to belong to it. */
export interface MerchantPapers {
  key: KeyObject;
  serial?: string;
  /** Only where the certificate on the disk is this key's. */
  shown?: ClientCertificate;
}

/** `fault` is safe to log; there may be papers in spite of it. */
export interface Finding {
  papers?: MerchantPapers;
  fault?: string;
}

/** Reads the merchant's two files as they lie there now. */
export function papersIn(config: AppConfig, version: string): Finding {
  const { WECHAT_PAY_MCH_KEY_FILE: keyFile, WECHAT_PAY_MCH_CERT_FILE: certFile } = config;
  const serial = config.WECHAT_PAY_MCH_SERIAL?.toUpperCase();
  if (!keyFile) return { fault: 'WECHAT_PAY_MCH_KEY_FILE is missing' };
  const key = read(keyFile, createPrivateKey);
  if (typeof key === 'string') return { fault: 'WECHAT_PAY_MCH_KEY_FILE cannot be used' };
  if (!certFile) return { papers: { key: key.value, serial } };

  const cert = read(certFile, (pem) => new X509Certificate(pem));
  if (typeof cert === 'string') return { papers: { key: key.value, serial }, fault: cert };
  const { value: certificate } = cert;
  if (!certificate.checkPrivateKey(key.value)) return mismatch(certificate, { key: key.value, serial });
  const shown = { cert: cert.pem, key: key.pem, version };
  return { papers: { key: key.value, serial: certificate.serialNumber, shown } };
}

/** The serial of the settings is this key's at most where it is not the one of that other certificate. */
function mismatch({ serialNumber }: X509Certificate, { key, serial }: MerchantPapers): Finding {
  const fault = 'WECHAT_PAY_MCH_CERT_FILE and WECHAT_PAY_MCH_KEY_FILE do not belong together';
  return serial === serialNumber ? { fault } : { papers: { key, serial }, fault };
}

/** The bytes and what they are, or why they are not: a bare code, since an error may quote them. */
function read<T>(file: string, parse: (pem: Buffer) => T): { pem: Buffer; value: T } | string {
  try {
    const pem = readFileSync(file);
    return { pem, value: parse(pem) };
  } catch (error) {
    return `the merchant's file cannot be read: ${file} (${(error as { code?: string }).code})`;
  }
}
