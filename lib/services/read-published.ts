import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { connections, connectors, revisions, sealedKeys } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { sslKeyFingerprint } from '#lib/services/read-connection-facts.ts';
import { requireSystemOrThrow } from '#lib/services/require-actor.ts';
import type { SignedSettings } from '#lib/wire/signed-settings.ts';

export type PublishedRevision = {
  readonly revision: number;
  readonly signed: SignedSettings;
  /** By connector: the envelope of the SSL key, base64. */
  readonly sealedKeys: ReadonlyMap<string, string>;
};

export type Published = PublishedRevision & {
  /** What some connectors are to run instead, each with how often it was offered again; absent where there are none. */
  readonly apart?: readonly (PublishedRevision & { readonly to: ReadonlyMap<string, number> })[];
};

/** What connectors of the connection are to run; undefined before the first publish. */
export async function readPublished(ctx: Context, connectionId: string): Promise<Published | undefined> {
  requireSystemOrThrow(ctx);
  const [connection] = await ctx.db
    .select({ running: connections.runningRevision })
    .from(connections)
    .where(eq(connections.id, connectionId));
  const running = connection?.running ?? undefined;
  if (running === undefined) return undefined;
  const others = await readApart(ctx, connectionId, running);
  const numbers = [...new Set([running, ...others.keys()])];
  const rows = await ctx.db
    .select({
      revision: revisions.revision,
      settings: revisions.settings,
      packed: revisions.packed,
      signature: revisions.signature,
    })
    .from(revisions)
    .where(and(eq(revisions.connectionId, connectionId), inArray(revisions.revision, numbers)));
  const found = new Map<number, PublishedRevision>();
  for (const { revision, settings, packed, signature } of rows) {
    const envelopes = await readEnvelopes(ctx, connectionId, await sslKeyFingerprint(settings));
    found.set(revision, { revision, signed: { packed, signature }, sealedKeys: envelopes });
  }
  const published = found.get(running);
  if (published === undefined || others.size === 0) return published;
  const apart = [...others].flatMap(([number, to]) => {
    const revision = found.get(number);
    return revision === undefined ? [] : [{ ...revision, to }];
  });
  return { ...published, apart };
}

/** By revision: who is to run it instead of the connection's, or is offered it again. */
async function readApart(
  { db }: Context,
  connectionId: string,
  running: number,
): Promise<Map<number, Map<string, number>>> {
  const rows = await db
    .select({ id: connectors.id, offered: connectors.offeredRevision, anew: connectors.offeredAnew })
    .from(connectors)
    .where(
      and(
        eq(connectors.connectionId, connectionId),
        isNull(connectors.revokedAt),
        sql`(offered_revision is not null or offered_anew > 0)`,
      ),
    );
  const others = new Map<number, Map<string, number>>();
  for (const { id, offered, anew } of rows) {
    const revision = offered ?? running;
    others.set(revision, (others.get(revision) ?? new Map()).set(id, anew));
  }
  return others;
}

async function readEnvelopes(
  { db }: Context,
  connectionId: string,
  spkiFingerprint: string | undefined,
): Promise<Map<string, string>> {
  if (spkiFingerprint === undefined) return new Map();
  const rows = await db
    .select({ connectorId: sealedKeys.connectorId, envelope: sealedKeys.envelope })
    .from(sealedKeys)
    .innerJoin(connectors, eq(connectors.id, sealedKeys.connectorId))
    .where(
      and(
        eq(connectors.connectionId, connectionId),
        isNull(connectors.revokedAt),
        eq(sealedKeys.spkiFingerprint, spkiFingerprint),
      ),
    );
  return new Map(rows.map(({ connectorId, envelope }) => [connectorId, envelope]));
}
