import type { DryRunFindings, Fact, StepReading } from '#components/dry-run/dry-run-reading.ts';
import { certificateWay, stepsOf } from '#components/dry-run/live-steps.ts';
import type { RuleReading } from '#components/pki-worker/dry-run-calls.ts';
import { mappingSourceNames } from '#lib/core/mapping-rule.ts';

/** What each rule takes from the certificate, and what is looked for by it. */
export function mappingStep(found: DryRunFindings): StepReading | undefined {
  const { judged } = found;
  if (judged === undefined || judged.chain.length === 0) return undefined;
  const { rules } = judged;
  const usable = rules.filter(({ problem }) => problem === undefined);
  const live = stepsOf(certificateWay(found), 'mapping');
  const refused = live.find(({ isPassed }) => !isPassed);
  return {
    id: 'mapping',
    title: 'User mapping',
    state: !judged.verdict.accepted
      ? 'noted'
      : usable.length === 0 || (refused !== undefined && live.at(-1) === refused)
        ? 'failed'
        : 'passed',
    sentence: sentenceOf(rules.length, usable),
    facts: rules.flatMap(factsOfRule),
  };
}

function sentenceOf(count: number, usable: readonly RuleReading[]): string {
  const [first] = usable;
  if (first === undefined)
    return count === 1
      ? 'The one mapping rule takes nothing from this certificate.'
      : `None of ${count} mapping rules takes anything from this certificate.`;
  return `The ${mappingSourceNames[first.source]} is looked for in ${first.attribute}${usable.length > 1 ? ` first; ${usable.length} rules can be used` : ''}.`;
}

function factsOfRule({ source, attribute, isWeak, problem, raw, normalised, filter }: RuleReading): readonly Fact[] {
  const rule = `${mappingSourceNames[source]} in ${attribute}`;
  if (problem !== undefined) return [{ label: rule, value: problem, isProse: true }];
  return [
    { label: rule, value: `“${raw ?? ''}”${isWeak ? ' (weak)' : ''}` },
    ...(normalised === raw ? [] : [{ label: 'Looked for as', value: normalised ?? '' }]),
    { label: 'LDAP filter', value: filter ?? '' },
  ];
}
