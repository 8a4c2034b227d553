import { type PathRule, tellAdministrator, whose } from '#lib/pki/judge/checks/path-rule.ts';

/**
 * RFC 5280 section 6.1.4 (k): "If certificate i is a version 3 certificate, verify that the basicConstraints extension is present and that cA is
 * set to TRUE. (If certificate i is a version 1 or version 2 certificate, then the application MUST either verify that certificate i is a CA
 * certificate through out-of-band means or reject the certificate.)" It is rejected here.
 */
export const checkAuthority: PathRule = (place) => {
  if (place.depth === 0 || place.certificate.basicConstraints?.isAuthority === true) return undefined;
  return {
    refusal: 'not-an-authority',
    paragraph: 'RFC 5280 section 6.1.4 (k)',
    message: `${whose(place)} is not the certificate of an authority, so what it signed counts for nothing.`,
    remedy: tellAdministrator(place),
  };
};
