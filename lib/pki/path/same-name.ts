import { equalBytes } from '#lib/core/bytes.ts';
import type { DistinguishedName } from '#lib/pki/certificate/certificate.ts';

/** Equal for names that RFC 5280 section 7.1 calls equal: letters' case and runs of spaces do not count. */
export function nameKey(name: DistinguishedName): string {
  return JSON.stringify(
    name.rdns.map((rdn) =>
      rdn.map(({ oid, value }) => [oid, value.trim().replaceAll(/\s+/g, ' ').toLowerCase()].join('=')).sort(),
    ),
  );
}

/** RFC 5280 section 7.1: whether two names are the same name. */
export function isSameName(a: DistinguishedName, b: DistinguishedName): boolean {
  return equalBytes(a.der, b.der) || nameKey(a) === nameKey(b);
}

/** A name that names something; the empty sequence names nobody (RFC 5280 section 4.1.2.6). */
export function isNameEmpty(name: DistinguishedName): boolean {
  return name.rdns.length === 0;
}
