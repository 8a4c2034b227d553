import { type BaseBlock, BaseStringBlock } from 'asn1js';
import { toHex } from '#lib/core/bytes.ts';
import { BlockReader } from '#lib/pki/asn1/block-reader.ts';
import { contentOf, identifierOf, octetsOf } from '#lib/pki/asn1/parse-asn1.ts';
import { tag } from '#lib/pki/asn1/tlv.ts';
import type { DistinguishedName, NameAttribute } from '#lib/pki/certificate/certificate.ts';

const labels: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'street',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.13': 'description',
  '2.5.4.15': 'businessCategory',
  '2.5.4.17': 'postalCode',
  '2.5.4.20': 'telephoneNumber',
  '2.5.4.42': 'givenName',
  '2.5.4.43': 'initials',
  '2.5.4.44': 'generationQualifier',
  '2.5.4.45': 'uniqueIdentifier',
  '2.5.4.46': 'dnQualifier',
  '2.5.4.65': 'pseudonym',
  '2.5.4.97': 'organizationIdentifier',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'emailAddress',
  '1.3.6.1.4.1.311.60.2.1.1': 'jurisdictionL',
  '1.3.6.1.4.1.311.60.2.1.2': 'jurisdictionST',
  '1.3.6.1.4.1.311.60.2.1.3': 'jurisdictionC',
};

/** `Name ::= CHOICE { rdnSequence RDNSequence }`, RFC 5280 section 4.1.2.4. */
export function readName(name: BaseBlock, part: string, origin: number): DistinguishedName {
  const sequence = new BlockReader(name, part, origin);
  const rdns: NameAttribute[][] = [];
  while (sequence.hasMore) {
    const set = new BlockReader(sequence.block('rdn', tag.set), `${part}.rdn`, origin, tag.set);
    const attributes: NameAttribute[] = [];
    while (set.hasMore) attributes.push(readAttribute(set.sequence('attribute')));
    rdns.push(attributes);
  }
  return { der: octetsOf(name), text: nameText(rdns), rdns };
}

function readAttribute(attribute: BlockReader): NameAttribute {
  const oid = attribute.oid('type');
  const block = attribute.any('value');
  if (!isWhole(block)) attribute.refuse('value', 'is no text in the encoding that it names');
  attribute.end();
  return { oid, label: labels[oid] ?? oid, value: textOf(block) };
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

/** UTF8String, BMPString and UniversalString hold whole characters (X.690 sections 8.23.5 to 8.23.9): OpenSSL reads no name in which they do not. */
function isWhole(block: BaseBlock): boolean {
  const content = contentOf(block);
  switch (identifierOf(block)) {
    case 0x0c:
      try {
        strictUtf8.decode(content);
        return true;
      } catch {
        return false;
      }
    case 0x1e:
      return content.length % 2 === 0;
    case 0x1c:
      return content.length % 4 === 0;
    default:
      return true;
  }
}

/** The text of any string type; the octets in hexadecimal behind `#` of anything else (RFC 4514 section 2.4). */
export function textOf(block: BaseBlock): string {
  return block instanceof BaseStringBlock ? block.getValue() : `#${toHex(octetsOf(block))}`;
}

/** RFC 4514 section 2: the last RDN first, `+` inside a multi-valued one. */
function nameText(rdns: readonly (readonly NameAttribute[])[]): string {
  return rdns
    .toReversed()
    .map((rdn) => rdn.map(({ label, value }) => `${label}=${escapeValue(value)}`).join('+'))
    .join(',');
}

/** RFC 4514 section 2.4. */
function escapeValue(value: string): string {
  return value
    .replaceAll(/[",+;<>\\]/g, '\\$&')
    .replaceAll('\0', '\\00')
    .replace(/^[ #]/, '\\$&')
    .replace(/ $/, '\\ ');
}
