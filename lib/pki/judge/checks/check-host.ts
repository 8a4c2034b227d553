import { matchesHost } from '#lib/pki/certificate/matches-host.ts';
import { type PathRule, remedyAt, whose } from '#lib/pki/judge/checks/path-rule.ts';

/** RFC 9525 section 6.3: one of the certificate's alternative names is the name or the address that the client was told to reach. */
export const checkHost: PathRule = (place) => {
  const { purpose, depth, certificate } = place;
  if (depth > 0 || purpose.kind !== 'server' || purpose.host === undefined) return undefined;
  if (matchesHost(certificate, purpose.host)) return undefined;
  const names = certificate.alternativeNames.flatMap(({ kind, value }) =>
    kind === 'dns' || kind === 'ip' ? [value] : [],
  );
  const isFor = names.length === 0 ? 'no host at all' : names.slice(0, 5).join(', ');
  return {
    refusal: 'wrong-host',
    paragraph: 'RFC 9525 section 6.3',
    message: `${whose(place)} is not for ${purpose.host}: it is for ${isFor}.`,
    remedy: remedyAt(place),
  };
};
