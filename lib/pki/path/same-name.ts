import { equalBytes } from '#lib/core/bytes.ts';
import type { DistinguishedName } from '#lib/pki/certificate/certificate.ts';
import { prepareString } from '#lib/pki/path/prepare-string.ts';

const known = new WeakMap<DistinguishedName, string>();

/** Equal for names that RFC 5280 section 7.1 calls equal, whatever string types they are written in. */
export function nameKey(name: DistinguishedName): string {
  const before = known.get(name);
  if (before !== undefined) return before;
  const key = JSON.stringify(
    name.rdns.map((rdn) => rdn.map(({ oid, value }) => `${oid}=${prepareString(value)}`).sort()),
  );
  known.set(name, key);
  return key;
}

/** RFC 5280 section 7.1: whether two names are the same name. */
export function isSameName(a: DistinguishedName, b: DistinguishedName): boolean {
  return equalBytes(a.der, b.der) || nameKey(a) === nameKey(b);
}

/** A name that names something; the empty sequence names nobody (RFC 5280 section 4.1.2.6). */
export function isNameEmpty(name: DistinguishedName): boolean {
  return name.rdns.length === 0;
}
