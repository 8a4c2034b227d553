import { type Bytes, fromUtf8, toHex } from '#lib/core/bytes.ts';
import { maxElements } from '#lib/pki/asn1/der-scan.ts';
import { childrenOf, contentOf, octetsOf, readTlv, type Tlv } from '#lib/pki/asn1/tlv.ts';
import type { DistinguishedName } from '#lib/pki/certificate/certificate.ts';

/** A name as OpenSSL compares it: one key for each RDN. `isReadable`: whether OpenSSL reads it at all. */
type TlsName = { readonly rdns: readonly string[]; readonly key: string; readonly isReadable: boolean };

const known = new WeakMap<DistinguishedName, TlsName>();

/**
 * Equal for names that OpenSSL takes for the same (X509_NAME_cmp compares what x509_name_canon in crypto/x509/x_name.c makes of them): strings become UTF-8,
 * spaces at the ends and runs of them do not count, and ASCII letters lose their case. RFC 5280 section 7.1 has more names equal than that: letters
 * outside of ASCII keep their case and their form here, and a NumericString is never one of another type.
 */
export function tlsNameKey(name: DistinguishedName): string {
  return tlsNameOf(name).key;
}

/** The same for each RDN, in the order of the encoding. */
export function tlsRdnKeys(name: DistinguishedName): readonly string[] {
  return tlsNameOf(name).rdns;
}

/**
 * Whether OpenSSL reads the name. It reads the five types of DirectoryString (RFC 5280 section 4.1.2.4), IA5String and what it copies unread
 * (ASN1_PRINTABLE in crypto/asn1/tasn_typ.c), of which BMPString and UniversalString hold no surrogates and nothing beyond Unicode (UTF8_putc). A
 * certificate with any other name ends the handshake before anybody is judged.
 */
export function isNameReadableByTls(name: DistinguishedName): boolean {
  return tlsNameOf(name).isReadable;
}

function tlsNameOf(name: DistinguishedName): TlsName {
  const before = known.get(name);
  if (before !== undefined) return before;
  const { der } = name;
  const inside = (element: Tlv) => childrenOf(der, element, maxElements);
  const whole = readTlv(der);
  let isReadable = true;
  const attributeKey = (attribute: Tlv): string => {
    const [type, value] = inside(attribute);
    if (type === undefined || value === undefined) return '';
    const text = canonicalValue(value.identifier, contentOf(der, value));
    isReadable &&= text !== undefined;
    return `${toHex(contentOf(der, type))}=${text ?? toHex(octetsOf(der, value))}`;
  };
  // A set without members leaves no trace in OpenSSL's list of entries.
  const sets = (whole === undefined ? [] : inside(whole)).map(inside).filter(({ length }) => length > 0);
  const rdns = sets.map((set) => JSON.stringify(set.map(attributeKey).sort()));
  const read: TlsName = { rdns, key: rdns.join(), isReadable };
  known.set(name, read);
  return read;
}

/** NumericString, BIT STRING and SEQUENCE, and the types that ASN1_tag2bit calls unknown: they are taken octet by octet. */
const copied: ReadonlySet<number> = new Set([0x12, 0x03, 0x30, 0x07, 0x08, 0x09, 0x0b, 0x0d, 0x0e, 0x1d]);

/** What stands in the canonical encoding for one value (asn1_string_canon); undefined where OpenSSL does not read it. */
function canonicalValue(identifier: number, content: Bytes): string | undefined {
  if (copied.has(identifier)) return `${identifier} ${toHex(content)}`;
  const text = textOf(identifier, content);
  return text === undefined ? undefined : `text ${folded(text)}`;
}

/** ASN1_STRING_to_UTF8: one octet a character for the old types, whatever they should hold. */
function textOf(identifier: number, content: Bytes): string | undefined {
  switch (identifier) {
    case 0x0c:
      return fromUtf8(content);
    case 0x13:
    case 0x14:
    case 0x16:
      return ofCodePoints(content, 1);
    case 0x1e:
      return ofCodePoints(content, 2);
    case 0x1c:
      return ofCodePoints(content, 4);
    default:
      return undefined;
  }
}

function ofCodePoints(content: Bytes, width: 1 | 2 | 4): string | undefined {
  const characters: string[] = [];
  for (let at = 0; at < content.length; at += width) {
    const point = content.subarray(at, at + width).reduce((sum, octet) => sum * 256 + octet, 0);
    if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return undefined;
    characters.push(String.fromCodePoint(point));
  }
  return characters.join('');
}

function folded(text: string): string {
  const single = text.replaceAll(/[ \t\n\v\f\r]+/g, ' ').replaceAll(/^ | $/g, '');
  return single.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
