import { type Bytes, toHex } from '#lib/core/bytes.ts';
import { childOctets, contentOctets } from '#lib/pki/asn1/child-octets.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import type { CertificateId } from '#lib/pki/revocation/ocsp/ocsp-answer.ts';

export type IdHash = NonNullable<CertificateId['hash']>;

/**
 * `CertID ::= SEQUENCE { hashAlgorithm, issuerNameHash "Hash of issuer's DN", issuerKeyHash "Hash of issuer's public key", serialNumber }`, RFC 6960
 * section 4.1.1: over the name's DER, and over the key's bits "excluding the tag, length, and number of unused bits".
 */
export async function issuerHashes(
  issuer: Pick<Certificate, 'subject' | 'spki'>,
  hash: IdHash,
): Promise<{ readonly name: Bytes; readonly key: Bytes }> {
  const [, subjectPublicKey = new Uint8Array()] = childOctets(issuer.spki);
  const [name, key] = await Promise.all([
    crypto.subtle.digest(hash, issuer.subject.der),
    crypto.subtle.digest(hash, contentOctets(subjectPublicKey).subarray(1)),
  ]);
  return { name: new Uint8Array(name), key: new Uint8Array(key) };
}

/** Whether the identifier is that of the certificate under this issuer. */
export async function isIdOf(
  { hash, issuerNameHash, issuerKeyHash, serial }: CertificateId,
  certificate: Pick<Certificate, 'serial'>,
  issuer: Pick<Certificate, 'subject' | 'spki'>,
): Promise<boolean> {
  if (hash === undefined || serial !== certificate.serial) return false;
  const { name, key } = await issuerHashes(issuer, hash);
  return toHex(name) === issuerNameHash && toHex(key) === issuerKeyHash;
}
