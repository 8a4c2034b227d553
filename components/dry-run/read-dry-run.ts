import { answerOf } from '#components/dry-run/answer-of.ts';
import { disagreementOf } from '#components/dry-run/disagreement.ts';
import type { DryRunFindings, DryRunReading, StepReading } from '#components/dry-run/dry-run-reading.ts';
import { mappingStep } from '#components/dry-run/mapping-step.ts';
import { networkStep } from '#components/dry-run/network-step.ts';
import { pathStep } from '#components/dry-run/path-step.ts';
import { accountStep, directoryStep, personStep } from '#components/dry-run/person-steps.ts';
import { revocationStep } from '#components/dry-run/revocation-step.ts';
import { utcText } from '#components/dry-run/utc-text.ts';
import { changesFor } from '#components/dry-run/what-to-change.ts';

/** Reads the answer, and each step to it, from what was found out. */
export function readDryRun(found: DryRunFindings): DryRunReading {
  const steps = [
    networkStep(found),
    pathStep(found),
    revocationStep(found),
    mappingStep(found),
    directoryStep(found),
    accountStep(found),
    personStep(found),
  ].filter((step): step is StepReading => step !== undefined);
  return {
    ...answerOf(found),
    basis: basisOf(found),
    disagreement: disagreementOf(found),
    steps,
    changes: changesFor(found),
  };
}

function basisOf({ settings, revision, at, isNow, live, decision, judged }: DryRunFindings): string[] {
  const by =
    settings === 'draft' ? 'the draft as it is saved' : `the running settings (revision ${revision ?? 'none'})`;
  const time = isNow
    ? `As of now (${utcText(at)}).`
    : `Validity as of ${utcText(at)}; revocation and the directory as of now.`;
  return [
    `Judged by ${by}.`,
    time,
    ...(decision === undefined ? ['No address was given, so no flow was decided.'] : []),
    ...(live === undefined ? [] : [askedText(live)]),
    ...(judged === undefined ? [] : ['The TLS handshake was not asked; there OpenSSL judges the certificate as well.']),
    'Nobody was signed in, and no password or ticket was tried.',
  ];
}

function askedText(live: NonNullable<DryRunFindings['live']>): string {
  if (live.kind === 'answered') return `Asked live from ${live.connectorName}.`;
  return live.reason === 'no-connector'
    ? `Not asked live: ${lowerFirst(live.detail)}`
    : `No live answer${live.connectorName === null ? '' : ` from ${live.connectorName}`}: ${live.detail}`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
