import { z } from 'zod';
import { certificateBytesSchema } from '#lib/contracts/settings.ts';
import { stepSchema } from '#lib/contracts/sign-in.ts';

/** Certificates that can be presented at once: the person's own and what is sent along. */
export const mostPresented = 20;

/** Which settings it is judged by: those that connectors serve, or the saved draft. */
export const dryRunSettingsSchema = z.enum(['running', 'draft']);
export type DryRunSettings = z.infer<typeof dryRunSettingsSchema>;

const userNameSchema = z.string().trim().min(1).max(256, 'A user name has at most 256 characters.');
/** Milliseconds since 1970. */
const momentSchema = z.int().min(0).max(8_640_000_000_000_000);

/** What a connector is asked. */
export const askDryRunSchema = z
  .strictObject({
    connectionId: z.string().min(1).max(64),
    /** Absent: any that is online. */
    connectorId: z.string().min(1).max(64).optional(),
    /** The person's own certificate first. */
    presented: z.array(certificateBytesSchema).max(mostPresented, 'At most 20 certificates can be presented at once.'),
    /** When validity is judged; absent: now. */
    at: momentSchema.optional(),
    userName: userNameSchema.optional(),
    settings: dryRunSettingsSchema,
  })
  .refine(({ presented, userName }) => presented.length > 0 || userName !== undefined, {
    error: 'Give a certificate or a user name: an address alone asks nothing of a connector.',
  });
export type AskDryRun = z.infer<typeof askDryRunSchema>;

const stepFactsSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('path'),
    refusal: z.string().nullable(),
    depth: z.number(),
    message: z.string(),
    path: z.array(z.object({ name: z.string(), fingerprint: z.string() })),
  }),
  z.object({
    kind: z.literal('revocation'),
    certificates: z.array(
      z.object({
        name: z.string(),
        state: z.enum(['good', 'revoked', 'unknown', 'off']),
        by: z.string().optional(),
        from: z.number().optional(),
        until: z.number().optional(),
        detail: z.string(),
      }),
    ),
  }),
  z.object({
    kind: z.literal('mapping'),
    source: z.string(),
    attribute: z.string(),
    raw: z.string().optional(),
    normalised: z.string().optional(),
    filter: z.string().optional(),
  }),
  z.object({
    kind: z.literal('hits'),
    filter: z.string(),
    dns: z.array(z.string()),
    standing: z.array(z.object({ attribute: z.string(), value: z.string() })),
  }),
]);
export type DryRunStepFacts = z.infer<typeof stepFactsSchema>;

const dryRunStepSchema = stepSchema.extend({ facts: stepFactsSchema.optional() });
export type DryRunStep = z.infer<typeof dryRunStepSchema>;

const personSchema = z.object({
  directoryId: z.string(),
  dn: z.string(),
  userName: z.string(),
  displayName: z.string().optional(),
  givenName: z.string().optional(),
  familyName: z.string().optional(),
  email: z.string().optional(),
  userPrincipalName: z.string().optional(),
  groups: z.array(z.string()),
  groupsCut: z.boolean(),
});
export type DryRunPerson = z.infer<typeof personSchema>;

const steps = z.array(dryRunStepSchema);
/** `reason` is a name of the catalogue in sign-in-reasons.ts. */
const waySchema = z.discriminatedUnion('result', [
  z.object({ result: z.literal('accepted'), person: personSchema, steps }),
  z.object({ result: z.literal('refused'), reason: z.string(), detail: z.string(), steps }),
  z.object({ result: z.literal('unavailable'), reason: z.string(), detail: z.string(), steps }),
]);
export type DryRunWay = z.infer<typeof waySchema>;

export const dryRunAnswerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('answered'),
    connectorId: z.string(),
    connectorName: z.string(),
    report: z.object({
      revision: z.number().nullable(),
      at: z.number(),
      now: z.number(),
      certificate: waySchema.nullable(),
      account: waySchema.nullable(),
    }),
  }),
  /** Nothing was found out; `detail` says why, in one sentence. */
  z.object({
    kind: z.literal('not-answered'),
    connectorName: z.string().nullable(),
    reason: z.string(),
    detail: z.string(),
  }),
]);
export type DryRunAnswer = z.infer<typeof dryRunAnswerSchema>;
