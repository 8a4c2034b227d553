import { z } from 'zod';
import { changeViewSchema } from '#lib/contracts/change.ts';

/** Milliseconds since 1970, as an address says them. */
const momentSchema = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** An entry's number. */
const sequenceSchema = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);

/** Filters of the audit log; every one narrows. Times in milliseconds since 1970. */
export const auditFilterSchema = z.strictObject({
  /** An e-mail address, or the id, name or network address of whoever has none; whole. */
  who: z.string().trim().max(320).default(''),
  verb: z.string().max(64).default(''),
  /** The id of the thing changed. */
  subject: z.string().trim().max(128).default(''),
  /** The connection itself, and its connectors, tickets and applications as far as they are still there. */
  connectionId: z.string().max(64).default(''),
  /** From this moment on. */
  since: momentSchema.optional(),
  /** Before this moment. */
  until: momentSchema.optional(),
  /** Entries before this one: the last one that is there already. */
  before: sequenceSchema.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type AuditFilter = z.input<typeof auditFilterSchema>;

export const readAuditEntrySchema = z.strictObject({ sequence: sequenceSchema });

/** The thing an entry is about, as it is called now, or was when it was there. */
const auditSubjectSchema = z.object({
  id: z.string(),
  kind: z.enum(['connection', 'connector', 'application', 'administrator', 'other']),
  name: z.string().nullable(),
  /** The connection it belongs to, or is; null where it is gone or there is none. */
  connectionId: z.string().nullable(),
});
export type AuditSubject = z.infer<typeof auditSubjectSchema>;

/** Texts out of an entry that its sentence needs. */
const auditFactsSchema = z.record(z.string(), z.string());
export type AuditFacts = z.infer<typeof auditFactsSchema>;

const auditSummarySchema = z.object({
  sequence: z.number(),
  at: z.number(),
  /** `administrator`, `connector`, `anonymous` or `system`. */
  actorKind: z.string(),
  /** What it is looked for by: the e-mail address, or what there is in its place. */
  actorName: z.string(),
  /** An administrator's or connector's name as it is now; null where there is none. */
  actorTitle: z.string().nullable(),
  verb: z.string(),
  subject: auditSubjectSchema,
  facts: auditFactsSchema,
});
export type AuditSummaryView = z.infer<typeof auditSummarySchema>;

export const auditPageSchema = z.object({ rows: z.array(auditSummarySchema), hasMore: z.boolean() });
export type AuditPageView = z.infer<typeof auditPageSchema>;

export const auditEntryViewSchema = auditSummarySchema.extend({
  actor: z.record(z.string(), z.string()),
  before: z.unknown(),
  after: z.unknown(),
  previousHash: z.string(),
  hash: z.string(),
  /** Where settings were saved: what was different, in words; null elsewhere. */
  changes: z.array(changeViewSchema).nullable(),
});
export type AuditEntryView = z.infer<typeof auditEntryViewSchema>;
