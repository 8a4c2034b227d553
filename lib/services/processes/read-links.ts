import { eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { connectors, links } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { requireSystemOrThrow } from '#lib/services/require-actor.ts';
import { stateFrame } from '#lib/wire/frames.ts';
import type { OnlineConnector } from '#lib/wire/gateway.ts';
import { importQuestionKey } from '#lib/wire/question-cipher.ts';

/** A link and the process that holds it. */
export type KnownLink = OnlineConnector & { readonly connectionId: string; readonly processId: string };

/** As another version of this software may have written it: what is not known here is left out. */
const stateSchema = z.object(stateFrame.omit({ t: true }).shape);

/** Who holds the links of these connectors, or all links there are; connectors without a link are left out. */
export async function readLinks(ctx: Context, connectorIds: readonly string[] | 'all'): Promise<KnownLink[]> {
  requireSystemOrThrow(ctx);
  const rows = await ctx.db
    .select({
      connectorId: links.connectorId,
      processId: links.processId,
      connectionId: connectors.connectionId,
      questionKey: links.questionKey,
      state: links.state,
    })
    .from(links)
    .innerJoin(connectors, eq(connectors.id, links.connectorId))
    .where(connectorIds === 'all' ? undefined : inArray(links.connectorId, [...connectorIds]));
  const known = await Promise.all(
    rows.map(async ({ questionKey, state, ...row }) => {
      const read = stateSchema.safeParse(state);
      const key = await importQuestionKey(questionKey).catch(() => undefined);
      return read.success && key !== undefined ? { ...row, ...read.data, questionKey: key } : undefined;
    }),
  );
  return known.filter((one) => one !== undefined);
}
