import { purpose } from '#lib/pki/certificate/purposes.ts';
import type { PathRule } from '#lib/pki/judge/checks/path-rule.ts';
import { departs } from '#lib/pki/judge/profile/profile-refusal.ts';

const extendedKeyUsage = '2.5.29.37';

/**
 * What browsers ask of authorities that everybody trusts, and of no other: CA/Browser Forum Baseline Requirements sections 7.1.2.7.10 (a host's certificate has the
 * extended key usage serverAuth, not anyExtendedKeyUsage, and not critical) and 7.1.2.1.2 (a root has none).
 */
export const checkPublicProfile: PathRule = (place) => {
  const { certificate, depth, isAnchor, purpose: asked } = place;
  if (asked.kind !== 'server' || asked.isPublic !== true) return undefined;
  const { extendedKeyUsage: purposes, extensions = [] } = certificate;
  const requirements = 'Baseline Requirements section';
  if (depth === 0 && purposes === undefined)
    return departs(place, `${requirements} 7.1.2.7.10`, 'does not say that it is for a server');
  if (depth === 0 && purposes?.includes(purpose.any) === true)
    return departs(place, `${requirements} 7.1.2.7.10`, 'is for any purpose');
  if (extensions.some(({ oid, isCritical }) => oid === extendedKeyUsage && isCritical))
    return departs(place, `${requirements} 7.1.2.7.10`, 'limits its purposes as critical');
  if (isAnchor && purposes !== undefined)
    return departs(place, `${requirements} 7.1.2.1.2`, 'is a root that limits its purposes');
  return undefined;
};
