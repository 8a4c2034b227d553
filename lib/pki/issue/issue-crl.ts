import type { Bytes } from '#lib/core/bytes.ts';
import {
  derBitString,
  derContext,
  derElement,
  derInteger,
  derIntegerOctets,
  derSequence,
  derTime,
} from '#lib/pki/asn1/write-der.ts';
import { keyIdOf } from '#lib/pki/certificate/key-id.ts';
import type { Signer } from '#lib/pki/issue/issue-certificate.ts';
import { type RsaPadding, type SigningHash, signatureAlgorithm, signBytes } from '#lib/pki/issue/sign-bytes.ts';
import { authorityKeyIdExtension, type ExtensionToWrite, writeExtension } from '#lib/pki/issue/write-extensions.ts';
import { writeName } from '#lib/pki/issue/write-name.ts';

/** What shall stand in a revocation list to be issued. Times come from the caller, in milliseconds since 1970. */
export type RevocationListRequest = {
  readonly signer: Signer;
  readonly thisUpdate: number;
  readonly nextUpdate?: number | undefined;
  readonly revoked: readonly {
    /** Content octets of the INTEGER. */
    readonly serial: Bytes;
    readonly at: number;
    /** CRLReason, RFC 5280 section 5.3.1. */
    readonly reason?: number;
    readonly furtherExtensions?: readonly ExtensionToWrite[];
  }[];
  readonly number?: number;
  /** The authority key identifier is written unless this is false. */
  readonly hasKeyId?: boolean;
  readonly furtherExtensions?: readonly ExtensionToWrite[];
  readonly hash?: SigningHash;
  readonly rsaPadding?: RsaPadding;
};

/**
 * Issues a version 2 revocation list (RFC 5280 section 5.1):
 *
 * ```asn1
 * TBSCertList ::= SEQUENCE { version INTEGER, signature AlgorithmIdentifier, issuer Name, thisUpdate Time, nextUpdate Time OPTIONAL,
 *   revokedCertificates SEQUENCE OF SEQUENCE { … } OPTIONAL, crlExtensions [0] EXPLICIT Extensions }
 * ```
 */
export async function issueCrl(request: RevocationListRequest): Promise<Bytes> {
  const { signer, hash = 'SHA-256', rsaPadding = 'PKCS1', nextUpdate, revoked } = request;
  const algorithm = signatureAlgorithm(signer.key, hash, rsaPadding);
  const extensions = [
    ...(request.hasKeyId === false ? [] : [authorityKeyIdExtension(await keyIdOf(signer.key.spki))]),
    { oid: '2.5.29.20', isCritical: false, value: derInteger(request.number ?? 1) },
    ...(request.furtherExtensions ?? []),
  ];
  const tbs = derSequence(
    derInteger(1),
    algorithm,
    writeName(signer.name),
    derTime(request.thisUpdate),
    ...(nextUpdate === undefined ? [] : [derTime(nextUpdate)]),
    // RFC 5280 section 5.1.2.6: absent where nobody is revoked.
    ...(revoked.length === 0 ? [] : [derSequence(...revoked.map(entry))]),
    derContext(0, derSequence(...extensions.map(writeExtension)), true),
  );
  return derSequence(tbs, algorithm, derBitString(await signBytes(signer.key, hash, rsaPadding, tbs)));
}

function entry({ serial, at, reason, furtherExtensions = [] }: RevocationListRequest['revoked'][number]): Bytes {
  const extensions = [
    ...(reason === undefined
      ? []
      : [{ oid: '2.5.29.21', isCritical: false, value: derElement(0x0a, Uint8Array.of(reason)) }]),
    ...furtherExtensions,
  ];
  return derSequence(
    derIntegerOctets(serial),
    derTime(at),
    ...(extensions.length === 0 ? [] : [derSequence(...extensions.map(writeExtension))]),
  );
}
