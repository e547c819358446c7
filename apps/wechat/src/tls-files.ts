import { createPrivateKey, createPublicKey, generateKeyPair, webcrypto, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { keepFile } from './key-files';

/** What the TLS port shows of itself, PEM. */
export interface TlsPair {
  key: string;
  cert: string;
}

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
/** TLS goes by the machine's own clock, however far the common one has been moved. */
const VALID = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2049-12-31T00:00:00Z') };
const AUTHORITY = 'CN=minimall simulator CA (play money only), O=minimall, C=CN';

/** An authority of the simulator's own and a certificate for this machine under it, made once. */
export async function tlsPairIn(folder: string): Promise<TlsPair> {
  const files = {
    authorityKey: path.join(folder, 'simulator-ca-key.pem'),
    authority: path.join(folder, 'simulator-ca.pem'),
    serverKey: path.join(folder, 'simulator-tls-key.pem'),
    server: path.join(folder, 'simulator-tls-cert.pem'),
  };
  await Promise.all([files.authorityKey, files.serverKey].map(makeKey));
  const authorityKey = keyIn(files.authorityKey);
  if (!existsSync(files.authority))
    keepFile(files.authority, await authorityCertificate(authorityKey), 0o644);
  if (!existsSync(files.server)) {
    const cert = await serverCertificate(keyIn(files.serverKey), authorityKey);
    keepFile(files.server, cert, 0o644);
  }
  return { key: readFileSync(files.serverKey, 'utf8'), cert: readFileSync(files.server, 'utf8') };
}

async function makeKey(file: string): Promise<void> {
  if (existsSync(file)) return;
  const { privateKey } = await promisify(generateKeyPair)('ec', { namedCurve: ECDSA.namedCurve });
  keepFile(file, privateKey.export({ type: 'pkcs8', format: 'pem' }) as string, 0o600);
}

function keyIn(file: string): KeyObject {
  return createPrivateKey(readFileSync(file));
}

async function authorityCertificate(key: KeyObject): Promise<string> {
  const x509 = await import('@peculiar/x509');
  const { keyCertSign, cRLSign } = x509.KeyUsageFlags;
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...VALID,
    serialNumber: '01',
    name: AUTHORITY,
    keys: { privateKey: await signing(key), publicKey: await verifying(key) },
    signingAlgorithm: ECDSA,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(keyCertSign + cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(await verifying(key)),
    ],
  });
  return `${certificate.toString('pem')}\n`;
}

async function serverCertificate(key: KeyObject, authorityKey: KeyObject): Promise<string> {
  const x509 = await import('@peculiar/x509');
  const certificate = await x509.X509CertificateGenerator.create({
    ...VALID,
    serialNumber: '02',
    subject: 'CN=127.0.0.1, O=minimall, C=CN',
    issuer: AUTHORITY,
    publicKey: await verifying(key),
    signingKey: await signing(authorityKey),
    signingAlgorithm: ECDSA,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        { type: 'ip', value: '127.0.0.1' },
        { type: 'dns', value: 'localhost' },
      ]),
      await x509.AuthorityKeyIdentifierExtension.create(await verifying(authorityKey)),
    ],
  });
  return `${certificate.toString('pem')}\n`;
}

function signing(key: KeyObject): Promise<webcrypto.CryptoKey> {
  const pkcs8 = key.export({ type: 'pkcs8', format: 'der' });
  return webcrypto.subtle.importKey('pkcs8', pkcs8, ECDSA, false, ['sign']);
}

function verifying(key: KeyObject): Promise<webcrypto.CryptoKey> {
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  return webcrypto.subtle.importKey('spki', spki, ECDSA, true, ['verify']);
}
