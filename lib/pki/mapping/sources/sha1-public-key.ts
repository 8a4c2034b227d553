import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import type { SourceReading } from '#lib/pki/mapping/mapping-candidate.ts';

/**
 * KB5014754: `X509:<SHA1-PUKEY>`, "SHA-1 of the public key". Samba takes it by its name: SHA-1 over the key's bits. What Windows keeps and its
 * tools write there is `Cert Hash(sha1)`, the thumbprint. Either is found; each belongs to one key only.
 */
export function readSha1PublicKey({ publicKeyDigest, thumbprint }: Certificate): SourceReading {
  const identities = [`X509:<SHA1-PUKEY>${publicKeyDigest}`, `X509:<SHA1-PUKEY>${thumbprint}`];
  return { kind: 'value', raw: publicKeyDigest, plain: publicKeyDigest, identities };
}
