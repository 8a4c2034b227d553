import { type Bytes, concatBytes, utf8 } from '#lib/core/bytes.ts';

/** Tag numbers of X.690 that certificates use. */
const tag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

function lengthOctets(length: number): Bytes {
  if (length < 0x80) return Uint8Array.of(length);
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest & 0xff);
  return Uint8Array.of(0x80 | octets.length, ...octets);
}

/** One element in definite length, X.690 section 8.1. */
export function derElement(identifier: number, content: Uint8Array): Bytes {
  return concatBytes(Uint8Array.of(identifier), lengthOctets(content.length), content);
}

export function derSequence(...parts: readonly Uint8Array[]): Bytes {
  return derElement(tag.sequence, concatBytes(...parts));
}

/** SET OF: X.690 section 11.6 sorts the encodings. */
export function derSetOf(...parts: readonly Uint8Array[]): Bytes {
  return derElement(tag.set, concatBytes(...[...parts].sort(compareOctets)));
}

function compareOctets(a: Uint8Array, b: Uint8Array): number {
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** INTEGER from its two's complement content octets, written as they are (X.690 section 8.3). */
export function derIntegerOctets(content: Uint8Array): Bytes {
  return derElement(tag.integer, content);
}

/** INTEGER from a small number that is not negative. */
export function derInteger(value: number): Bytes {
  const octets: number[] = [];
  let rest = value;
  do {
    octets.unshift(rest & 0xff);
    rest = Math.floor(rest / 256);
  } while (rest > 0);
  if ((octets[0] ?? 0) >= 0x80) octets.unshift(0);
  return derElement(tag.integer, Uint8Array.from(octets));
}

/** OBJECT IDENTIFIER from its dotted form, X.690 section 8.19. */
export function derOid(dotted: string): Bytes {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const octets = [first * 40 + second, ...rest].flatMap((arc) => {
    const septets = [arc & 0x7f];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) {
      septets.unshift((left & 0x7f) | 0x80);
    }
    return septets;
  });
  return derElement(tag.oid, Uint8Array.from(octets));
}

export function derBitString(content: Uint8Array, unusedBits = 0): Bytes {
  return derElement(tag.bitString, concatBytes(Uint8Array.of(unusedBits), content));
}

/** BIT STRING of named bits: X.690 section 11.2.2 drops trailing zero bits. */
export function derNamedBits(bits: readonly number[]): Bytes {
  const highest = Math.max(-1, ...bits);
  const content = new Uint8Array(Math.ceil((highest + 1) / 8));
  for (const bit of bits) content[bit >> 3] = (content[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
  return derBitString(content, content.length * 8 - (highest + 1));
}

export function derOctetString(content: Uint8Array): Bytes {
  return derElement(tag.octetString, content);
}

export function derBoolean(value: boolean): Bytes {
  return derElement(tag.boolean, Uint8Array.of(value ? 0xff : 0));
}

export function derNull(): Bytes {
  return derElement(tag.null, new Uint8Array());
}

export function derUtf8String(text: string): Bytes {
  return derElement(tag.utf8String, utf8(text));
}

export function derPrintableString(text: string): Bytes {
  return derElement(tag.printableString, utf8(text));
}

export function derIa5String(text: string): Bytes {
  return derElement(tag.ia5String, utf8(text));
}

/** BMPString: UTF-16 in network order, X.690 section 8.23. */
export function derBmpString(text: string): Bytes {
  return derElement(tag.bmpString, utf16BigEndian(text));
}

export function utf16BigEndian(text: string): Bytes {
  const octets = new Uint8Array(text.length * 2);
  for (let at = 0; at < text.length; at += 1) {
    octets[at * 2] = text.charCodeAt(at) >> 8;
    octets[at * 2 + 1] = text.charCodeAt(at) & 0xff;
  }
  return octets;
}

/** `[number] IMPLICIT` over primitive content, or over constructed content where `isConstructed`. */
export function derContext(number: number, content: Uint8Array, isConstructed: boolean): Bytes {
  return derElement((isConstructed ? 0xa0 : 0x80) | number, content);
}

/** RFC 5280 section 4.1.2.5: UTCTime through 2049, GeneralizedTime from 2050. */
export function derTime(milliseconds: number): Bytes {
  const iso = new Date(milliseconds).toISOString();
  const digits = `${iso.slice(0, 19).replaceAll(/[-:T]/g, '')}Z`;
  const year = Number(iso.slice(0, 4));
  return year >= 1950 && year < 2050
    ? derElement(tag.utcTime, utf8(digits.slice(2)))
    : derElement(tag.generalizedTime, utf8(digits));
}
