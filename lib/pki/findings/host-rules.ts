import { displayName } from '#lib/pki/certificate/certificate.ts';
import { ipOctets } from '#lib/pki/certificate/ip-octets.ts';
import { matchesHost } from '#lib/pki/certificate/matches-host.ts';
import type { SslRule } from '#lib/pki/findings/certificate-rules.ts';
import { aboutCertificate } from '#lib/pki/findings/pki-finding.ts';

function hostNames(names: readonly { readonly kind: string; readonly value: string }[]): readonly string[] {
  return names.filter(({ kind }) => kind === 'dns' || kind === 'ip').map(({ value }) => value);
}

/** RFC 9525 section 6.3: host names are looked for among the alternative names only. */
export const sslNoAlternativeNames: SslRule = ({ leaf }) =>
  hostNames(leaf.alternativeNames).length > 0
    ? []
    : [
        aboutCertificate(
          'SSL-NO-SAN',
          leaf,
          `${displayName(leaf)} names no host among its alternative names; browsers do not look at the common name.`,
        ),
      ];

/** RFC 9525 section 6: the host that people are sent to must be one of those the certificate is for. */
export const sslNameMismatch: SslRule = ({ leaf, host }) => {
  const names = hostNames(leaf.alternativeNames);
  if (host === undefined || names.length === 0 || matchesHost(leaf, host)) return [];
  if (ipOctets(host) !== undefined && names.includes(host)) {
    const message = `The certificate names ${host} as a host name; browsers want an address among the alternative names as an address.`;
    const remedy = `Have it issued again with the IP address ${host} as an alternative name, not as a DNS name.`;
    return [aboutCertificate('SSL-NAME-MISMATCH', leaf, message, remedy)];
  }
  const listed = names.length <= 4 ? names.join(', ') : `${names.slice(0, 4).join(', ')} and ${names.length - 4} more`;
  return [aboutCertificate('SSL-NAME-MISMATCH', leaf, `The certificate is for ${listed}, not for ${host}.`)];
};
