import { eq } from 'drizzle-orm';
import { type AuditEntryView, readAuditEntrySchema } from '#lib/contracts/audit.ts';
import type { ChangeView } from '#lib/contracts/change.ts';
import { diffSettings } from '#lib/contracts/diff-settings.ts';
import { emptySettings, type Settings, settingsSchema } from '#lib/contracts/settings.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import { audit, connections } from '#lib/db/schema.ts';
import { summariesOf, summaryColumns } from '#lib/services/audit/audit-row.ts';
import type { Context } from '#lib/services/context.ts';
import { parseInput } from '#lib/services/parse-input.ts';
import { requireViewer } from '#lib/services/require-actor.ts';

type Entry = typeof audit.$inferSelect;

/** One entry with everything in it. */
export async function readAuditEntry(ctx: Context, input: unknown): Promise<Outcome<AuditEntryView>> {
  const allowed = requireViewer(ctx);
  if (!allowed.ok) return allowed;
  const parsed = parseInput(readAuditEntrySchema, input);
  if (!parsed.ok) return parsed;
  const isIt = eq(audit.sequence, parsed.value.sequence);
  const [row] = await ctx.db.select(summaryColumns).from(audit).where(isIt);
  const [entry] = await ctx.db.select().from(audit).where(isIt);
  const [summary] = row === undefined ? [] : await summariesOf(ctx.db, [row]);
  if (entry === undefined || summary === undefined)
    return failure('not-found', `The audit log has no entry ${parsed.value.sequence}.`);
  const { actor, before, after, previousHash, hash } = entry;
  return success({ ...summary, actor, before, after, previousHash, hash, changes: await changesOf(ctx, entry) });
}

/** An entry holds only those parts of the settings that were different. */
async function changesOf(ctx: Context, { subject, at, before, after }: Entry): Promise<ChangeView[] | null> {
  const [was, is] = [settingsOf(before), settingsOf(after)];
  if (was === undefined || is === undefined) return null;
  const [connection] = await ctx.db
    .select({ draft: connections.draft })
    .from(connections)
    .where(eq(connections.id, subject));
  // On both sides, so that none of them is a change: authorities that settings speak of by their keys get names by them.
  const changed = new Set([...(was.caCertificates ?? []), ...(is.caCertificates ?? [])]);
  const known = (connection?.draft.caCertificates ?? []).filter((one) => !changed.has(one));
  return diffSettings(withKnown(was, known), withKnown(is, known), at);
}

const partsSchema = settingsSchema.partial();

function settingsOf(facts: unknown): Partial<Settings> | undefined {
  if (typeof facts !== 'object' || facts === null || !('settings' in facts)) return undefined;
  return partsSchema.safeParse(facts.settings).data as Partial<Settings> | undefined;
}

function withKnown(parts: Partial<Settings>, known: readonly string[]): Settings {
  return { ...emptySettings, ...parts, caCertificates: [...known, ...(parts.caCertificates ?? [])] };
}
