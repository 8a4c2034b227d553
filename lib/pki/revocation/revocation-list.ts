import type { Bytes } from '#lib/core/bytes.ts';
import type { DistinguishedName, SignatureFacts } from '#lib/pki/certificate/certificate.ts';

/** `CRLReason ::= ENUMERATED`, RFC 5280 section 5.3.1; 7 is not used. */
export const revocationReasons = {
  0: 'unspecified',
  1: 'key-compromise',
  2: 'ca-compromise',
  3: 'affiliation-changed',
  4: 'superseded',
  5: 'cessation-of-operation',
  6: 'certificate-hold',
  8: 'remove-from-crl',
  9: 'privilege-withdrawn',
  10: 'aa-compromise',
} as const;
export type RevocationReason = (typeof revocationReasons)[keyof typeof revocationReasons];

/** Since when, in milliseconds since 1970, and why, as far as the authority says it readably (RFC 5280 sections 5.1.2.6 and 5.3.1). */
export type RevokedEntry = { readonly at?: number; readonly reason?: RevocationReason };

/** What one certificate revocation list says (RFC 5280 section 5.1), without its entries, which can be hundreds of thousands: they are asked by number. */
export type RevocationList = {
  readonly der: Bytes;
  /** The signed part, as received. */
  readonly tbs: Bytes;
  readonly signature: Bytes;
  readonly signatureFacts: SignatureFacts;
  readonly issuer: DistinguishedName;
  /** Milliseconds since 1970. */
  readonly thisUpdate: number;
  readonly nextUpdate?: number;
  /** Lower-case hexadecimal. */
  readonly authorityKeyId?: string;
  /** cRLNumber as hexadecimal, RFC 5280 section 5.2.3; it grows with every list. */
  readonly number?: string;
  /** Object identifiers of what must be understood and is not: lists with these say nothing here (RFC 5280 sections 5.2 and 5.3). */
  readonly unprocessed: readonly string[];
  readonly entryCount: number;
  /** By a certificate's serial number as its hexadecimal content octets. */
  readonly find: (serial: string) => RevokedEntry | undefined;
};
