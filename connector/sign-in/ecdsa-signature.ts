import type { Bytes } from '#lib/core/bytes.ts';

/*
 * ECDSA P-256 signatures as OpenSSL has them, `Ecdsa-Sig-Value ::= SEQUENCE { r INTEGER, s INTEGER }` (RFC 3279 section 2.2.3), and as RFC 7518
 * section 3.4 has them, 32 octets each. Node converts too, which takes it longer than the signature itself.
 */

const octets = 32;

/** What OpenSSL made; its lengths have one octet each, because the whole has at most 72. */
export function derToRaw(der: Uint8Array): Bytes {
  const raw = new Uint8Array(2 * octets);
  let at = 2;
  for (const end of [octets, 2 * octets]) {
    const length = der[at + 1] ?? 0;
    const number = der.subarray(at + 2, at + 2 + length);
    // A leading zero keeps the number positive; short ones have fewer octets.
    const digits = number.subarray(Math.max(0, length - octets));
    raw.set(digits, end - digits.length);
    at += 2 + length;
  }
  return raw;
}

/** 64 octets from anybody. */
export function rawToDer(raw: Uint8Array): Buffer {
  const [r, s] = [integer(raw.subarray(0, octets)), integer(raw.subarray(octets))];
  return Buffer.concat([Buffer.of(0x30, r.length + s.length), r, s]);
}

function integer(number: Uint8Array): Buffer {
  let start = 0;
  while (start < number.length - 1 && number[start] === 0) start += 1;
  const digits = number.subarray(start);
  const isNegative = (digits[0] ?? 0) >= 0x80;
  return Buffer.concat([Buffer.of(0x02, digits.length + (isNegative ? 1 : 0), ...(isNegative ? [0] : [])), digits]);
}
