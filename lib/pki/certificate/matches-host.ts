import { equalBytes } from '#lib/core/bytes.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { ipOctets } from '#lib/pki/certificate/ip-octets.ts';

/**
 * Whether a certificate is for a host name or address (RFC 9525 section 6.3): addresses against addresses, names label by label without regard to case, `*` as the
 * whole leftmost label and for exactly one label. The common name does not count.
 */
export function matchesHost(certificate: Pick<Certificate, 'alternativeNames'>, host: string): boolean {
  const address = ipOctets(host);
  if (address !== undefined) {
    return certificate.alternativeNames.some(({ kind, value }) => {
      const octets = kind === 'ip' ? ipOctets(value) : undefined;
      return octets !== undefined && equalBytes(octets, address);
    });
  }
  const wanted = labels(host);
  return certificate.alternativeNames.some(({ kind, value }) => kind === 'dns' && matchesName(labels(value), wanted));
}

/** Only ASCII letters have another case in DNS names (RFC 4343): the Kelvin sign is no k. */
function labels(name: string): readonly string[] {
  return name
    .replace(/\.$/, '')
    .replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase())
    .split('.');
}

function matchesName(pattern: readonly string[], wanted: readonly string[]): boolean {
  if (pattern.length !== wanted.length || wanted.some((label) => label === '' || label.includes('*'))) return false;
  // A wildcard directly under a top-level domain would be a certificate for everybody.
  const mayBeWildcard = pattern.length > 2;
  return pattern.every((label, index) => label === wanted[index] || (index === 0 && label === '*' && mayBeWildcard));
}
