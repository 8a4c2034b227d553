import type { DryRunFindings, Fact, StepReading } from '#components/dry-run/dry-run-reading.ts';
import { certificateWay, factsOf, notAsked, stepsOf } from '#components/dry-run/live-steps.ts';
import { utcText } from '#components/dry-run/utc-text.ts';
import type { DryRunStepFacts } from '#lib/contracts/dry-run.ts';

type Looked = Extract<DryRunStepFacts, { kind: 'revocation' }>['certificates'][number];

/** What the connector found out about each certificate of the path. */
export function revocationStep(found: DryRunFindings): StepReading | undefined {
  const { judged } = found;
  if (judged === undefined || !judged.verdict.accepted) return undefined;
  const way = certificateWay(found);
  const [step] = stepsOf(way, 'revocation');
  const shared = { id: 'revocation', title: 'Revocation' } as const;
  if (step === undefined) return { ...shared, state: 'open', sentence: notAsked(found), facts: [] };
  const looked = factsOf(way, 'revocation').flatMap(({ certificates }) => certificates);
  return {
    ...shared,
    state: step.isPassed ? 'passed' : 'failed',
    sentence: looked.length === 0 ? step.detail : summary(looked),
    facts: [
      ...looked.flatMap(lookedFacts),
      ...(looked.length === 0 ? [] : [{ label: 'The connector says', value: step.detail, isProse: true }]),
    ],
  };
}

const words: Readonly<Record<Looked['state'], string>> = {
  good: 'not revoked',
  revoked: 'revoked',
  unknown: 'not known',
  off: 'not looked up: off for its authority',
};

function summary(looked: readonly Looked[]): string {
  return looked
    .map(({ name, state }) => `“${name}”: ${words[state]}`)
    .join('; ')
    .concat('.');
}

function lookedFacts({ name, state, by, from, until, detail }: Looked): readonly Fact[] {
  const times =
    from === undefined ? '' : ` (${utcText(from)}${until === undefined ? ', without an end' : ` – ${utcText(until)}`})`;
  const source = by === undefined ? '' : ` by ${by}${times}`;
  return [{ label: name, value: `${words[state]}${source}${detail === '' ? '' : `. ${detail}`}`, isProse: true }];
}
