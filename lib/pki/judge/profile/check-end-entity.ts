import type { PathRule } from '#lib/pki/judge/checks/path-rule.ts';
import { constrainsAsEndEntity } from '#lib/pki/judge/names/constrains-as-end-entity.ts';
import { departs } from '#lib/pki/judge/profile/profile-refusal.ts';

/**
 * RFC 5280 section 4.2.1.3: "If the keyCertSign bit is asserted, then the cA bit in the basic constraints extension MUST also be asserted"; section 4.2.1.9:
 * "CAs MUST NOT include the pathLenConstraint field unless the cA boolean is asserted"; section 4.2.1.10: name constraints "MUST be used only in
 * a CA certificate". A host may answer with the certificate of an authority (section 4.2.1.9: "it can be a CA certificate"), but not where the
 * CA/Browser Forum's Baseline Requirements hold (section 7.1.2.7.8: "cA MUST be FALSE").
 */
export const checkEndEntity: PathRule = (place) => {
  const { certificate, purpose } = place;
  const { keyUsage = [], basicConstraints } = certificate;
  const isAuthority = basicConstraints?.isAuthority === true;
  if (place.depth === 0 && isAuthority && purpose.kind === 'server' && purpose.isPublic === true)
    return departs(
      place,
      'Baseline Requirements section 7.1.2.7.8',
      'is the certificate of an authority, not of a host',
    );
  if (!isAuthority && keyUsage.includes('keyCertSign'))
    return departs(place, 'RFC 5280 section 4.2.1.3', 'may sign certificates without being an authority');
  if (!isAuthority && basicConstraints?.pathLength !== undefined)
    return departs(place, 'RFC 5280 section 4.2.1.9', 'limits a path below it without being an authority');
  if (constrainsAsEndEntity(certificate))
    return departs(place, 'RFC 5280 section 4.2.1.10', 'constrains names without being an authority');
  return undefined;
};
