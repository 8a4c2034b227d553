import { type PathRule, whose } from '#lib/pki/judge/checks/path-rule.ts';

/**
 * RFC 5280 section 4.2.1.3: digitalSignature is asserted when the key is "used for verifying digital signatures, other than signatures on
 * certificates and CRLs", which a TLS client makes (RFC 8446 section 4.4.2.2: the certificate MUST allow it where key usage is present).
 */
export const checkClientUsage: PathRule = (place) => {
  const { keyUsage } = place.certificate;
  if (place.depth !== 0 || keyUsage === undefined || keyUsage.includes('digitalSignature')) return undefined;
  return {
    refusal: 'wrong-key-usage',
    paragraph: 'RFC 5280 section 4.2.1.3',
    message: `${whose(place)} is not meant for signing (its key usage lacks digitalSignature), so it cannot prove who you are.`,
    remedy: 'Choose another of your certificates, or ask your administrator for one made for signing in.',
  };
};
