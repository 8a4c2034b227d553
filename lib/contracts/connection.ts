import { z } from 'zod';
import { changeViewSchema } from '#lib/contracts/change.ts';
import { connectorViewSchema } from '#lib/contracts/connector.ts';
import { sealedKeysSizeProblem, settingsSizeProblem } from '#lib/contracts/draft-size.ts';
import { findingSchema } from '#lib/contracts/finding.ts';
import { rolloutPlanViewSchema } from '#lib/contracts/rollout-plan.ts';
import { sealedKeySchema } from '#lib/contracts/sealed-key.ts';
import { methodSchema, settingsSchema } from '#lib/contracts/settings.ts';

export const connectionNameSchema = z.string().trim().min(1, 'Give the connection a name.').max(120);
export const createConnectionSchema = z.strictObject({ name: connectionNameSchema });
export const renameConnectionSchema = z.strictObject({ connectionId: z.string().max(64), name: connectionNameSchema });

/** The name is typed once more, so that nobody deletes the wrong connection. */
export const deleteConnectionSchema = z.strictObject({
  connectionId: z.string().max(64),
  name: z.string().trim().max(120),
});

export const connectionSummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  /** Methods on in the running revision; in the draft where nothing runs yet. */
  methods: z.array(methodSchema),
  networks: z.number(),
  connectors: z.object({ total: z.number(), online: z.number() }),
  /** The certificate of the running revision that ends first. */
  firstExpiry: z.object({ at: z.number(), name: z.string() }).nullable(),
  runningRevision: z.number().nullable(),
  /** Changes of the draft against what runs. */
  changes: z.number(),
});
export type ConnectionSummaryView = z.infer<typeof connectionSummarySchema>;

export const draftViewSchema = z.object({
  /** Counts every save; a save names the version it began from. */
  version: z.number(),
  settings: settingsSchema,
  updatedAt: z.number(),
  updatedBy: z.string().nullable(),
  changes: z.array(changeViewSchema),
  findings: z.array(findingSchema),
});
export type DraftView = z.infer<typeof draftViewSchema>;

export const runningViewSchema = z.object({
  revision: z.number(),
  settings: settingsSchema,
  publishedAt: z.number(),
  publishedBy: z.string(),
  comment: z.string(),
  /** Revisions with the same settings, for connectors that had gone ahead and came back. */
  alike: z.array(z.number()),
});
export type RunningView = z.infer<typeof runningViewSchema>;

export const connectionViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.number(),
  draft: draftViewSchema,
  running: runningViewSchema.nullable(),
  /** A rollout in waves that is under way, or ended as the last thing that was published. */
  plan: rolloutPlanViewSchema.nullable(),
  connectors: z.array(connectorViewSchema),
});
export type ConnectionView = z.infer<typeof connectionViewSchema>;

/** `baseVersion` is the draft version the change was made on; an older one is refused with `draft-changed`. */
export const saveDraftSchema = z.strictObject({
  connectionId: z.string().max(64),
  baseVersion: z.number().int().nonnegative(),
  settings: settingsSchema.superRefine((settings, context) => {
    const message = settingsSizeProblem(settings);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  }),
  sealedKeys: z
    .array(sealedKeySchema)
    .max(2_000, 'A key can be sealed to at most 2,000 connectors of one connection.')
    .superRefine((sealedKeys, context) => {
      const message = sealedKeysSizeProblem(sealedKeys);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    }),
});
export type SaveDraft = z.infer<typeof saveDraftSchema>;

/** Throws the draft's changes away: it becomes what runs. */
export const discardDraftSchema = z.strictObject({
  connectionId: z.string().max(64),
  baseVersion: z.number().int().nonnegative(),
});
