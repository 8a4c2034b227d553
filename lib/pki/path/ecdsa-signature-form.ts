import { type Bytes, concatBytes } from '#lib/core/bytes.ts';
import { derIntegerOctets, derSequence } from '#lib/pki/asn1/write-der.ts';

/** From r‖s, as WebCrypto has it, to `ECDSA-Sig-Value ::= SEQUENCE { r INTEGER, s INTEGER }` (RFC 3279 section 2.2.3). */
export function ecdsaSignatureToDer(raw: Uint8Array): Bytes {
  const half = raw.length / 2;
  return derSequence(unsignedInteger(raw.subarray(0, half)), unsignedInteger(raw.subarray(half)));
}

function unsignedInteger(octets: Uint8Array): Bytes {
  let start = 0;
  while (start < octets.length - 1 && octets[start] === 0) start += 1;
  const trimmed = octets.subarray(start);
  return derIntegerOctets((trimmed[0] ?? 0) >= 0x80 ? concatBytes(Uint8Array.of(0), trimmed) : trimmed);
}

/** The way back (RFC 3279 section 2.2.3), each half padded to `halfLength` octets; undefined where the encoding is not exactly that. */
export function ecdsaSignatureToRaw(der: Uint8Array, halfLength: number): Bytes | undefined {
  // At most 139 octets for P-521, so a length never takes more than two octets.
  let at = 0;
  const lengthHere = (): number | undefined => {
    const first = der[at++];
    if (first === undefined || first < 0x80) return first;
    return first === 0x81 ? der[at++] : undefined;
  };
  if (der[at++] !== 0x30) return undefined;
  const total = lengthHere();
  if (total === undefined || at + total !== der.length) return undefined;
  const raw = new Uint8Array(halfLength * 2);
  for (const half of [0, 1]) {
    if (der[at++] !== 0x02) return undefined;
    const length = lengthHere();
    if (length === undefined || length === 0 || at + length > der.length) return undefined;
    let octets = der.subarray(at, at + length);
    at += length;
    if ((octets[0] ?? 0) >= 0x80) return undefined;
    while (octets.length > 1 && octets[0] === 0) octets = octets.subarray(1);
    if (octets.length > halfLength) return undefined;
    raw.set(octets, (half + 1) * halfLength - octets.length);
  }
  return at === der.length ? raw : undefined;
}
