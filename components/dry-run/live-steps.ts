import type { DryRunFindings } from '#components/dry-run/dry-run-reading.ts';
import type { DryRunStep, DryRunStepFacts, DryRunWay } from '#lib/contracts/dry-run.ts';

/** How the certificates fared at the connector; undefined where it was not asked or did not answer. */
export function certificateWay({ live }: Pick<DryRunFindings, 'live'>): DryRunWay | undefined {
  return live?.kind === 'answered' ? (live.report.certificate ?? undefined) : undefined;
}

/** How the account of the name stands there. */
export function accountWay({ live }: Pick<DryRunFindings, 'live'>): DryRunWay | undefined {
  return live?.kind === 'answered' ? (live.report.account ?? undefined) : undefined;
}

export function stepsOf(way: DryRunWay | undefined, name: string): readonly DryRunStep[] {
  return way?.steps.filter(({ step }) => step === name) ?? [];
}

/** The facts of one kind, in the order of the steps. */
export function factsOf<Kind extends DryRunStepFacts['kind']>(
  way: DryRunWay | undefined,
  kind: Kind,
): readonly Extract<DryRunStepFacts, { kind: Kind }>[] {
  return (way?.steps ?? []).flatMap(({ facts }) => (isOf(facts, kind) ? [facts] : []));
}

function isOf<Kind extends DryRunStepFacts['kind']>(
  facts: DryRunStepFacts | undefined,
  kind: Kind,
): facts is Extract<DryRunStepFacts, { kind: Kind }> {
  return facts?.kind === kind;
}

/** Why the connector said nothing, for a step that only it can take. */
export function notAsked({ live }: Pick<DryRunFindings, 'live'>): string {
  if (live === undefined || live.kind === 'answered') return 'Not reached.';
  return live.reason === 'no-connector'
    ? `Not asked: ${live.connectorName === null ? 'no connector is online' : `${live.connectorName} is not online`}.`
    : `Not known: ${live.detail}`;
}
