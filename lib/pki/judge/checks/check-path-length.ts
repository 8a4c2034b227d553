import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { type PathRule, tellAdministrator, whose } from '#lib/pki/judge/checks/path-rule.ts';
import { isSelfIssued } from '#lib/pki/path/is-self-signed.ts';
import { isSameNameForTls } from '#lib/pki/path/tls-chain.ts';

/**
 * RFC 5280 section 4.2.1.9: pathLenConstraint "gives the maximum number of non-self-issued intermediate certificates that may follow this
 * certificate in a valid certification path"; sections 6.1.4 (l) and (m) count. The certificate at depth 0 is no intermediate.
 */
export const checkPathLength: PathRule = (place) => {
  const allowed = place.certificate.basicConstraints?.pathLength;
  if (place.depth === 0 || allowed === undefined) return undefined;
  const following = place.path.slice(1, place.depth).filter((certificate) => !isCountedOut(certificate)).length;
  if (following <= allowed) return undefined;
  return {
    refusal: 'path-too-long',
    paragraph: 'RFC 5280 section 6.1.4 (l) and (m)',
    message: `${whose(place)} allows ${allowed} authorities below it, but ${following} stand between it and yours.`,
    remedy: tellAdministrator(place),
  };
};

/** Self-issued (RFC 5280 section 3.2), and without a doubt: OpenSSL counts those whose two names are one by RFC 5280 section 7.1 only. */
function isCountedOut(certificate: Certificate): boolean {
  return isSelfIssued(certificate) && isSameNameForTls(certificate.subject, certificate.issuer);
}
