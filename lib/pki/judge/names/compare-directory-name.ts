import type { DistinguishedName } from '#lib/pki/certificate/certificate.ts';
import type { Standing } from '#lib/pki/judge/names/standing.ts';
import { nameKey } from '#lib/pki/path/same-name.ts';
import { tlsRdnKeys } from '#lib/pki/path/tls-name.ts';

const known = new WeakMap<DistinguishedName, readonly string[]>();

/**
 * RFC 5280 section 7.1: a name is within the subtree of another where its first RDNs are that one's. OpenSSL tells letters' case and spaces apart
 * outside of ASCII: where the two ways of comparing differ, it is unclear.
 */
export function compareDirectoryName(name: DistinguishedName, base: DistinguishedName): Standing {
  if (base.rdns.length > name.rdns.length) return 'outside';
  const isPrepared = beginsWith(preparedRdns(name), preparedRdns(base));
  if (isPrepared !== beginsWith(tlsRdnKeys(name), tlsRdnKeys(base))) return 'unclear';
  return isPrepared ? 'inside' : 'outside';
}

function beginsWith(name: readonly string[], base: readonly string[]): boolean {
  return base.every((rdn, at) => rdn === name[at]);
}

function preparedRdns(name: DistinguishedName): readonly string[] {
  const before = known.get(name);
  if (before !== undefined) return before;
  // The octets would be those of the whole name, and only the RDN is meant.
  const keys = name.rdns.map((rdn) => nameKey({ der: new Uint8Array(), text: '', rdns: [rdn] }));
  known.set(name, keys);
  return keys;
}
