import { and, eq } from 'drizzle-orm';
import type { Settings } from '#lib/contracts/settings.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import type { Queryable } from '#lib/db/database.ts';
import { revisions } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { isId } from '#lib/services/is-id.ts';
import { maxRevision } from '#lib/services/parse-input.ts';
import { requireViewer } from '#lib/services/require-actor.ts';

export type RevisionName = { readonly connectionId: string; readonly revision: number };

/** The settings of one revision, as they were published. */
export async function readRevisionSettings(ctx: Context, name: RevisionName): Promise<Outcome<Settings>> {
  const allowed = requireViewer(ctx);
  if (!allowed.ok) return allowed;
  return findRevisionSettings(ctx.db, name);
}

export async function findRevisionSettings(
  db: Queryable,
  { connectionId, revision }: RevisionName,
): Promise<Outcome<Settings>> {
  const canBe = isId(connectionId) && Number.isInteger(revision) && revision > 0 && revision <= maxRevision;
  const [row] = canBe
    ? await db
        .select({ settings: revisions.settings })
        .from(revisions)
        .where(and(eq(revisions.connectionId, connectionId), eq(revisions.revision, revision)))
    : [];
  return row === undefined
    ? failure('not-found', `This connection has no revision ${revision}.`)
    : success(row.settings);
}
