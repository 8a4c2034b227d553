import { type Bytes, concatBytes } from '#lib/core/bytes.ts';
import { derBitString, derContext, derInteger, derOid, derSequence, derSetOf } from '#lib/pki/asn1/write-der.ts';
import type { KeyUsage } from '#lib/pki/certificate/certificate.ts';
import { type SigningHash, signatureAlgorithm, signBytes } from '#lib/pki/issue/sign-bytes.ts';
import {
  type AlternativeNameToWrite,
  alternativeNamesExtension,
  type ExtensionToWrite,
  extendedKeyUsageExtension,
  keyUsageExtension,
  writeExtension,
} from '#lib/pki/issue/write-extensions.ts';
import { type NameParts, writeName } from '#lib/pki/issue/write-name.ts';
import type { KeyPair } from '#lib/pki/keys/generate-key-pair.ts';

/** What an authority is asked to put into a certificate; it may put in something else. */
export type WantedCertificate = {
  readonly subject: NameParts;
  /** Its holder signs the request, which is the proof of possession (RFC 2986 section 3). */
  readonly key: KeyPair;
  readonly alternativeNames: readonly AlternativeNameToWrite[];
  readonly keyUsage?: readonly KeyUsage[];
  /** Object identifiers. */
  readonly extendedKeyUsage?: readonly string[];
  readonly hash?: SigningHash;
};

const extensionRequest = '1.2.840.113549.1.9.14';

/**
 * A certification request in DER (RFC 2986 section 4), with what is wanted as an extensionRequest (RFC 2985 section 5.4.2):
 *
 * ```asn1
 * CertificationRequest ::= SEQUENCE { certificationRequestInfo, signatureAlgorithm AlgorithmIdentifier, signature BIT STRING }
 * CertificationRequestInfo ::= SEQUENCE { version INTEGER { v1(0) }, subject Name, subjectPKInfo SubjectPublicKeyInfo,
 *   attributes [0] IMPLICIT SET OF Attribute }
 * Attribute ::= SEQUENCE { type OBJECT IDENTIFIER, values SET SIZE(1..MAX) }
 * ```
 */
export async function issueRequest(wanted: WantedCertificate): Promise<Bytes> {
  const { key, hash = 'SHA-256' } = wanted;
  const extensions = extensionsOf(wanted);
  const attributes =
    extensions.length === 0
      ? []
      : [derSequence(derOid(extensionRequest), derSetOf(derSequence(...extensions.map(writeExtension))))];
  const info = derSequence(
    derInteger(0),
    writeName(wanted.subject),
    key.spki,
    derContext(0, concatBytes(...attributes), true),
  );
  const signature = await signBytes(key, hash, 'PKCS1', info);
  return derSequence(info, signatureAlgorithm(key, hash, 'PKCS1'), derBitString(signature));
}

function extensionsOf({
  subject,
  alternativeNames,
  keyUsage,
  extendedKeyUsage,
}: WantedCertificate): readonly ExtensionToWrite[] {
  const extensions: ExtensionToWrite[] = [];
  if (keyUsage !== undefined) extensions.push(keyUsageExtension(keyUsage));
  if (extendedKeyUsage !== undefined) extensions.push(extendedKeyUsageExtension(extendedKeyUsage));
  if (alternativeNames.length > 0) extensions.push(alternativeNamesExtension(alternativeNames, subject.length === 0));
  return extensions;
}
