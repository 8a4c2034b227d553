import type { Bytes } from '#lib/core/bytes.ts';
import type { Certificate, DistinguishedName, SignatureFacts } from '#lib/pki/certificate/certificate.ts';
import type { RevocationReason } from '#lib/pki/revocation/revocation-list.ts';

/** `CertID`, RFC 6960 section 4.1.1: whom a single answer is about. Everything as lower-case hexadecimal. */
export type CertificateId = {
  /** Undefined where the hash is none that is known here; such an answer is about nobody. */
  readonly hash: 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512' | undefined;
  readonly issuerNameHash: string;
  readonly issuerKeyHash: string;
  readonly serial: string;
};

/** `SingleResponse`, RFC 6960 section 4.2.1. Times in milliseconds since 1970. */
export type SingleAnswer = {
  readonly id: CertificateId;
  readonly status: 'good' | 'revoked' | 'unknown';
  readonly revokedAt?: number;
  readonly reason?: RevocationReason;
  readonly thisUpdate: number;
  readonly nextUpdate?: number;
  /** Critical extensions that are not understood here: the answer says nothing then (RFC 6960 section 4.4). */
  readonly unprocessed: readonly string[];
};

/** What a responder said (RFC 6960 section 4.2.1, BasicOCSPResponse), read but not believed yet. */
export type OcspAnswer = {
  /** The BasicOCSPResponse. */
  readonly der: Bytes;
  /** The signed part, as received. */
  readonly tbs: Bytes;
  readonly signature: Bytes;
  readonly signatureFacts: SignatureFacts;
  /** By the name or by the SHA-1 of the key, in hexadecimal (RFC 6960 section 4.2.2.3). */
  readonly responder:
    | { readonly by: 'name'; readonly name: DistinguishedName }
    | { readonly by: 'key'; readonly keyDigest: string };
  readonly producedAt: number;
  readonly answers: readonly SingleAnswer[];
  /** Sent along, to find the responder's own among them. */
  readonly certificates: readonly Certificate[];
  /** Hexadecimal, RFC 9654 section 2.1. */
  readonly nonce?: string;
  readonly unprocessed: readonly string[];
};
