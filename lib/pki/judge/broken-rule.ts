import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import type { PathPlace, RuleRefusal } from '#lib/pki/judge/checks/path-rule.ts';
import { pathRulesFor } from '#lib/pki/judge/checks/path-rules.ts';
import type { JudgeCase } from '#lib/pki/judge/judge-case.ts';

export type BrokenRule = { readonly place: PathPlace; readonly refusal: RuleRefusal };

export function placeAt(
  path: readonly Certificate[],
  depth: number,
  certificate: Certificate,
  { at, purpose, voice = 'holder' }: JudgeCase,
): PathPlace {
  return { path, depth, certificate, isAnchor: depth === path.length - 1, at, purpose, voice };
}

/** The first rule that does not hold on a path whose last certificate is trusted (RFC 5280 section 6.1): from the person's certificate upwards. */
export function brokenRule(
  path: readonly Certificate[],
  one: JudgeCase,
  further: (place: PathPlace) => RuleRefusal | undefined = () => undefined,
): BrokenRule | undefined {
  for (const [depth, certificate] of path.entries()) {
    const place = placeAt(path, depth, certificate, one);
    for (const rule of [...pathRulesFor(one.purpose), further]) {
      const refusal = rule(place);
      if (refusal !== undefined) return { place, refusal };
    }
  }
  return undefined;
}
