import { dayText } from '#lib/pki/certificate/day-text.ts';
import { type PathRule, remedyAt, whose } from '#lib/pki/judge/checks/path-rule.ts';

/**
 * RFC 5280 section 6.1.3 (a)(2): "The certificate validity period includes the current time." Section 4.1.2.5: both ends belong to it;
 * but OpenSSL counts the last second as over, and people pass through OpenSSL. It holds the trusted root to it too, and so does this.
 */
export const checkValidity: PathRule = (place) => {
  const { notBefore, notAfter } = place.certificate;
  const isOver = place.purpose.kind === 'client' ? place.at >= notAfter : place.at > notAfter;
  if (isOver) {
    return {
      refusal: 'expired',
      paragraph: 'RFC 5280 section 6.1.3 (a)(2)',
      message: `${whose(place)} ended on ${dayText(notAfter)}.`,
      remedy: remedyAt(place),
    };
  }
  if (place.at < notBefore) {
    return {
      refusal: 'not-yet-valid',
      paragraph: 'RFC 5280 section 6.1.3 (a)(2)',
      message: `${whose(place)} is valid from ${dayText(notBefore)} on, not yet today.`,
      remedy: 'Wait until then, or tell your administrator if you think that the date is wrong.',
    };
  }
  return undefined;
};
