import type { RolloutView } from '#lib/contracts/rollout.ts';

/** Why a connector did not take a revision over, and what to do. */
export function RefusalNotice({ rollout, running }: { rollout: RolloutView; running: number | null }) {
  return (
    <div className="flex flex-col gap-0.5 border-l-2 border-bad pl-3">
      <p className="text-pretty">
        <span className="font-medium text-bad">Revision {rollout.revision} refused</span>
        {rollout.refusal !== undefined && <code className="ml-2 font-mono text-xs text-muted">{rollout.refusal}</code>}
      </p>
      <p className="text-pretty">{rollout.message}</p>
      {rollout.detail !== undefined && rollout.detail !== '' && (
        <p className="font-mono text-xs break-words text-muted">{rollout.detail}</p>
      )}
      {rollout.remedy !== undefined && <p className="text-pretty text-muted">{rollout.remedy}</p>}
      <p className="text-muted">
        {running === null ? 'It serves nothing meanwhile.' : `It keeps serving revision ${running}.`}
      </p>
    </div>
  );
}
