import type { DryRunFindings } from '#components/dry-run/dry-run-reading.ts';
import { certificateWay, factsOf } from '#components/dry-run/live-steps.ts';
import { signInReason } from '#lib/contracts/sign-in-reasons.ts';

/** The same code judges here and there, so a difference means that something else is not the same; it is never passed over. */
export function disagreementOf(found: DryRunFindings): string | undefined {
  const { judged, live, settings, revision, isNow } = found;
  if (judged === undefined || live?.kind !== 'answered') return undefined;
  const [there] = factsOf(certificateWay(found), 'path');
  if (there === undefined) return undefined;
  const here = judged.verdict.accepted ? null : judged.verdict.refusal;
  const isSamePath =
    !judged.verdict.accepted ||
    there.path.map(({ fingerprint }) => fingerprint).join() === judged.chain.map((one) => one.fingerprint).join();
  if (here === there.refusal && isSamePath) return undefined;
  const what =
    here === there.refusal
      ? `This browser and ${live.connectorName} found different paths.`
      : `This browser says ${said(here)}, ${live.connectorName} says ${said(there.refusal)}${there.message === '' ? '' : ` (${there.message})`}.`;
  const isOtherRevision = settings === 'running' && live.report.revision !== revision;
  const why = isOtherRevision
    ? ` ${live.connectorName} runs revision ${live.report.revision ?? 'none'}, the console shows revision ${revision ?? 'none'}.`
    : isNow && Math.abs(live.report.at - found.at) > 60_000
      ? ` Their clocks differ by ${Math.round(Math.abs(live.report.at - found.at) / 1000)} s.`
      : ' Their software may differ: see the version of the connector.';
  return `${what}${why} What the connector says is what happens.`;
}

function said(refusal: string | null): string {
  return refusal === null ? '“accepted”' : `“${signInReason(refusal).title}”`;
}
