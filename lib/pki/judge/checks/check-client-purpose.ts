import { purpose } from '#lib/pki/certificate/purposes.ts';
import { type PathRule, tellAdministrator, whose } from '#lib/pki/judge/checks/path-rule.ts';

/**
 * RFC 5280 section 4.2.1.12: "If the extension is present, then the certificate MUST only be used for one of the purposes indicated." At every
 * depth: OpenSSL reads the extension of an authority as a limit on what it may issue for. anyExtendedKeyUsage alone is not enough, as the same
 * section allows ("Applications MAY reject") and as OpenSSL does in the handshake.
 */
export const checkClientPurpose: PathRule = (place) => {
  const purposes = place.certificate.extendedKeyUsage;
  if (purposes === undefined || purposes.includes(purpose.clientAuth)) return undefined;
  if (place.depth > 0) {
    return {
      refusal: 'wrong-purpose',
      paragraph: 'RFC 5280 section 4.2.1.12',
      message: `${whose(place)} limits what it issues to other purposes than signing in (it lacks clientAuth).`,
      remedy: tellAdministrator(place),
    };
  }
  const made = purposes.includes(purpose.serverAuth) ? 'is made for a server' : 'is made for another purpose';
  return {
    refusal: 'wrong-purpose',
    paragraph: 'RFC 5280 section 4.2.1.12',
    message: `Your certificate ${made}, not for signing in (its extended key usage lacks clientAuth).`,
    remedy: 'Choose another of your certificates, or ask your administrator for one made for signing in.',
  };
};
