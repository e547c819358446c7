import { sealV3 } from '@app/wechat';
import type { Decision, Desk } from './bookkeeper';
import { heldKey } from './held-keys';
import type { CertifiedPair } from './signing-pairs';
import type { V3Said } from './v3-message';
import { v3Time } from './v3-time';

/** The platform certificates, sealed under the merchant's v3 key; a merchant with the public key gets them too. */
export function certificates(desk: Desk): Decision<V3Said> {
  const data = desk.keys.certificates.map((certificate) => sealed(desk, certificate));
  return { answer: { status: 200, body: { data } } };
}

function sealed(desk: Desk, { serial, pem, validFrom, validTo }: CertifiedPair): object {
  const seal = { nonce: desk.random.hex(6), associated_data: 'certificate' };
  const ciphertext = sealV3(pem, heldKey(desk, 'v3'), seal);
  return {
    serial_no: serial,
    effective_time: v3Time(validFrom),
    expire_time: v3Time(validTo),
    encrypt_certificate: { algorithm: 'AEAD_AES_256_GCM', ...seal, ciphertext },
  };
}
