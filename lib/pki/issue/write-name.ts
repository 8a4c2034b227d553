import type { Bytes } from '#lib/core/bytes.ts';
import {
  derIa5String,
  derOid,
  derPrintableString,
  derSequence,
  derSetOf,
  derUtf8String,
} from '#lib/pki/asn1/write-der.ts';

/** The attributes a name is written from, most general first as certificates have them. */
export type NameParts = readonly (readonly [label: NameLabel, value: string])[];

const labelOids = {
  C: '2.5.4.6',
  ST: '2.5.4.8',
  L: '2.5.4.7',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  CN: '2.5.4.3',
  UID: '0.9.2342.19200300.100.1.1',
  DC: '0.9.2342.19200300.100.1.25',
  E: '1.2.840.113549.1.9.1',
} as const;

export type NameLabel = keyof typeof labelOids;

function attributeValue(label: NameLabel, value: string): Bytes {
  if (label === 'C') return derPrintableString(value);
  if (label === 'DC' || label === 'E') return derIa5String(value);
  return derUtf8String(value);
}

/** The DER of a Name (RFC 5280 section 4.1.2.4), one attribute in each RDN; what is DER already stays as it is, octet by octet. */
export function writeName(parts: NameParts | Bytes): Bytes {
  if (parts instanceof Uint8Array) return parts;
  return derSequence(
    ...parts.map(([label, value]) => derSetOf(derSequence(derOid(labelOids[label]), attributeValue(label, value)))),
  );
}
