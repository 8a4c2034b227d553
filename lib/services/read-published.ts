import { and, eq, isNull } from 'drizzle-orm';
import { connections, connectors, revisions, sealedKeys } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { sslKeyFingerprint } from '#lib/services/read-connection-facts.ts';
import { requireSystemOrThrow } from '#lib/services/require-actor.ts';
import type { SignedSettings } from '#lib/wire/signed-settings.ts';

export type Published = {
  readonly revision: number;
  readonly signed: SignedSettings;
  /** By connector: the envelope of the SSL key, base64. */
  readonly sealedKeys: ReadonlyMap<string, string>;
};

/** What connectors of the connection are to run; undefined before the first publish. */
export async function readPublished(ctx: Context, connectionId: string): Promise<Published | undefined> {
  requireSystemOrThrow(ctx);
  const [row] = await ctx.db
    .select({
      revision: revisions.revision,
      settings: revisions.settings,
      packed: revisions.packed,
      signature: revisions.signature,
    })
    .from(connections)
    .innerJoin(
      revisions,
      and(eq(revisions.connectionId, connections.id), eq(revisions.revision, connections.runningRevision)),
    )
    .where(eq(connections.id, connectionId));
  if (row === undefined) return undefined;
  const { revision, settings, packed, signature } = row;
  const envelopes = await readEnvelopes(ctx, connectionId, await sslKeyFingerprint(settings));
  return { revision, signed: { packed, signature }, sealedKeys: envelopes };
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
