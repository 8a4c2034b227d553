import type { DryRunFindings, StepReading } from '#components/dry-run/dry-run-reading.ts';
import { methodName } from '#lib/flow/flow-settings.ts';

/** Which network the address falls in, and what is offered there. */
export function networkStep({ decision, judged }: DryRunFindings): StepReading | undefined {
  if (decision === undefined) return undefined;
  const { methods, matched, shadowed, reasons, sentence } = decision;
  const isAsked = judged === undefined || methods.includes('client-certificate');
  return {
    id: 'network',
    title: 'Address, network and methods',
    state: methods.length === 0 || !isAsked ? 'failed' : 'passed',
    sentence: isAsked ? sentence : `${sentence} No certificate is asked for there.`,
    facts: [
      { label: 'Address', value: decision.address },
      { label: 'Network', value: networkText(matched), isProse: true },
      {
        label: 'Methods',
        value: methods.length === 0 ? 'none' : methods.map(methodName).join(', then '),
        isProse: true,
      },
      ...(shadowed.length === 0
        ? []
        : [
            { label: 'Broader ones', value: shadowed.map(({ block, label }) => `${label} ${block}`.trim()).join(', ') },
          ]),
      ...reasons.map((reason) => ({ label: 'Because', value: reason.sentence, isProse: true })),
    ],
  };
}

function networkText(matched: NonNullable<DryRunFindings['decision']>['matched']): string {
  switch (matched.kind) {
    case 'network':
      return `${matched.label} ${matched.block}`.trim();
    case 'implicit':
      return `${matched.block}, where ${matched.connectors.join(', ')} is seen from`;
    case 'none':
      return 'none: everyone else';
  }
}
