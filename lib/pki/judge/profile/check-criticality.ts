import type { PathRule } from '#lib/pki/judge/checks/path-rule.ts';
import { departs } from '#lib/pki/judge/profile/profile-refusal.ts';

const [basicConstraints, policyConstraints, inhibitAnyPolicy] = ['2.5.29.19', '2.5.29.36', '2.5.29.54'];
const alternativeNames = '2.5.29.17';

/**
 * RFC 5280 section 4.2.1.9: "Conforming CAs MUST include this extension in all CA certificates that contain public keys used to validate digital
 * signatures on certificates and MUST mark the extension as critical in such certificates"; sections 4.2.1.11 and 4.2.1.14 the same of theirs. Section 4.2.1.6:
 * with an empty subject the alternative names "MUST be marked as critical", and with one "SHOULD" be non-critical.
 */
export const checkCriticality: PathRule = (place) => {
  const { extensions = [], basicConstraints: constraints, subject } = place.certificate;
  for (const { oid, isCritical } of extensions) {
    if (oid === basicConstraints && constraints?.isAuthority === true && !isCritical)
      return departs(place, 'RFC 5280 section 4.2.1.9', 'says that it is an authority, but not as critical');
    if ((oid === policyConstraints || oid === inhibitAnyPolicy) && !isCritical)
      return departs(place, 'RFC 5280 section 4.2.1.11', 'limits policies, but not as critical');
    if (oid === alternativeNames && isCritical !== (subject.rdns.length === 0)) {
      const what = isCritical
        ? 'marks its alternative names as critical beside a subject'
        : 'has no subject, and alternative names that are not critical';
      return departs(place, 'RFC 5280 section 4.2.1.6', what);
    }
  }
  return undefined;
};
