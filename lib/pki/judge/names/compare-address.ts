import type { Standing } from '#lib/pki/judge/names/standing.ts';

/**
 * RFC 5280 section 4.2.1.10: the base is an address followed by its mask, eight octets for IPv4 and 32 for IPv6; an address of the other kind is
 * outside of it.
 */
export function compareAddress(address: Uint8Array, base: Uint8Array): Standing {
  const { length } = address;
  if (length !== 4 && length !== 16) return 'unclear';
  if (base.length !== length * 2) return 'outside';
  const isInside = address.every((octet, at) => ((octet ^ (base[at] ?? 0)) & (base[length + at] ?? 0)) === 0);
  return isInside ? 'inside' : 'outside';
}
