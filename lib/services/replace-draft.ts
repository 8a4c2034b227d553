import { eq } from 'drizzle-orm';
import type { Settings } from '#lib/contracts/settings.ts';
import { settingsDelta } from '#lib/contracts/settings-delta.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import type { Transaction } from '#lib/db/database.ts';
import { connections } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { lockConnection } from '#lib/services/lock-connection.ts';
import { momentText } from '#lib/services/moment-text.ts';
import type { ConnectionRow } from '#lib/services/read-connection-facts.ts';
import { recordAudit } from '#lib/services/record-audit.ts';

export type DraftReplacement = {
  readonly verb: string;
  readonly connectionId: string;
  /** The version the change was made on. */
  readonly baseVersion: number;
  readonly by: string;
  readonly settings: (connection: ConnectionRow) => Promise<Outcome<Settings>>;
  /** Further facts for the audit. */
  readonly facts?: Readonly<Record<string, unknown>>;
};

/**
 * Puts other settings in the draft's place, unless somebody else has done so since. The audit keeps of each save what it changed, as it was
 * and as it is.
 */
export async function replaceDraft(tx: Transaction, ctx: Context, how: DraftReplacement): Promise<Outcome<null>> {
  const locked = await lockConnection(tx, how.connectionId);
  if (!locked.ok) return locked;
  const connection = locked.value;
  if (connection.draftVersion !== how.baseVersion) return draftChanged(connection);
  const settings = await how.settings(connection);
  if (!settings.ok) return settings;
  const version = connection.draftVersion + 1;
  await tx
    .update(connections)
    .set({ draft: settings.value, draftVersion: version, draftUpdatedAt: ctx.now(), draftUpdatedBy: how.by })
    .where(eq(connections.id, connection.id));
  const delta = settingsDelta(connection.draft, settings.value);
  await recordAudit(tx, ctx, {
    verb: how.verb,
    subject: connection.id,
    before: { version: connection.draftVersion, settings: delta.before },
    after: { version, settings: delta.after, ...how.facts },
  });
  return success(null);
}

export function draftChanged({ draftUpdatedBy, draftUpdatedAt, draftVersion }: ConnectionRow) {
  const who = draftUpdatedBy ?? 'Somebody';
  return failure(
    'draft-changed',
    `${who} saved this draft at ${momentText(draftUpdatedAt)}, after you opened it. Your change is not saved: load the newer draft, and make it again there.`,
    { detail: `the draft is at version ${draftVersion}` },
  );
}

export function publishDraftEvents({ events }: Pick<Context, 'events'>, connectionId: string): void {
  events.publish({ t: 'connection-changed', connectionId });
  events.publish({ t: 'connections-changed' });
}
