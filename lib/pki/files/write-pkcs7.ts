import { type Bytes, concatBytes } from '#lib/core/bytes.ts';
import { derContext, derInteger, derOid, derSequence, derSetOf } from '#lib/pki/asn1/write-der.ts';

/**
 * A bundle of certificates alone: SignedData without signers (RFC 5652 section 5.1, "degenerate case"; the .p7b of Windows).
 *
 * ```asn1
 * SignedData ::= SEQUENCE { version, digestAlgorithms SET OF, encapContentInfo SEQUENCE { eContentType },
 *   certificates [0] IMPLICIT CertificateSet, signerInfos SET OF }
 * ```
 */
export function writePkcs7(certificates: readonly Bytes[]): Bytes {
  const signedData = derSequence(
    derInteger(1),
    derSetOf(),
    derSequence(derOid('1.2.840.113549.1.7.1')),
    derContext(0, concatBytes(...certificates), true),
    derSetOf(),
  );
  return derSequence(derOid('1.2.840.113549.1.7.2'), derContext(0, signedData, true));
}
