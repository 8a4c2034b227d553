import type { Bytes } from '#lib/core/bytes.ts';
import {
  derBitString,
  derContext,
  derInteger,
  derIntegerOctets,
  derSequence,
  derTime,
} from '#lib/pki/asn1/write-der.ts';
import type { KeyUsage } from '#lib/pki/certificate/certificate.ts';
import { keyIdOf } from '#lib/pki/certificate/key-id.ts';
import { type RsaPadding, type SigningHash, signatureAlgorithm, signBytes } from '#lib/pki/issue/sign-bytes.ts';
import {
  type AlternativeNameToWrite,
  alternativeNamesExtension,
  authorityKeyIdExtension,
  basicConstraintsExtension,
  type ExtensionToWrite,
  extendedKeyUsageExtension,
  keyUsageExtension,
  subjectKeyIdExtension,
  writeExtension,
} from '#lib/pki/issue/write-extensions.ts';
import { type NameParts, writeName } from '#lib/pki/issue/write-name.ts';
import type { KeyPair } from '#lib/pki/keys/generate-key-pair.ts';

/** Who signs a certificate: the name that will stand as issuer, and the key. The two need not belong together: that is a forgery, for tests. */
export type Signer = {
  /** As it stands in the signer's own certificate, where there is one already: RFC 5280 section 4.1.2.4 compares what was written. */
  readonly name: NameParts | Bytes;
  readonly key: KeyPair;
  /** The signer's own key identifier, where its certificate states another than the usual one (RFC 5280 section 4.2.1.1). */
  readonly keyId?: Bytes;
};

/** What shall stand in a certificate to be issued. Time and serial number come from the caller. */
export type CertificateRequest = {
  readonly subject: NameParts | Bytes;
  /** Only the public half is used. */
  readonly key: Pick<KeyPair, 'spki'>;
  readonly signer: Signer;
  /** Content octets of the INTEGER, as they shall stand; a leading bit set makes it negative. */
  readonly serial: Bytes;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly alternativeNames?: readonly AlternativeNameToWrite[];
  readonly basicConstraints?: { readonly isAuthority: boolean; readonly pathLength?: number } | undefined;
  readonly keyUsage?: readonly KeyUsage[] | undefined;
  readonly extendedKeyUsage?: readonly string[] | undefined;
  /** Subject and authority key identifiers are written unless this is false. */
  readonly hasKeyIds?: boolean;
  readonly furtherExtensions?: readonly ExtensionToWrite[];
  readonly hash?: SigningHash;
  readonly rsaPadding?: RsaPadding;
};

/**
 * Issues a version 3 certificate (RFC 5280 section 4.1):
 *
 * ```asn1
 * Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm AlgorithmIdentifier, signatureValue BIT STRING }
 * TBSCertificate ::= SEQUENCE { version [0], serialNumber INTEGER, signature AlgorithmIdentifier, issuer Name,
 *   validity SEQUENCE { notBefore Time, notAfter Time }, subject Name, subjectPublicKeyInfo, extensions [3] }
 * ```
 */
export async function issueCertificate(request: CertificateRequest): Promise<{ readonly der: Bytes }> {
  const { signer, hash = 'SHA-256', rsaPadding = 'PKCS1' } = request;
  const algorithm = signatureAlgorithm(signer.key, hash, rsaPadding);
  const extensions = await extensionsOf(request);
  const tbs = derSequence(
    derContext(0, derInteger(2), true),
    derIntegerOctets(request.serial),
    algorithm,
    writeName(signer.name),
    derSequence(derTime(request.notBefore), derTime(request.notAfter)),
    writeName(request.subject),
    request.key.spki,
    ...(extensions.length > 0 ? [derContext(3, derSequence(...extensions.map(writeExtension)), true)] : []),
  );
  const signature = await signBytes(signer.key, hash, rsaPadding, tbs);
  return { der: derSequence(tbs, algorithm, derBitString(signature)) };
}

async function extensionsOf(request: CertificateRequest): Promise<readonly ExtensionToWrite[]> {
  const extensions: ExtensionToWrite[] = [];
  if (request.basicConstraints !== undefined) extensions.push(basicConstraintsExtension(request.basicConstraints));
  if (request.keyUsage !== undefined) extensions.push(keyUsageExtension(request.keyUsage));
  if (request.extendedKeyUsage !== undefined) extensions.push(extendedKeyUsageExtension(request.extendedKeyUsage));
  if (request.alternativeNames !== undefined && request.alternativeNames.length > 0) {
    extensions.push(alternativeNamesExtension(request.alternativeNames, request.subject.length === 0));
  }
  if (request.hasKeyIds !== false) {
    extensions.push(subjectKeyIdExtension(await keyIdOf(request.key.spki)));
    extensions.push(authorityKeyIdExtension(request.signer.keyId ?? (await keyIdOf(request.signer.key.spki))));
  }
  return [...extensions, ...(request.furtherExtensions ?? [])];
}
