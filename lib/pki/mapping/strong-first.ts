import type { MappingRule } from '#lib/core/mapping-rule.ts';
import { isMappingWeak } from '#lib/pki/mapping/is-mapping-weak.ts';
import type { StrongForm } from '#lib/pki/mapping/strong-form.ts';

/** Whether a weak rule is asked before a strong one: whom it finds comes weakly for ever. */
export function isWeakFirst(rules: readonly MappingRule[]): boolean {
  const firstWeak = rules.findIndex(isMappingWeak);
  return firstWeak !== -1 && rules.findLastIndex((rule) => !isMappingWeak(rule)) > firstWeak;
}

/** Whether what is written into altSecurityIdentities in this form is looked for. */
export function isLookedFor(form: StrongForm, rules: readonly MappingRule[]): boolean {
  return rules.some(({ source, attribute }) => source === form && attribute.toLowerCase() === 'altsecurityidentities');
}

/** The same rules with the strong ones before the weak ones, each kind in its order, and with one for this form of altSecurityIdentities. */
export function strongFirst(rules: readonly MappingRule[], form: StrongForm): MappingRule[] {
  const strong = rules.filter((rule) => !isMappingWeak(rule));
  const added = isLookedFor(form, rules) ? [] : [{ source: form, attribute: 'altSecurityIdentities' }];
  return [...strong, ...added, ...rules.filter(isMappingWeak)];
}
