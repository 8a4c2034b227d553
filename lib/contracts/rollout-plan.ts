import { z } from 'zod';
import { waveFaults } from '#lib/fleet/judge-wave.ts';

export const onFailureSchema = z.enum(['stop', 'roll-back']);
export type OnFailure = z.infer<typeof onFailureSchema>;

const second = 1_000;

/** How a revision is to go out where it does not go to all at once. */
export const waveWishSchema = z.strictObject({
  /** Ids of the connectors that take it first. */
  canary: z
    .array(z.string().max(64))
    .min(1, 'Choose at least one connector that takes the revision first.')
    .max(2_000, 'At most 2,000 connectors can be first.'),
  /** Parts of all others that have it after each wave, in percent; what is left at the end is the last wave. */
  shares: z
    .array(z.number('Write whole percents, for example 10 50.').int('Write whole percents.').min(1).max(99))
    .max(10, 'At most ten shares.')
    .refine((shares) => shares.every((share, at) => at === 0 || share > (shares[at - 1] ?? 0)), {
      message: 'Each share has to be larger than the one before.',
    }),
  /** How long every connector of a wave has to serve before the next begins. A connector's own tests take up to five seconds of it. */
  healthyForMs: z
    .number()
    .int()
    .min(10 * second, 'A wave has to be healthy for at least ten seconds.')
    .max(7 * 86_400 * second, 'A wave can be watched for a week at most.'),
  /** How long a connector may take to answer, and one that serves may be away. */
  patienceMs: z
    .number()
    .int()
    .min(10 * second, 'Give connectors at least ten seconds to answer.')
    .max(86_400 * second, 'Connectors can be given a day at most.'),
  onFailure: onFailureSchema,
});
export type WaveWishInput = z.infer<typeof waveWishSchema>;

/** `stopped`: no further wave begins, those that have it keep it. `rolled-back`: they were given back what ran before. */
export const planStateSchema = z.enum(['running', 'paused', 'stopped', 'done', 'rolled-back']);
export type PlanState = z.infer<typeof planStateSchema>;

/** Why it stopped by itself; the name is the connector's of that moment. */
export const rolloutFaultSchema = z.object({
  kind: z.enum(waveFaults),
  connectorId: z.string(),
  connectorName: z.string(),
  wave: z.number(),
  /** Which of its own tests failed. */
  tests: z.array(z.string()).exactOptional(),
  at: z.number(),
});
export type RolloutFaultView = z.infer<typeof rolloutFaultSchema>;

export const rolloutWaitSchema = z.object({
  because: z.enum(['answers', 'health', 'nobody-linked']),
  /** Milliseconds since 1970; absent where only a connector that comes can change it. */
  until: z.number().exactOptional(),
});
export type RolloutWaitView = z.infer<typeof rolloutWaitSchema>;

/** What the history tells. */
export const planSummarySchema = z.object({
  state: planStateSchema,
  waves: z.number(),
  /** The one that began last, counted from 0. */
  wave: z.number(),
  fault: rolloutFaultSchema.nullable(),
  fallbackRevision: z.number().nullable(),
  endedAt: z.number().nullable(),
});
export type PlanSummaryView = z.infer<typeof planSummarySchema>;

/** A rollout in waves that is under way, or ended as the last thing that was published. */
export const rolloutPlanViewSchema = planSummarySchema.extend({
  revision: z.number(),
  previousRevision: z.number(),
  waveBeganAt: z.number(),
  healthyForMs: z.number(),
  patienceMs: z.number(),
  onFailure: onFailureSchema,
  waitsFor: rolloutWaitSchema.nullable(),
});
export type RolloutPlanView = z.infer<typeof rolloutPlanViewSchema>;

const connectionId = z.string().max(64);
export const pauseRolloutSchema = z.strictObject({ connectionId });
export const resumeRolloutSchema = z.strictObject({ connectionId });
export const stopRolloutSchema = z.strictObject({
  connectionId,
  /** What becomes of the connectors that have the revision already. */
  changed: z.enum(['stay', 'go-back']),
});
export const retryConnectorSchema = z.strictObject({ connectorId: z.string().max(64) });
