import { X509Certificate, type KeyObject } from 'node:crypto';
import { ok, unknown, type Outcome } from './outcome';
import { openV3, type Sealed } from './v3-aead';
import { judgeV3 } from './v3-answer';
import { jsonObject } from './v3-object';
import { WeChatAnswer } from './wechat-http';

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
  if (answer.status !== 200) return refusalIn(answer, now);
  const opened = rowsIn(answer.body).flatMap((row) => certificateIn(row, sealKeys) ?? []);
  if (opened.length === 0) return unknown('no certificate that opens under WECHAT_PAY_V3_KEY');
  const list = new Map(opened.map((one) => [one.serial, one]));
  const proof = judgeV3(answer, { now, keyOf: (serial) => keyIn(list, serial, now) });
  return proof.kind === 'ok' ? ok(list) : proof;
}

/** It carries no certificate to verify it with; believing it decides nothing. */
function refusalIn({ status, body }: WeChatAnswer, now: Date): Outcome<never> {
  const refusal = judgeV3(new WeChatAnswer(status, body, {}), { now, keyOf: () => undefined });
  return refusal.kind === 'ok' ? unknown(`HTTP ${status}`) : refusal;
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

interface Row {
  effective_time?: unknown;
  expire_time?: unknown;
  encrypt_certificate?: Record<string, unknown>;
}

/** Its dates are the row's, which the signature covers; without them it is never valid. */
function certificateIn(row: unknown, sealKeys: string[]): PlatformCertificate | undefined {
  const { effective_time: from, expire_time: until, encrypt_certificate: sealed } = (row ?? {}) as Row;
  const pem = isSealed(sealed) ? openV3(sealed, sealKeys) : undefined;
  const certificate = pem === undefined ? undefined : rsaCertificate(pem);
  if (!certificate) return undefined;
  const { serialNumber, publicKey: key } = certificate;
  const dates = { from: new Date(String(from)), until: new Date(String(until)) };
  return { serial: serialNumber.toUpperCase(), key, ...dates };
}

function isSealed(sealed: Record<string, unknown> | undefined): sealed is Record<string, unknown> & Sealed {
  const { algorithm, nonce, ciphertext, associated_data: said = '' } = sealed ?? {};
  if (algorithm !== 'AEAD_AES_256_GCM') return false;
  return [nonce, ciphertext, said].every((text) => typeof text === 'string');
}

function rsaCertificate(pem: string): X509Certificate | undefined {
  try {
    const certificate = new X509Certificate(pem);
    return certificate.publicKey.asymmetricKeyType === 'rsa' ? certificate : undefined;
  } catch {
    return undefined;
  }
}
