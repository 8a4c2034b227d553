import { asc, desc, inArray } from 'drizzle-orm';
import type { KeyRequestView } from '#lib/contracts/key-request.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import { heldKeys } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { readConnectionFacts, sslKeyFingerprint } from '#lib/services/read-connection-facts.ts';
import { requireViewer } from '#lib/services/require-actor.ts';

/** More than a page shows at once; the newest are told. */
const mostListed = 200;

/** The requests whose keys are on connectors of this connection, the newest first. */
export async function listKeyRequests(ctx: Context, connectionId: string): Promise<Outcome<KeyRequestView[]>> {
  const allowed = requireViewer(ctx);
  if (!allowed.ok) return allowed;
  const facts = await readConnectionFacts(ctx.db, connectionId);
  if (!facts.ok) return facts;
  const { connectors, draftKey, running } = facts.value;
  const runningKey = running === undefined ? undefined : await sslKeyFingerprint(running.settings);
  const names = new Map(connectors.map(({ id, name }) => [id, name]));
  if (names.size === 0) return success([]);
  const rows = await ctx.db
    .select()
    .from(heldKeys)
    .where(inArray(heldKeys.connectorId, [...names.keys()]))
    .orderBy(desc(heldKeys.askedAt), asc(heldKeys.spkiFingerprint))
    .limit(mostListed);
  return success(
    rows.map((row) => ({
      ...row,
      hosts: [...row.hosts],
      connectorName: names.get(row.connectorId) ?? '',
      certificate:
        row.spkiFingerprint === runningKey ? 'running' : row.spkiFingerprint === draftKey ? 'draft' : 'waiting',
    })),
  );
}
