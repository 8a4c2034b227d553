import { type Bytes, toHex } from '#lib/core/bytes.ts';
import { BlockReader } from '#lib/pki/asn1/block-reader.ts';
import { contentOf, EncodingFault, parseAsn1 } from '#lib/pki/asn1/parse-asn1.ts';
import type { DistinguishedName } from '#lib/pki/certificate/certificate.ts';
import { type PointName, readPointName } from '#lib/pki/revocation/point-names.ts';
import { type ReasonMask, readReasonMask } from '#lib/pki/revocation/reason-mask.ts';

/** Which certificates a list is for, RFC 5280 section 5.2.5. */
export type ListScope = {
  /** The extension as received, in hexadecimal: two lists have one scope where these are equal (section 5.2.4). */
  readonly octets: string;
  readonly names?: readonly PointName[];
  readonly isForUsersOnly: boolean;
  readonly isForAuthoritiesOnly: boolean;
  readonly isForAttributesOnly: boolean;
  readonly reasons?: ReasonMask;
  /** Whether it may list certificates of other authorities. */
  readonly isIndirect: boolean;
};

/**
 * ```asn1
 * IssuingDistributionPoint ::= SEQUENCE { distributionPoint [0] DistributionPointName OPTIONAL, onlyContainsUserCerts [1] BOOLEAN DEFAULT FALSE,
 *   onlyContainsCACerts [2] BOOLEAN DEFAULT FALSE, onlySomeReasons [3] ReasonFlags OPTIONAL, indirectCRL [4] BOOLEAN DEFAULT FALSE,
 *   onlyContainsAttributeCerts [5] BOOLEAN DEFAULT FALSE }
 * ```
 */
export function readIssuingDistributionPoint(value: Bytes, issuer: DistinguishedName): ListScope {
  const parsed = parseAsn1(value, 'DER');
  if (!parsed.ok) throw new EncodingFault(parsed.problem.message, 'issuingDistributionPoint', parsed.problem.offset);
  const fields = new BlockReader(parsed.value, 'issuingDistributionPoint', value.byteOffset);
  const flag = (identifier: number, field: string): boolean =>
    fields.isNext(identifier) && contentOf(fields.any(field)).some((octet) => octet !== 0);
  const names = fields.isNext(0xa0)
    ? { names: readPointName(fields.explicit('distributionPoint', 0xa0), [issuer], value.byteOffset) }
    : {};
  const isForUsersOnly = flag(0x81, 'onlyContainsUserCerts');
  const isForAuthoritiesOnly = flag(0x82, 'onlyContainsCACerts');
  const reasons = fields.isNext(0x83) ? { reasons: readReasonMask(fields, 'onlySomeReasons') } : {};
  const isIndirect = flag(0x84, 'indirectCRL');
  const isForAttributesOnly = flag(0x85, 'onlyContainsAttributeCerts');
  fields.end();
  const only = { isForUsersOnly, isForAuthoritiesOnly, isForAttributesOnly };
  return { octets: toHex(value), ...names, ...only, ...reasons, isIndirect };
}
