import { type Bytes, toHex } from '#lib/core/bytes.ts';
import { BlockReader } from '#lib/pki/asn1/block-reader.ts';
import { contentOf, EncodingFault, parseAsn1 } from '#lib/pki/asn1/parse-asn1.ts';
import { readTlv, tag } from '#lib/pki/asn1/tlv.ts';
import type { DistinguishedName } from '#lib/pki/certificate/certificate.ts';
import { readDistributionPoints } from '#lib/pki/revocation/distribution-points.ts';
import { readIssuingDistributionPoint } from '#lib/pki/revocation/issuing-distribution-point.ts';
import { readPointNames } from '#lib/pki/revocation/point-names.ts';
import type { RevocationList } from '#lib/pki/revocation/revocation-list.ts';

type ListFacts = Pick<
  RevocationList,
  'authorityKeyId' | 'authorityCertificate' | 'number' | 'baseNumber' | 'scope' | 'freshest' | 'unprocessed'
>;
type Writable<Facts> = { -readonly [Name in keyof Facts]: Facts[Name] };

/**
 * What a list says of itself (RFC 5280 section 5.2). What limits it, deltaCRLIndicator and issuingDistributionPoint, counts where it is not marked
 * critical as well: a part must not pass for the whole by leaving that out.
 */
export function readListExtensions(extensions: BlockReader, issuer: DistinguishedName): ListFacts {
  const unprocessed: string[] = [];
  const facts: Writable<ListFacts> = { unprocessed, freshest: [] };
  const seen = new Set<string>();
  while (extensions.hasMore) {
    const extension = extensions.sequence('extension');
    const oid = extension.oid('extnID');
    const isCritical = extension.isNext(tag.boolean) && extension.boolean('critical');
    const value = extension.octetString('extnValue');
    extension.end();
    if (seen.has(oid)) extensions.refuse('extnID', `is there twice (${oid})`);
    seen.add(oid);
    if (!readInto(facts, oid, value, issuer) && isCritical) unprocessed.push(oid);
  }
  return facts;
}

/** Whether it is known what the extension means. */
function readInto(facts: Writable<ListFacts>, oid: string, value: Bytes, issuer: DistinguishedName): boolean {
  switch (oid) {
    case '2.5.29.35':
      Object.assign(facts, readAuthorityKey(value));
      return true;
    case '2.5.29.20':
      facts.number = readNumber(value, 'cRLNumber');
      return true;
    case '2.5.29.27':
      facts.baseNumber = readNumber(value, 'deltaCRLIndicator');
      return true;
    case '2.5.29.28':
      facts.scope = readIssuingDistributionPoint(value, issuer);
      return true;
    case '2.5.29.46':
      facts.freshest = readDistributionPoints(value, issuer);
      return true;
    default:
      return false;
  }
}

/** `CRLNumber ::= INTEGER (0..MAX)`, of at most 20 octets (RFC 5280 section 5.2.3). */
function readNumber(value: Bytes, part: string): bigint {
  const number = readTlv(value);
  const isNumber = number?.identifier === tag.integer && number.end === value.length;
  const content = isNumber ? value.subarray(number.contentStart, number.contentEnd) : new Uint8Array();
  if (content.length === 0 || content.length > 21) throw new EncodingFault('is no number of a list', part, 0);
  return BigInt(`0x${toHex(content)}`);
}

/** `AuthorityKeyIdentifier ::= SEQUENCE { keyIdentifier [0], authorityCertIssuer [1] GeneralNames, authorityCertSerialNumber [2] }`, RFC 5280 section 5.2.1. */
function readAuthorityKey(value: Bytes): Pick<ListFacts, 'authorityKeyId' | 'authorityCertificate'> {
  const parsed = parseAsn1(value, 'DER');
  if (!parsed.ok) throw new EncodingFault(parsed.problem.message, 'authorityKeyIdentifier', parsed.problem.offset);
  const fields = new BlockReader(parsed.value, 'authorityKeyIdentifier', value.byteOffset);
  const keyId = fields.isNext(0x80) ? toHex(contentOf(fields.any('keyIdentifier'))) : undefined;
  const names = fields.isNext(0xa1)
    ? readPointNames(fields.explicit('authorityCertIssuer', 0xa1), value.byteOffset)
    : [];
  const serial = fields.isNext(0x82) ? toHex(contentOf(fields.any('authorityCertSerialNumber'))) : undefined;
  const issuer = names.find(({ directory }) => directory !== undefined)?.directory;
  const certificate = { ...(issuer === undefined ? {} : { issuer }), ...(serial === undefined ? {} : { serial }) };
  return {
    ...(keyId === undefined ? {} : { authorityKeyId: keyId }),
    ...(issuer === undefined && serial === undefined ? {} : { authorityCertificate: certificate }),
  };
}
