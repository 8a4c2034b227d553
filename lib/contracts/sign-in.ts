import { z } from 'zod';
import { methodSchema } from '#lib/contracts/settings.ts';

/*
 * A sign-in is one person's way through the door: begun by an application, decided by the address, tried method after method, ended as
 * signed in or refused. The log is the table of them; a sign-in's id is the incident id a person is shown.
 */

/** How the address was matched, as lib/flow decided it. */
export const matchedSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('network'), block: z.string(), label: z.string() }),
  z.object({ kind: z.literal('implicit'), block: z.string(), connectors: z.array(z.string()).readonly() }),
  z.object({ kind: z.literal('none') }),
]);

export const stepSchema = z.object({
  step: z.string(),
  isPassed: z.boolean(),
  detail: z.string(),
  tookMs: z.number(),
});

/** By what a certificate can be mapped strongly (lib/pki/mapping/strong-names.ts). */
export const strongNamesSchema = z.object({
  'issuer-serial': z.string().optional(),
  'subject-key-id': z.string().optional(),
  'sha1-public-key': z.string().optional(),
  sid: z.string().optional(),
});

/** Which rule led from a certificate to a person; `dn` where they were refused all the same. */
export const mappedSchema = z.object({
  source: z.string(),
  attribute: z.string(),
  isWeak: z.boolean(),
  dn: z.string().optional(),
});

export const certificateSeenSchema = z.object({
  name: z.string(),
  subject: z.string(),
  issuer: z.string(),
  serial: z.string(),
  notBefore: z.number(),
  notAfter: z.number(),
  fingerprint: z.string(),
  /** Absent where no rule led to anybody, and in sign-ins from before it was told. */
  strongNames: strongNamesSchema.optional(),
  mapped: mappedSchema.optional(),
});
export type CertificateSeen = z.infer<typeof certificateSeenSchema>;

/** One method that was tried. */
export const trySchema = z.object({
  method: methodSchema,
  /** `skipped`: could not be used, or the person chose another. */
  result: z.enum(['accepted', 'refused', 'unavailable', 'skipped', 'pending']),
  /** A name of the catalogue in sign-in-reasons.ts; null where accepted or pending. */
  reason: z.string().nullable(),
  /** For administrators only. */
  detail: z.string(),
  connectorId: z.string().nullable(),
  connectorName: z.string().nullable(),
  certificate: certificateSeenSchema.nullable(),
  /** The user name that was typed or the Kerberos principal. */
  claimedName: z.string().nullable(),
  steps: z.array(stepSchema),
  /** Milliseconds since 1970. */
  startedAt: z.number(),
  tookMs: z.number().nullable(),
});
export type SignInTry = z.infer<typeof trySchema>;

export const signInStateSchema = z.enum(['open', 'signed-in', 'refused']);

/** A row of the log. */
export const signInSummarySchema = z.object({
  /** The incident id. */
  id: z.string(),
  connectionId: z.string(),
  connectionName: z.string(),
  applicationName: z.string(),
  state: signInStateSchema,
  address: z.string(),
  /** In words: the network's label and block, or `everyone else`. */
  network: z.string(),
  /** Which method let the person in; null where none did. */
  method: methodSchema.nullable(),
  tried: z.array(methodSchema),
  /** Why it ended so, or why the last method did not succeed; null where the first one did. */
  reason: z.string().nullable(),
  userName: z.string().nullable(),
  startedAt: z.number(),
  tookMs: z.number().nullable(),
});
export type SignInSummaryView = z.infer<typeof signInSummarySchema>;

export const signInViewSchema = signInSummarySchema.extend({
  via: z.array(z.string()),
  /** The methods the address got, in order. */
  methods: z.array(methodSchema),
  matched: matchedSchema,
  revision: z.number(),
  /** The decision in one line, as the preview says it. */
  sentence: z.string(),
  reasonCodes: z.array(z.string()),
  tries: z.array(trySchema),
  person: z.object({ userName: z.string(), displayName: z.string(), dn: z.string(), groups: z.number() }).nullable(),
});
export type SignInView = z.infer<typeof signInViewSchema>;

/** Milliseconds since 1970, as an address says them. */
const momentSchema = z.coerce.number().int().min(0);

/** Filters of the log; every one narrows. Times in milliseconds since 1970. */
export const signInFilterSchema = z.strictObject({
  connectionId: z.string().max(64).optional(),
  state: signInStateSchema.optional(),
  method: methodSchema.optional(),
  reason: z.string().max(60).optional(),
  /** Part of a user name, an address, a block, or an incident id. */
  text: z.string().trim().max(200).optional(),
  since: momentSchema.optional(),
  /** Rows before this one (keyset): the last row's `startedAt` and `id`. */
  before: z.strictObject({ startedAt: momentSchema, id: z.string().max(64) }).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type SignInFilter = z.input<typeof signInFilterSchema>;

export const signInPageSchema = z.object({ rows: z.array(signInSummarySchema), hasMore: z.boolean() });
export type SignInPageView = z.infer<typeof signInPageSchema>;

/** An address people signed in from, for a click in the preview. */
export const recentAddressSchema = z.object({
  address: z.string(),
  count: z.number(),
  /** Milliseconds since 1970. */
  lastAt: z.number(),
});
export type RecentAddressView = z.infer<typeof recentAddressSchema>;
