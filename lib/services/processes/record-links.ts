import { and, eq, inArray, sql } from 'drizzle-orm';
import { links } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { storableJson } from '#lib/services/parse-input.ts';
import { databaseTime } from '#lib/services/processes/database-time.ts';
import { requireSystemOrThrow } from '#lib/services/require-actor.ts';
import type { DirectoryState, KerberosState } from '#lib/wire/frames.ts';
import type { TlsDifferences } from '#lib/wire/revocation-board.ts';

export type HeldLink = {
  readonly connectorId: string;
  /** SubjectPublicKeyInfo, base64. */
  readonly questionKey: string;
  readonly state: {
    readonly directory: DirectoryState;
    readonly kerberos: KerberosState;
    readonly differences?: TlsDifferences | undefined;
  };
};

export type LinkChanges = {
  readonly processId: string;
  /** Links the process holds now, also where another one held the connector's before. */
  readonly held: readonly HeldLink[];
  /** Connectors whose link it holds no more. */
  readonly gone: readonly string[];
};

/** A process took over links, heard news over them, or lost them. A process that was removed as dead holds none until its next beat. */
export async function recordLinks(ctx: Context, { processId, held, gone }: LinkChanges): Promise<void> {
  requireSystemOrThrow(ctx);
  if (gone.length > 0)
    await ctx.db.delete(links).where(and(eq(links.processId, processId), inArray(links.connectorId, [...gone])));
  if (held.length === 0) return;
  const rows = held.map(({ connectorId, questionKey, state }) => ({
    connector_id: connectorId,
    question_key: questionKey,
    state,
  }));
  await ctx.db.execute(sql`
    insert into links (connector_id, process_id, since, question_key, state)
    select h.connector_id, p.id, ${databaseTime}, h.question_key, h.state
    from jsonb_to_recordset(${storableJson(rows)}::jsonb) as h(connector_id text, question_key text, state jsonb)
    join connectors c on c.id = h.connector_id
    join processes p on p.id = ${processId}
    order by h.connector_id
    on conflict (connector_id) do update set
      process_id = excluded.process_id, question_key = excluded.question_key, state = excluded.state,
      since = case when links.process_id = excluded.process_id and links.question_key = excluded.question_key
        then links.since else excluded.since end`);
}
