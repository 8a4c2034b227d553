import { type PathRule, tellAdministrator, whose } from '#lib/pki/judge/checks/path-rule.ts';

/** RFC 5280 section 6.1.4 (n): "If a key usage extension is present, verify that the keyCertSign bit is set." */
export const checkSigningUsage: PathRule = (place) => {
  const { keyUsage } = place.certificate;
  if (place.depth === 0 || keyUsage === undefined || keyUsage.includes('keyCertSign')) return undefined;
  return {
    refusal: 'wrong-key-usage',
    paragraph: 'RFC 5280 section 6.1.4 (n)',
    message: `${whose(place)} must not sign certificates: its key usage lacks keyCertSign.`,
    remedy: tellAdministrator(place),
  };
};
