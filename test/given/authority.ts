import * as x509 from '@peculiar/x509';
import { KeyObject, webcrypto } from 'node:crypto';

const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 24 * 3600 * 1000;

/** A server's key, and its certificate with those that lead to the root, or without. */
export interface TlsFiles {
  key: string;
  cert: string;
}

/** A root that nobody knows, an intermediate below it, and a server's certificate below that. */
export async function makeAuthority(): Promise<{ rootPem: string; full: TlsFiles; leafAlone: TlsFiles }> {
  const root = await issue('CN=test root', undefined, [new x509.BasicConstraintsExtension(true, 2, true)]);
  const middle = await issue('CN=test intermediate', root, [
    new x509.BasicConstraintsExtension(true, 1, true),
  ]);
  const leaf = await issue('CN=test server', middle, [
    new x509.SubjectAlternativeNameExtension([
      { type: 'ip', value: '127.0.0.1' },
      { type: 'dns', value: 'shop.example.com' },
    ]),
  ]);
  const key = KeyObject.from(leaf.keys.privateKey).export({ type: 'pkcs8', format: 'pem' }) as string;
  const [leafPem, middlePem] = [leaf, middle].map(({ certificate }) => certificate.toString('pem'));
  return {
    rootPem: root.certificate.toString('pem'),
    full: { key, cert: `${leafPem}\n${middlePem}\n` },
    leafAlone: { key, cert: `${leafPem}\n` },
  };
}

interface Issued {
  keys: webcrypto.CryptoKeyPair;
  certificate: x509.X509Certificate;
}

async function issue(subject: string, by: Issued | undefined, extensions: x509.Extension[]): Promise<Issued> {
  const keys = await webcrypto.subtle.generateKey(EC, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.create({
    subject,
    issuer: by?.certificate.subject ?? subject,
    publicKey: keys.publicKey,
    signingKey: (by?.keys ?? keys).privateKey,
    signingAlgorithm: EC,
    notBefore: new Date(Date.now() - DAY_MS),
    notAfter: new Date(Date.now() + 30 * DAY_MS),
    extensions,
  });
  return { keys, certificate };
}
