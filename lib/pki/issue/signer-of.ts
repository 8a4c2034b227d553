import { type Bytes, toHex } from '#lib/core/bytes.ts';
import type { Certificate, PublicKeyFacts } from '#lib/pki/certificate/certificate.ts';
import { keyIdOf } from '#lib/pki/certificate/key-id.ts';
import type { Signer } from '#lib/pki/issue/issue-certificate.ts';
import type { KeyKind, KeyPair } from '#lib/pki/keys/generate-key-pair.ts';

/** An authority's certificate and key, read from files, as what signs in its name: name and key identifier exactly as they stand there (RFC 5280 sections 4.1.2.4 and 4.2.1.1). */
export async function signerOf(certificate: Certificate, pkcs8: Bytes): Promise<Signer> {
  const signer = { name: certificate.subject.der, key: keyPairOf(certificate, pkcs8) };
  const usual = await keyIdOf(certificate.spki);
  if (certificate.subjectKeyId === undefined || certificate.subjectKeyId === toHex(usual)) return signer;
  return { ...signer, keyId: octetsOfHex(certificate.subjectKeyId) };
}

/** A key with the public half that its certificate carries. */
function keyPairOf({ spki, publicKey }: Certificate, pkcs8: Bytes): KeyPair {
  return { kind: keyKindOf(publicKey), pkcs8, spki };
}

/** The kind by which keys sign here; RSA keys of odd sizes sign like the next smaller kind. */
function keyKindOf({ algorithm, curve, bits }: PublicKeyFacts): KeyKind {
  if (algorithm === 'Ed25519') return 'Ed25519';
  if (curve === 'P-256' || curve === 'P-384' || curve === 'P-521') return curve;
  return bits >= 4096 ? 'RSA-4096' : bits >= 3072 ? 'RSA-3072' : bits >= 2048 ? 'RSA-2048' : 'RSA-1024';
}

function octetsOfHex(hex: string): Bytes {
  return Uint8Array.from(hex.match(/../g) ?? [], (octet) => Number.parseInt(octet, 16));
}
