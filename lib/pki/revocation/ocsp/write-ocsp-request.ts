import type { Bytes } from '#lib/core/bytes.ts';
import { derContext, derIntegerOctets, derNull, derOctetString, derOid, derSequence } from '#lib/pki/asn1/write-der.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { hashOids } from '#lib/pki/issue/sign-bytes.ts';
import { writeExtension } from '#lib/pki/issue/write-extensions.ts';
import { type IdHash, issuerHashes } from '#lib/pki/revocation/ocsp/certificate-id.ts';
import { ocspNonce } from '#lib/pki/revocation/ocsp/ocsp-oids.ts';

export type OcspQuestion = {
  readonly certificate: Pick<Certificate, 'serial'>;
  readonly issuer: Pick<Certificate, 'subject' | 'spki'>;
  /** Random octets, 1 to 128 of them, at least 32 where the answer shall not be one made before (RFC 9654 section 2.1). */
  readonly nonce?: Bytes;
  /** SHA-1 unless told: every responder knows it (RFC 5019 section 2.1.1), and the hash only says who is meant. */
  readonly hash?: IdHash;
};

/**
 * The DER of a request about one certificate, to be posted as `application/ocsp-request` (RFC 6960 section 4.1.1 and appendix A):
 *
 * ```asn1
 * OCSPRequest ::= SEQUENCE { tbsRequest TBSRequest, optionalSignature [0] EXPLICIT Signature OPTIONAL }
 * TBSRequest ::= SEQUENCE { version [0] EXPLICIT DEFAULT v1, requestorName [1] OPTIONAL, requestList SEQUENCE OF Request, requestExtensions [2] EXPLICIT Extensions OPTIONAL }
 * Request ::= SEQUENCE { reqCert CertID, singleRequestExtensions [0] EXPLICIT Extensions OPTIONAL }
 * ```
 */
export async function writeOcspRequest({ certificate, issuer, nonce, hash = 'SHA-1' }: OcspQuestion): Promise<Bytes> {
  const { name, key } = await issuerHashes(issuer, hash);
  const serial = Uint8Array.from(certificate.serial.match(/../g) ?? [], (octet) => Number.parseInt(octet, 16));
  const id = derSequence(
    derSequence(derOid(hashOids[hash]), derNull()),
    derOctetString(name),
    derOctetString(key),
    derIntegerOctets(serial),
  );
  const extensions =
    nonce === undefined ? [] : [writeExtension({ oid: ocspNonce, isCritical: false, value: derOctetString(nonce) })];
  return derSequence(
    derSequence(
      derSequence(derSequence(id)),
      ...(extensions.length === 0 ? [] : [derContext(2, derSequence(...extensions), true)]),
    ),
  );
}
