import { createPublicKey, generateKeyPair, webcrypto, type KeyObject } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const DAY_MS = 24 * 3600 * 1000;
const FIVE_YEARS_MS = 5 * 365 * DAY_MS;
const RSA_SHA256 = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };

/** A private RSA key of 2048 bits, PEM. */
export async function newKey(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
}

export interface Subject {
  name: string;
  /** 40 hex digits. */
  serial: string;
  now: Date;
}

/** A self-signed certificate, PEM. */
export async function certificateFor(key: KeyObject, { name, serial, now }: Subject): Promise<string> {
  // Certificates are made once in the life of a shop: no other start waits a quarter of a second for this library.
  const { X509CertificateGenerator } = await import('@peculiar/x509');
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serial,
    name: `CN=${name} (simulated), O=minimall, C=CN`,
    notBefore: new Date(now.getTime() - DAY_MS),
    notAfter: new Date(now.getTime() + FIVE_YEARS_MS),
    keys: await webKeysOf(key),
    signingAlgorithm: RSA_SHA256,
  });
  return `${certificate.toString('pem')}\n`;
}

async function webKeysOf(key: KeyObject): Promise<webcrypto.CryptoKeyPair> {
  const pkcs8 = key.export({ type: 'pkcs8', format: 'der' });
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  return {
    privateKey: await webcrypto.subtle.importKey('pkcs8', pkcs8, RSA_SHA256, false, ['sign']),
    publicKey: await webcrypto.subtle.importKey('spki', spki, RSA_SHA256, true, ['verify']),
  };
}

/** Whole or not at all: the mall beside us reads it as soon as it is there. */
export function keepFile(file: string, text: string, mode: number): void {
  const half = `${file}.${process.pid}`;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(half, text, { mode });
  renameSync(half, file);
}
