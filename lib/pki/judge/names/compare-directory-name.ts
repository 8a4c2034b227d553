import type { DistinguishedName } from '#lib/pki/certificate/certificate.ts';
import type { Standing } from '#lib/pki/judge/names/standing.ts';
import { nameKey } from '#lib/pki/path/same-name.ts';

/** Each RDN of a name twice: as RFC 5280 section 7.1 compares it, and as OpenSSL's canonical encoding does. */
type RdnKeys = readonly { readonly prepared: string; readonly ascii: string }[];

const known = new WeakMap<DistinguishedName, RdnKeys>();

/**
 * RFC 5280 section 7.1: a name is within the subtree of another where its first RDNs are that one's. OpenSSL tells letters' case and spaces apart
 * outside of ASCII: where the two ways of comparing differ, it is unclear.
 */
export function compareDirectoryName(name: DistinguishedName, base: DistinguishedName): Standing {
  const ours = keysOf(name);
  const theirs = keysOf(base);
  if (theirs.length > ours.length) return 'outside';
  const isPrepared = theirs.every(({ prepared }, at) => prepared === ours[at]?.prepared);
  const isAscii = theirs.every(({ ascii }, at) => ascii === ours[at]?.ascii);
  if (isPrepared !== isAscii) return 'unclear';
  return isPrepared ? 'inside' : 'outside';
}

function keysOf(name: DistinguishedName): RdnKeys {
  const before = known.get(name);
  if (before !== undefined) return before;
  const keys = name.rdns.map((rdn) => ({
    // The octets would be those of the whole name, and only the RDN is meant.
    prepared: nameKey({ der: new Uint8Array(), text: '', rdns: [rdn] }),
    ascii: JSON.stringify(rdn.map(({ oid, value }) => `${oid}=${canonical(value)}`).sort()),
  }));
  known.set(name, keys);
  return keys;
}

function canonical(value: string): string {
  const single = value.replaceAll(/[ \t\n\v\f\r]+/g, ' ').replaceAll(/^ | $/g, '');
  return single.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}
