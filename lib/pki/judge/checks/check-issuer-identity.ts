import { displayName } from '#lib/pki/certificate/certificate.ts';
import { type PathRule, remedyAt, whose } from '#lib/pki/judge/checks/path-rule.ts';
import { contradictsIssuer } from '#lib/pki/path/contradicts-issuer.ts';

/** RFC 5280 section 4.2.1.1: where the authority key identifier is there, it identifies the issuer's key or certificate; OpenSSL ends the path where it contradicts. */
export const checkIssuerIdentity: PathRule = (place) => {
  const issuer = place.path[place.depth + 1];
  if (issuer === undefined || !contradictsIssuer(place.certificate, issuer)) return undefined;
  return {
    refusal: 'unknown-authority',
    paragraph: 'RFC 5280 section 4.2.1.1',
    message: `${whose(place)} was issued under another certificate of “${displayName(issuer)}” than the one accepted here.`,
    remedy: remedyAt(place),
  };
};
