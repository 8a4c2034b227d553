import { z } from 'zod';
import { changeViewSchema } from '#lib/contracts/change.ts';
import { planSummarySchema, waveWishSchema } from '#lib/contracts/rollout-plan.ts';

export const publishSettingsSchema = z.strictObject({
  connectionId: z.string().max(64),
  /** The draft that was looked at; another one is refused with `draft-changed`. */
  draftVersion: z.number().int().nonnegative(),
  comment: z.string().trim().max(500),
  /** In waves instead of to all at once. */
  waves: waveWishSchema.exactOptional(),
});

/** The settings of a revision of the past become the next revision; the draft stays as it is. */
export const rollBackSchema = z.strictObject({
  connectionId: z.string().max(64),
  revision: z.number().int().positive(),
  comment: z.string().trim().max(500),
  waves: waveWishSchema.exactOptional(),
});

/** Makes a revision of the past the draft; publishing it is a step of its own. */
export const restoreRevisionSchema = z.strictObject({
  connectionId: z.string().max(64),
  revision: z.number().int().positive(),
  baseVersion: z.number().int().nonnegative(),
});

export const revisionViewSchema = z.object({
  revision: z.number(),
  publishedAt: z.number(),
  publishedBy: z.string(),
  comment: z.string(),
  isRunning: z.boolean(),
  /** Against the revision before it. */
  changes: z.array(changeViewSchema),
  rollout: z.object({ acknowledged: z.number(), refused: z.number(), held: z.number() }),
  /** How it went where it went in waves. */
  plan: planSummarySchema.nullable(),
});
export type RevisionView = z.infer<typeof revisionViewSchema>;
