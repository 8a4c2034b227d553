import type { Queryable } from '#lib/db/database.ts';
import { audit } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';

export type AuditEntry = {
  readonly verb: string;
  /** The id of the thing changed. */
  readonly subject: string;
  readonly before?: unknown;
  readonly after?: unknown;
};

/** Writes down who changed what, in the change's own transaction. Never given secrets, nor their hashes where those can be guessed. */
export async function recordAudit(
  tx: Queryable,
  ctx: Pick<Context, 'actor' | 'now'>,
  entry: AuditEntry,
): Promise<void> {
  await tx.insert(audit).values({
    at: ctx.now(),
    actor: { ...ctx.actor },
    verb: entry.verb,
    subject: entry.subject,
    before: entry.before ?? null,
    after: entry.after ?? null,
  });
}
