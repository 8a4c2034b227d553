import { extensionName } from '#lib/pki/certificate/extension-name.ts';
import { type PathRule, remedyAt, whose } from '#lib/pki/judge/checks/path-rule.ts';

/**
 * RFC 5280 section 4.2: a critical extension "that contains information that it cannot process" means rejection; section 6.1 (a) wants the certificate's
 * contents processed, so what limits a path and cannot be read does not let anybody through, critical or not.
 */
export const checkMalformedExtensions: PathRule = (place) => {
  const [first] = place.certificate.malformedExtensions ?? [];
  if (first === undefined) return undefined;
  return {
    refusal: 'malformed-extension',
    paragraph: 'RFC 5280 section 4.2',
    message: `${whose(place)} has an extension that cannot be read: ${extensionName(first)}.`,
    remedy: remedyAt(place),
  };
};
