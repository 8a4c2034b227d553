import { type Bytes, utf8 } from '#lib/core/bytes.ts';
import {
  derBitString,
  derContext,
  derElement,
  derInteger,
  derIntegerOctets,
  derNull,
  derOctetString,
  derOid,
  derSequence,
} from '#lib/pki/asn1/write-der.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { keyIdOf } from '#lib/pki/certificate/key-id.ts';
import type { Signer } from '#lib/pki/issue/issue-certificate.ts';
import {
  hashOids,
  type RsaPadding,
  type SigningHash,
  signatureAlgorithm,
  signBytes,
} from '#lib/pki/issue/sign-bytes.ts';
import { type ExtensionToWrite, writeExtension } from '#lib/pki/issue/write-extensions.ts';
import { writeName } from '#lib/pki/issue/write-name.ts';
import { issuerHashes } from '#lib/pki/revocation/ocsp/certificate-id.ts';

/** One certificate's status to be told. Times in milliseconds since 1970. */
export type AnswerToWrite = {
  readonly certificate: Pick<Certificate, 'serial'>;
  readonly issuer: Pick<Certificate, 'subject' | 'spki'>;
  readonly status: 'good' | 'revoked' | 'unknown';
  /** Of `revoked`; the CRLReason of RFC 5280 section 5.3.1. */
  readonly revokedAt?: number;
  readonly reason?: number;
  readonly thisUpdate: number;
  readonly nextUpdate?: number | undefined;
  readonly hash?: SigningHash;
  readonly furtherExtensions?: readonly ExtensionToWrite[];
};

/** What shall stand in an answer to be issued. */
export type OcspAnswerRequest = {
  readonly signer: Signer;
  readonly responderBy?: 'name' | 'key';
  readonly producedAt: number;
  readonly answers: readonly AnswerToWrite[];
  readonly nonce?: Bytes;
  /** Sent along, in DER. */
  readonly certificates?: readonly Bytes[];
  readonly furtherExtensions?: readonly ExtensionToWrite[];
  readonly hash?: SigningHash;
  readonly rsaPadding?: RsaPadding;
};

/**
 * Issues an answer as a responder sends it (RFC 6960 section 4.2.1):
 *
 * ```asn1
 * OCSPResponse ::= SEQUENCE { responseStatus ENUMERATED, responseBytes [0] EXPLICIT SEQUENCE { responseType OBJECT IDENTIFIER, response OCTET STRING } }
 * BasicOCSPResponse ::= SEQUENCE { tbsResponseData ResponseData, signatureAlgorithm AlgorithmIdentifier, signature BIT STRING, certs [0] EXPLICIT SEQUENCE OF Certificate OPTIONAL }
 * ResponseData ::= SEQUENCE { responderID, producedAt GeneralizedTime, responses SEQUENCE OF SingleResponse, responseExtensions [1] EXPLICIT Extensions OPTIONAL }
 * ```
 */
export async function issueOcspAnswer(request: OcspAnswerRequest): Promise<Bytes> {
  const { signer, hash = 'SHA-256', rsaPadding = 'PKCS1', certificates = [], nonce } = request;
  const algorithm = signatureAlgorithm(signer.key, hash, rsaPadding);
  const responder =
    request.responderBy === 'key'
      ? derContext(2, derOctetString(await keyIdOf(signer.key.spki)), true)
      : derContext(1, writeName(signer.name), true);
  const extensions = [
    ...(nonce === undefined ? [] : [{ oid: '1.3.6.1.5.5.7.48.1.2', isCritical: false, value: derOctetString(nonce) }]),
    ...(request.furtherExtensions ?? []),
  ];
  const data = derSequence(
    responder,
    generalizedTime(request.producedAt),
    derSequence(...(await Promise.all(request.answers.map(writeAnswer)))),
    ...explicitExtensions(1, extensions),
  );
  const basic = derSequence(
    data,
    algorithm,
    derBitString(await signBytes(signer.key, hash, rsaPadding, data)),
    ...(certificates.length === 0 ? [] : [derContext(0, derSequence(...certificates), true)]),
  );
  const bytes = derSequence(derOid('1.3.6.1.5.5.7.48.1.1'), derOctetString(basic));
  return derSequence(enumerated(0), derContext(0, bytes, true));
}

/** A refusal to answer: 1 malformedRequest, 2 internalError, 3 tryLater, 5 sigRequired, 6 unauthorized (RFC 6960 section 4.2.1). */
export function issueOcspRefusal(status: number): Bytes {
  return derSequence(enumerated(status));
}

async function writeAnswer(answer: AnswerToWrite): Promise<Bytes> {
  const { certificate, issuer, status, revokedAt, reason, nextUpdate, hash = 'SHA-1' } = answer;
  const { name, key } = await issuerHashes(issuer, hash);
  const serial = Uint8Array.from(certificate.serial.match(/../g) ?? [], (octet) => Number.parseInt(octet, 16));
  const id = derSequence(
    derSequence(derOid(hashOids[hash]), derNull()),
    derOctetString(name),
    derOctetString(key),
    derIntegerOctets(serial),
  );
  const statuses = {
    good: () => derContext(0, new Uint8Array(), false),
    unknown: () => derContext(2, new Uint8Array(), false),
    revoked: () => {
      const why = reason === undefined ? new Uint8Array() : derContext(0, enumerated(reason), true);
      const when = generalizedTime(revokedAt ?? answer.thisUpdate);
      return derElement(0xa1, Uint8Array.of(...when, ...why));
    },
  };
  return derSequence(
    id,
    statuses[status](),
    generalizedTime(answer.thisUpdate),
    ...(nextUpdate === undefined ? [] : [derContext(0, generalizedTime(nextUpdate), true)]),
    ...explicitExtensions(1, answer.furtherExtensions ?? []),
  );
}

function explicitExtensions(number: number, extensions: readonly ExtensionToWrite[]): readonly Bytes[] {
  return extensions.length === 0 ? [] : [derContext(number, derSequence(...extensions.map(writeExtension)), true)];
}

function enumerated(value: number): Bytes {
  return derElement(0x0a, derInteger(value).subarray(2));
}

/** Always GeneralizedTime, unlike in certificates. */
function generalizedTime(milliseconds: number): Bytes {
  const digits = new Date(milliseconds).toISOString().slice(0, 19).replaceAll(/[-:T]/g, '');
  return derElement(0x18, utf8(`${digits}Z`));
}
