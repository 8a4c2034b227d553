import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { ipOctets } from '#lib/pki/certificate/ip-octets.ts';
import { matchesHost } from '#lib/pki/certificate/matches-host.ts';
import { type PathRule, remedyAt, whose } from '#lib/pki/judge/checks/path-rule.ts';

/** RFC 9525 section 6.3: one of the certificate's alternative names is the name or the address that the client was told to reach. */
export const checkHost: PathRule = (place) => {
  const { purpose, depth, certificate } = place;
  if (depth > 0 || purpose.kind !== 'server' || purpose.host === undefined) return undefined;
  if (matchesHost(certificate, purpose.host)) return undefined;
  return {
    refusal: 'wrong-host',
    paragraph: 'RFC 9525 section 6.3',
    message: `${whose(place)} is not for ${purpose.host}: it is for ${hostsOf(certificate, purpose.host)}.`,
    remedy: remedyAt(place),
  };
};

function hostsOf({ alternativeNames }: Pick<Certificate, 'alternativeNames'>, host: string): string {
  const hosts = alternativeNames.filter(({ kind }) => kind === 'dns' || kind === 'ip');
  if (hosts.some(({ kind, value }) => kind === 'dns' && value === host && ipOctets(host) !== undefined))
    return 'a host of that name, and an address has to be named as an address';
  const names = hosts.map(({ value }) => value);
  return names.length === 0 ? 'no host at all' : names.slice(0, 5).join(', ');
}
