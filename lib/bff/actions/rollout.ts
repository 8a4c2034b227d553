'use server';

import { action } from '#lib/bff/action.ts';
import { pauseRollout } from '#lib/services/rollout/pause-rollout.ts';
import { resumeRollout } from '#lib/services/rollout/resume-rollout.ts';
import { retryConnector } from '#lib/services/rollout/retry-connector.ts';
import { rollBackTo } from '#lib/services/rollout/roll-back-to.ts';
import { stopRollout } from '#lib/services/rollout/stop-rollout.ts';

export async function pauseRolloutAction(input: unknown) {
  return action((ctx) => pauseRollout(ctx, input));
}

export async function resumeRolloutAction(input: unknown) {
  return action((ctx) => resumeRollout(ctx, input));
}

export async function stopRolloutAction(input: unknown) {
  return action((ctx) => stopRollout(ctx, input));
}

export async function retryConnectorAction(input: unknown) {
  return action((ctx) => retryConnector(ctx, input));
}

export async function rollBackToAction(input: unknown) {
  return action((ctx) => rollBackTo(ctx, input));
}
