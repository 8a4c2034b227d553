import type { ChainLink, DryRunReading, StepReading } from '#components/dry-run/dry-run-reading.ts';

const marks = { passed: 'ok', failed: 'NO', open: '??', noted: '--' } as const;

/** The whole reading as plain text, to be pasted into a ticket. */
export function reportText(reading: DryRunReading, connectionName: string): string {
  const { sentence, basis, disagreement, steps, changes } = reading;
  return [
    `Dry run, ${connectionName}`,
    '',
    sentence,
    ...(disagreement === undefined ? [] : ['', `ATTENTION: ${disagreement}`]),
    '',
    ...basis,
    ...steps.flatMap((step) => ['', ...stepText(step)]),
    ...(changes.length === 0 ? [] : ['', 'What would have to change', ...changes.map((change) => `  - ${change}`)]),
    '',
  ].join('\n');
}

function stepText({ title, state, sentence, chain = [], facts }: StepReading): string[] {
  return [
    `[${marks[state]}] ${title}: ${sentence}`,
    ...chain.map((link, depth) => `     ${'  '.repeat(depth)}${chainText(link)}`),
    ...facts.map(({ label, value }) => `     ${label}: ${value}`),
  ];
}

const chainMarks: Readonly<Record<ChainLink['state'], string>> = {
  good: '',
  neutral: '',
  failing: ' <- fails here',
  missing: ' <- missing',
};

function chainText({ name, detail, state, revocation }: ChainLink): string {
  return `${name} (${detail}${revocation === undefined ? '' : `; revocation: ${revocation}`})${chainMarks[state]}`;
}
