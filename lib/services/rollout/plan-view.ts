import type { PlanSummaryView, RolloutPlanView } from '#lib/contracts/rollout-plan.ts';
import type { RolloutPlanRow } from '#lib/services/read-connection-facts.ts';

export function planSummary(row: RolloutPlanRow): PlanSummaryView {
  const { state, waves, wave, fault, fallbackRevision, endedAt } = row;
  return { state, waves, wave, fault, fallbackRevision, endedAt };
}

export function planView(row: RolloutPlanRow): RolloutPlanView {
  const { revision, previousRevision, waveBeganAt, healthyForMs, patienceMs, onFailure, waitsFor } = row;
  return {
    ...planSummary(row),
    revision,
    previousRevision,
    waveBeganAt,
    healthyForMs,
    patienceMs,
    onFailure,
    waitsFor,
  };
}
