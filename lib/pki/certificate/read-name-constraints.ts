import type { BaseBlock } from 'asn1js';
import { BlockReader } from '#lib/pki/asn1/block-reader.ts';
import type { GeneralName, NameConstraints } from '#lib/pki/certificate/certificate.ts';
import { readStrictGeneralName } from '#lib/pki/certificate/general-names.ts';
import { skipCertificates } from '#lib/pki/certificate/skip-certificates.ts';

/**
 * RFC 5280 section 4.2.1.10: "Conforming CAs MUST NOT issue certificates where name constraints is an empty sequence."
 *
 * ```asn1
 * NameConstraints ::= SEQUENCE { permittedSubtrees [0] GeneralSubtrees OPTIONAL, excludedSubtrees [1] GeneralSubtrees OPTIONAL }
 * ```
 */
export function readNameConstraints(value: BaseBlock, origin: number): NameConstraints {
  const fields = new BlockReader(value, 'nameConstraints', origin);
  if (!fields.hasMore) fields.refuse('permittedSubtrees', 'and excludedSubtrees are both missing');
  const permitted = fields.isNext(0xa0) ? readSubtrees(fields.explicit('permittedSubtrees', 0xa0), origin) : [];
  const excluded = fields.isNext(0xa1) ? readSubtrees(fields.explicit('excludedSubtrees', 0xa1), origin) : [];
  fields.end();
  return { permitted, excluded };
}

/**
 * RFC 5280 section 4.2.1.10: "minimum MUST be zero, and maximum MUST be absent." Zero is the default, and written out by some.
 *
 * ```asn1
 * GeneralSubtrees ::= SEQUENCE SIZE (1..MAX) OF GeneralSubtree
 * GeneralSubtree ::= SEQUENCE { base GeneralName, minimum [0] BaseDistance DEFAULT 0, maximum [1] BaseDistance OPTIONAL }
 * ```
 */
function readSubtrees(subtrees: BlockReader, origin: number): readonly GeneralName[] {
  if (!subtrees.hasMore) subtrees.refuse('generalSubtree', 'is missing');
  const bases: GeneralName[] = [];
  while (subtrees.hasMore) {
    const subtree = subtrees.sequence('generalSubtree');
    const base = readStrictGeneralName(subtree.any('base'), `${subtree.part}.base`, origin);
    if (!isBase(base)) subtree.refuse('base', 'is no name that a subtree can begin at');
    if (subtree.isNext(0x80) && skipCertificates(subtree, 'minimum') !== 0) subtree.refuse('minimum', 'is not zero');
    subtree.end();
    bases.push(base);
  }
  return bases;
}

/**
 * RFC 5280 section 4.2.1.10: an address is followed by its mask "in the style of RFC 4632 (CIDR)", so the mask has no gaps; the others are
 * IA5Strings, and a host or a domain has no wildcard and no empty label in it.
 */
function isBase(name: GeneralName): boolean {
  if (name.form === 'iPAddress') {
    const { length } = name.octets;
    return (length === 8 || length === 32) && isMask(name.octets.subarray(length / 2));
  }
  if (name.form !== 'dNSName' && name.form !== 'rfc822Name' && name.form !== 'uniformResourceIdentifier') return true;
  const text = String.fromCharCode(...name.octets.subarray(0, 1024));
  const host = name.form === 'rfc822Name' ? text.replace(/^[^@\s]*@/, '') : text;
  return text.length < 1024 && (host === '' || /^\.?[\w-]+(\.[\w-]+)*$/.test(host));
}

function isMask(octets: Uint8Array): boolean {
  const bits = Array.from(octets, (octet) => octet.toString(2).padStart(8, '0')).join('');
  return /^1*0*$/.test(bits);
}
