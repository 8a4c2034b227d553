import { type PathRule, remedyAt, whose } from '#lib/pki/judge/checks/path-rule.ts';
import { hasPlainTimes } from '#lib/pki/path/tls-time.ts';

/**
 * RFC 5280 section 4.1.2.5.1: UTCTime "MUST include seconds (i.e., times are YYMMDDHHMMSSZ), even where the number of seconds is zero" and "MUST be expressed
 * in Greenwich Mean Time (Zulu)"; section 4.1.2.5.2 says the same of GeneralizedTime, which "MUST NOT include fractional seconds". OpenSSL refuses any other.
 */
export const checkTimeForm: PathRule = (place) => {
  if (hasPlainTimes(place.certificate)) return undefined;
  return {
    refusal: 'departs-from-profile',
    paragraph: 'RFC 5280 section 4.1.2.5',
    message: `${whose(place)} gives its first or last moment in a form that TLS refuses: without seconds, with a part of a second, or not in GMT.`,
    remedy: remedyAt(place),
  };
};
