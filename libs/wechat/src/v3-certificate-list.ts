import { X509Certificate, type KeyObject } from 'node:crypto';
import { ok, unknown, type Outcome } from './outcome';
import { openV3, type Sealed } from './v3-aead';
import { judgeV3 } from './v3-answer';
import { jsonObject } from './v3-object';
import type { WeChatAnswer } from './wechat-http';

export interface PlatformCertificate {
  /** Upper-case hex. */
  serial: string;
  key: KeyObject;
  from: Date;
  until: Date;
}

export type CertificateList = ReadonlyMap<string, PlatformCertificate>;

/**
 * The certificates in an answer of `/v3/certificates`. They are opened first, and one of them, valid today, must have
 * signed the answer that carries them: only then they are trusted.
 */
export function certificatesIn(
  answer: WeChatAnswer,
  { now, sealKeys }: { now: Date; sealKeys: string[] },
): Outcome<CertificateList> {
  const opened = rowsIn(answer.body).flatMap((row) => certificateIn(row, sealKeys) ?? []);
  if (answer.status === 200 && opened.length === 0)
    return unknown('no certificate that opens under WECHAT_PAY_V3_KEY');
  const list = new Map(opened.map((one) => [one.serial, one]));
  const proof = judgeV3(answer, { now, keyOf: (serial) => keyIn(list, serial, now) });
  return proof.kind === 'ok' ? ok(list) : proof;
}

/** A certificate that is not valid yet or any more verifies nothing. */
export function keyIn(list: CertificateList, serial: string, now: Date): KeyObject | undefined {
  const certificate = list.get(serial.toUpperCase());
  return certificate && certificate.from <= now && now < certificate.until ? certificate.key : undefined;
}

function rowsIn(body: Buffer): unknown[] {
  const data = jsonObject(body)?.data;
  return Array.isArray(data) ? data : [];
}

function certificateIn(row: unknown, sealKeys: string[]): PlatformCertificate | undefined {
  const { encrypt_certificate: sealed } = (row ?? {}) as { encrypt_certificate?: Record<string, unknown> };
  const pem = isSealed(sealed) ? openV3(sealed, sealKeys) : undefined;
  return pem === undefined ? undefined : rsaCertificate(pem);
}

function isSealed(sealed: Record<string, unknown> | undefined): sealed is Record<string, unknown> & Sealed {
  const { algorithm, nonce, ciphertext, associated_data: said = '' } = sealed ?? {};
  if (algorithm !== 'AEAD_AES_256_GCM') return false;
  return [nonce, ciphertext, said].every((text) => typeof text === 'string');
}

function rsaCertificate(pem: string): PlatformCertificate | undefined {
  try {
    const { serialNumber, publicKey: key, validFrom, validTo } = new X509Certificate(pem);
    if (key.asymmetricKeyType !== 'rsa') return undefined;
    return { serial: serialNumber.toUpperCase(), key, from: new Date(validFrom), until: new Date(validTo) };
  } catch {
    return undefined;
  }
}
