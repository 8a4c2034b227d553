import { type Bytes, equalBytes, fromUtf8, utf8 } from '#lib/core/bytes.ts';
import { BlockReader } from '#lib/pki/asn1/block-reader.ts';
import { contentOctets } from '#lib/pki/asn1/child-octets.ts';
import { maxElements } from '#lib/pki/asn1/der-scan.ts';
import { EncodingFault, parseAsn1 } from '#lib/pki/asn1/parse-asn1.ts';
import { childrenOf, octetsOf, readTlv, type Tlv } from '#lib/pki/asn1/tlv.ts';
import { derOid } from '#lib/pki/asn1/write-der.ts';
import type { Certificate, GeneralName } from '#lib/pki/certificate/certificate.ts';
import { readStrictGeneralNames } from '#lib/pki/certificate/general-names.ts';
import { isNameEmpty } from '#lib/pki/path/same-name.ts';

/** A name that constraints are asked about. `isReadable` is false where it stands in a string of the wrong type. */
export type ConstrainedName = {
  readonly name: GeneralName;
  /** Where it stands, in words: “DNS name”. */
  readonly what: string;
  readonly isReadable: boolean;
};

const emailAddress = derOid('1.2.840.113549.1.9.1');
const commonName = derOid('2.5.4.3');
const ia5String = 0x16;
/** UTF8String, NumericString, PrintableString, TeletexString, IA5String, VisibleString, UniversalString and BMPString (X.680 section 8.6). */
const strings: ReadonlySet<number | undefined> = new Set([0x0c, 0x12, 0x13, 0x14, 0x16, 0x1a, 0x1c, 0x1e]);

/**
 * The names that RFC 5280 sections 6.1.3 (b) and (c) hold to constraints: the subject, unless it is empty, and every alternative name. Beyond that, as
 * OpenSSL has it and so that nobody is accepted whom it refuses: e-mail addresses in the subject even where there is one among the alternative
 * names, and in a certificate that stands first and has no DNS name, common names that look like hosts.
 */
export function namesOf(certificate: Certificate, isFirst: boolean): readonly ConstrainedName[] {
  const { subject } = certificate;
  const alternatives = alternativeNamesOf(certificate);
  const names: ConstrainedName[] = alternatives.map((name) => ({ name, what: words[name.form], isReadable: true }));
  if (isNameEmpty(subject)) return names;
  names.push({ name: { form: 'directoryName', name: subject }, what: 'subject', isReadable: true });
  for (const value of attributesOf(subject.der, emailAddress)) {
    const name: GeneralName = { form: 'rfc822Name', octets: contentOctets(value) };
    names.push({ name, what: 'e-mail address in the subject', isReadable: value[0] === ia5String });
  }
  if (isFirst && !alternatives.some(({ form }) => form === 'dNSName')) names.push(...hostsOf(certificate));
  return names;
}

const words: Readonly<Record<GeneralName['form'], string>> = {
  rfc822Name: 'e-mail address',
  dNSName: 'DNS name',
  directoryName: 'directory name',
  uniformResourceIdentifier: 'URI',
  iPAddress: 'IP address',
  otherName: 'other name',
  x400Address: 'X.400 address',
  ediPartyName: 'EDI party name',
  registeredID: 'registered identifier',
};

function alternativeNamesOf({ extensions = [] }: Certificate): readonly GeneralName[] {
  const extension = extensions.find(({ oid }) => oid === '2.5.29.17');
  const parsed = extension === undefined ? undefined : parseAsn1(extension.value, 'DER');
  if (extension === undefined || parsed === undefined || !parsed.ok) return [];
  const { byteOffset } = extension.value;
  try {
    return readStrictGeneralNames(new BlockReader(parsed.value, 'subjectAltName', byteOffset), byteOffset);
  } catch (error) {
    // Reading has put it among the malformed extensions, and those are refused.
    if (error instanceof EncodingFault) return [];
    throw error;
  }
}

/** Common names as OpenSSL's cn2dnsid reads them: two labels at least, letters, digits, hyphens and underscores; NUL octets at the end do not count. */
function hostsOf({ subject }: Certificate): readonly ConstrainedName[] {
  const octets = attributesOf(subject.der, commonName);
  const texts = subject.rdns.flat().filter(({ oid }) => oid === '2.5.4.3');
  return texts.flatMap(({ value }, index) => {
    const text = value.replace(/\0+$/, '');
    const isReadable = !text.includes('\0') && strings.has(octets[index]?.[0]);
    if (isReadable && !/^\w([\w-]*\w)?(\.\w([\w-]*\w)?)+$/.test(text)) return [];
    const name: GeneralName = { form: 'dNSName', octets: utf8(text) };
    return [{ name, what: 'common name, which reads as a DNS name,', isReadable }];
  });
}

/** The values of one attribute type in a name, as they stand in it, in the order of the encoding. */
function attributesOf(name: Bytes, type: Bytes): readonly Bytes[] {
  const inside = (element: Tlv) => childrenOf(name, element, maxElements);
  const whole = readTlv(name);
  const attributes = whole === undefined ? [] : inside(whole).flatMap(inside);
  return attributes.flatMap((attribute) => {
    const [oid, value] = inside(attribute);
    const isOfType = oid !== undefined && equalBytes(octetsOf(name, oid), type);
    return isOfType && value !== undefined ? [octetsOf(name, value)] : [];
  });
}

/** What a sentence quotes of a name; never more than a line of it. */
export function shownName({ name }: ConstrainedName): string {
  if (name.form === 'directoryName') return name.name.text.slice(0, 200);
  if (name.form === 'iPAddress' && name.octets.length === 4) return name.octets.join('.');
  const octets = name.form === 'otherName' ? contentOctets(name.octets) : name.octets;
  return fromUtf8(octets.subarray(0, 200)).replaceAll(/[\p{C}\ufffd]/gu, '?');
}
