import { createPrivateKey, createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { certificateFor, keepFile, newKey, type Subject } from './key-files';

/** What WeChat signs with: a private key and the name under which the merchant knows its public part. */
export interface SigningPair {
  serial: string;
  privateKey: KeyObject;
  /** Where the public part lies for the merchant to fetch, PEM. */
  file: string;
}

export interface CertifiedPair extends SigningPair {
  pem: string;
  validFrom: Date;
  validTo: Date;
}

/** WeChat's public keys, oldest first. */
export function publicKeysIn(folder: string, firstId: string): SigningPair[] {
  return numbered((n) => {
    const { secret, shown } = publicKeyFiles(folder, n);
    return existsSync(shown) && { serial: idOf(firstId, n), privateKey: privateIn(secret), file: shown };
  });
}

/** WeChat's platform certificates, oldest first. */
export function certificatesIn(folder: string): CertifiedPair[] {
  return numbered((n) => {
    const { secret, shown } = certificateFiles(folder, n);
    return existsSync(shown) && certifiedPair(privateIn(secret), shown);
  });
}

/** Makes the n-th public key, or completes it. */
export async function makePublicKey(folder: string, n: number): Promise<void> {
  const { secret, shown } = publicKeyFiles(folder, n);
  await makeSecret(secret);
  if (existsSync(shown)) return;
  const pem = createPublicKey(privateIn(secret)).export({ type: 'spki', format: 'pem' }) as string;
  keepFile(shown, pem, 0o644);
}

/** Makes the n-th platform certificate, or completes it. */
export async function makePlatformCertificate(
  folder: string,
  n: number,
  subject: Omit<Subject, 'name'>,
): Promise<void> {
  const { secret, shown } = certificateFiles(folder, n);
  await makeSecret(secret);
  await makeCertificate(shown, secret, { ...subject, name: 'WeChat Pay' });
}

export async function makeSecret(file: string): Promise<void> {
  if (!existsSync(file)) keepFile(file, await newKey(), 0o600);
}

export async function makeCertificate(file: string, secret: string, subject: Subject): Promise<void> {
  if (!existsSync(file)) keepFile(file, await certificateFor(privateIn(secret), subject), 0o644);
}

function publicKeyFiles(folder: string, n: number) {
  return {
    secret: path.join(folder, `wechatpay-private-key${suffix(n)}.pem`),
    shown: path.join(folder, `wechatpay-public-key${suffix(n)}.pem`),
  };
}

function certificateFiles(folder: string, n: number) {
  return {
    secret: path.join(folder, `wechatpay-platform-key${suffix(n)}.pem`),
    shown: path.join(folder, `wechatpay-platform-cert${suffix(n)}.pem`),
  };
}

function suffix(n: number): string {
  return n === 1 ? '' : `-${n}`;
}

function numbered<Pair>(pairAt: (n: number) => Pair | false): Pair[] {
  const pairs: Pair[] = [];
  for (let pair = pairAt(1); pair; pair = pairAt(pairs.length + 1)) pairs.push(pair);
  return pairs;
}

/** The first is called as the merchant's settings say, a later one by the number after it. */
function idOf(firstId: string, n: number): string {
  const digits = /\d+$/.exec(firstId)![0];
  const number = String(BigInt(digits) + BigInt(n - 1)).padStart(digits.length, '0');
  return firstId.slice(0, -digits.length) + number;
}

function certifiedPair(privateKey: KeyObject, file: string): CertifiedPair {
  const pem = readFileSync(file, 'utf8');
  const { serialNumber: serial, validFrom, validTo } = new X509Certificate(pem);
  return { serial, privateKey, file, pem, validFrom: new Date(validFrom), validTo: new Date(validTo) };
}

function privateIn(file: string): KeyObject {
  return createPrivateKey(readFileSync(file));
}
