import type { PathRule } from '#lib/pki/judge/checks/path-rule.ts';
import { constrainsAsEndEntity } from '#lib/pki/judge/names/constrains-as-end-entity.ts';
import { departs } from '#lib/pki/judge/profile/profile-refusal.ts';

/**
 * RFC 5280 section 4.2.1.3: "If the keyCertSign bit is asserted, then the cA bit in the basic constraints extension MUST also be asserted"; section 4.2.1.9:
 * "CAs MUST NOT include the pathLenConstraint field unless the cA boolean is asserted"; section 4.2.1.10: name constraints "MUST be used only in
 * a CA certificate". A host that answers with the certificate of an authority is refused by some (RFC 5280 section 4.2.1.9 tells the two apart).
 */
export const checkEndEntity: PathRule = (place) => {
  const { keyUsage = [], basicConstraints } = place.certificate;
  const isAuthority = basicConstraints?.isAuthority === true;
  if (place.depth === 0 && isAuthority)
    return departs(place, 'RFC 5280 section 4.2.1.9', 'is the certificate of an authority, not of a host');
  if (!isAuthority && keyUsage.includes('keyCertSign'))
    return departs(place, 'RFC 5280 section 4.2.1.3', 'may sign certificates without being an authority');
  if (!isAuthority && basicConstraints?.pathLength !== undefined)
    return departs(place, 'RFC 5280 section 4.2.1.9', 'limits a path below it without being an authority');
  if (constrainsAsEndEntity(place.certificate))
    return departs(place, 'RFC 5280 section 4.2.1.10', 'constrains names without being an authority');
  return undefined;
};
