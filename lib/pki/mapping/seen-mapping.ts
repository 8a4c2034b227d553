import type { MappingRule } from '#lib/core/mapping-rule.ts';
import { isMappingWeak } from '#lib/pki/mapping/is-mapping-weak.ts';

/** How a certificate found its person once, as the log tells it. */
export type SeenMapping = {
  /** Undefined where the log did not keep it. */
  readonly rule: { readonly source: string; readonly attribute: string; readonly isWeak: boolean } | undefined;
  /** Whether the authority wrote the person's SID into the certificate. */
  readonly hasSid: boolean;
};

/** `sid`: found by a weak rule, but the certificate carries the SID, which KB5014754 calls strong and which a rule can find by. */
export type MappingStanding = 'strong' | 'sid' | 'weak';

export function mappingStanding({ rule, hasSid }: SeenMapping): MappingStanding {
  if (rule !== undefined && !rule.isWeak) return 'strong';
  return hasSid ? 'sid' : 'weak';
}

/**
 * Whether these rules would refuse the certificate where strong mapping is required, as far as the log can tell: it was not found by one of their
 * strong rules. A strong rule that stands behind a weak one was never asked; then the answer is on the safe side.
 */
export function isLockedOut({ rule, hasSid }: SeenMapping, rules: readonly MappingRule[]): boolean {
  const strong = rules.filter((one) => !isMappingWeak(one));
  const isFound =
    rule !== undefined && strong.some((one) => one.source === rule.source && isSame(one.attribute, rule.attribute));
  const isFoundBySid = hasSid && strong.some((one) => one.source === 'sid' && isSame(one.attribute, 'objectSid'));
  return !isFound && !isFoundBySid;
}

/** RFC 4512 section 2.5: names of attributes are compared without their case. */
function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
