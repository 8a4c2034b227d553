import { extensionName } from '#lib/pki/certificate/extension-name.ts';
import { type PathRule, remedyAt, whose } from '#lib/pki/judge/checks/path-rule.ts';

/** RFC 5280 section 4.2: "A certificate-using system MUST reject the certificate if it encounters a critical extension it does not recognize"; sections 6.1.4 (o) and 6.1.5 (f). */
export const checkCriticalExtensions: PathRule = (place) => {
  const [first] = place.certificate.unknownCriticalExtensions;
  if (first === undefined) return undefined;
  return {
    refusal: 'unknown-critical-extension',
    paragraph: 'RFC 5280 section 4.2',
    message: `${whose(place)} makes a condition that is not understood here (extension ${extensionName(first)}), and so cannot be accepted.`,
    remedy: remedyAt(place),
  };
};
