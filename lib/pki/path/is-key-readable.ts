import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { plainRsaKey } from '#lib/pki/path/plain-rsa-key.ts';

/**
 * Whether the bits of a supported key are a key at all: a point on its curve, a modulus and an exponent (RFC 5480 section 2.2, RFC 8017 appendix A.1.1). Keys of
 * issuers show it when a signature is verified by them; nothing is verified by the first one of a path, and TLS ends where it cannot be decoded.
 */
export async function isKeyReadable({ spki, publicKey }: Pick<Certificate, 'spki' | 'publicKey'>): Promise<boolean> {
  const { algorithm, curve } = publicKey;
  const isRsa = algorithm === 'RSA';
  const bits = isRsa ? plainRsaKey(spki) : spki;
  if (bits === undefined) return false;
  const parameters = isRsa
    ? { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
    : algorithm === 'EC'
      ? { name: 'ECDSA', namedCurve: curve ?? '' }
      : { name: algorithm };
  return crypto.subtle.importKey('spki', bits, parameters, false, ['verify']).then(
    () => true,
    () => false,
  );
}
