import { purpose } from '#lib/pki/certificate/purposes.ts';
import { type PathRule, remedyAt, whose } from '#lib/pki/judge/checks/path-rule.ts';

/**
 * RFC 5280 section 4.2.1.12: "If the extension is present, then the certificate MUST only be used for one of the purposes indicated." At every depth, as
 * TLS libraries read it; anyExtendedKeyUsage alone is not enough for them.
 */
export const checkServerPurpose: PathRule = (place) => {
  const purposes = place.certificate.extendedKeyUsage;
  if (purposes === undefined || purposes.includes(purpose.serverAuth)) return undefined;
  return {
    refusal: 'wrong-purpose',
    paragraph: 'RFC 5280 section 4.2.1.12',
    message: `${whose(place)} ${place.depth === 0 ? 'is not made for a server' : 'limits what it issues to other purposes than servers'} (its extended key usage lacks serverAuth).`,
    remedy: remedyAt(place),
  };
};
