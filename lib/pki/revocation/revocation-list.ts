import type { Bytes } from '#lib/core/bytes.ts';
import type { Certificate, DistinguishedName, SignatureFacts } from '#lib/pki/certificate/certificate.ts';
import type { DistributionPoint } from '#lib/pki/revocation/distribution-points.ts';
import type { ListScope } from '#lib/pki/revocation/issuing-distribution-point.ts';

/** `CRLReason ::= ENUMERATED`, RFC 5280 section 5.3.1; 7 is not used. */
const revocationReasons = {
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

/** What a code does not name is as good as unspecified. */
export function reasonOf(code: number | undefined): RevocationReason | undefined {
  return Object.entries(revocationReasons).find(([number]) => Number(number) === code)?.[1];
}

/** Since when, in milliseconds since 1970, and why, as far as the authority says it readably (RFC 5280 sections 5.1.2.6 and 5.3.1). */
export type RevokedEntry = { readonly at?: number; readonly reason?: RevocationReason };

/** What one certificate revocation list says (RFC 5280 section 5.1), without its entries, which can be a million: they are asked by number. */
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
  readonly authorityCertificate?: NonNullable<Certificate['authorityCertificate']>;
  /** cRLNumber, RFC 5280 section 5.2.3; it grows with every list. */
  readonly number?: bigint;
  /** BaseCRLNumber of a list of changes (deltaCRLIndicator, RFC 5280 section 5.2.4); absent on complete lists. */
  readonly baseNumber?: bigint;
  /** Which certificates it is for, RFC 5280 section 5.2.5; absent: all that its issuer issued. */
  readonly scope?: ListScope;
  /** Where lists of changes to this one are published, RFC 5280 section 5.2.6. */
  readonly freshest: readonly DistributionPoint[];
  /** Critical extensions that are not understood: the list says nothing here (RFC 5280 section 5.2). */
  readonly unprocessed: readonly string[];
  /** Critical extensions of entries that are not understood: it still says who is revoked, never who is not (RFC 5280 section 5.3). */
  readonly unprocessedEntries: readonly string[];
  readonly entryCount: number;
  /** By a certificate's serial number as its hexadecimal content octets, and the issuer of the certificate; absent: that of the list. */
  readonly find: (serial: string, issuer?: DistinguishedName) => RevokedEntry | undefined;
};
