import { createHash, timingSafeEqual } from 'node:crypto';
import { type Bytes, fromBase64, fromUtf8, utf8 } from '#lib/core/bytes.ts';

/** Salted and plain digests as OpenLDAP writes them (RFC 2307 section 5.3), and their lengths in bytes. */
const schemes: Readonly<Record<string, { readonly hash: string; readonly bytes: number }>> = {
  SHA: { hash: 'sha1', bytes: 20 },
  SSHA: { hash: 'sha1', bytes: 20 },
  SHA256: { hash: 'sha256', bytes: 32 },
  SSHA256: { hash: 'sha256', bytes: 32 },
  SHA512: { hash: 'sha512', bytes: 64 },
  SSHA512: { hash: 'sha512', bytes: 64 },
};

/** Whether a `userPassword` value is that of the typed password; in constant time, and false for schemes that are not known. */
export function isPassword(stored: string | Bytes, typed: string): boolean {
  if (typed === '') return false;
  const text = typeof stored === 'string' ? stored : fromUtf8(stored);
  const match = /^\{([A-Za-z0-9-]+)\}(.*)$/s.exec(text);
  if (match === null) return isSame(sha256(utf8(text)), sha256(utf8(typed)));
  const [, name = '', rest = ''] = match;
  const scheme = schemes[name.toUpperCase()];
  const octets = fromBase64(rest);
  if (scheme === undefined || octets === undefined || octets.length < scheme.bytes) return false;
  const digest = createHash(scheme.hash).update(utf8(typed)).update(octets.subarray(scheme.bytes)).digest();
  return isSame(octets.subarray(0, scheme.bytes), digest);
}

function sha256(bytes: Bytes): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
