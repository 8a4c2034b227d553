import { and, eq } from 'drizzle-orm';
import { flowSettings, type Settings, settingsSchema } from '#lib/contracts/settings.ts';
import type { Database } from '#lib/db/database.ts';
import { connections, revisions } from '#lib/db/schema.ts';
import { type CompiledFlow, compileFlow, type SeenFrom } from '#lib/flow/decide-flow.ts';
import type { FlowSettings } from '#lib/flow/flow-settings.ts';

/** What the door needs of the settings that run. */
export type RunningSettings = Pick<Settings, 'clientCertificate' | 'kerberos' | 'frontFacingUrl' | 'session'> & {
  readonly revision: number;
  readonly flow: FlowSettings;
  /** The flow with the addresses connectors are seen from, compiled once for each set of them. */
  readonly compiled: (seenFrom: readonly SeenFrom[]) => CompiledFlow;
};

/** Connections whose settings are kept at hand: a sign-in must not read ten thousand networks anew. */
const mostKept = 200;
const kept = new Map<string, { readonly key: string; readonly settings: Promise<RunningSettings | undefined> }>();

/** The settings of the connection's running revision; undefined before the first publish. */
export async function readRunningSettings(db: Database, connectionId: string): Promise<RunningSettings | undefined> {
  const [running] = await db
    .select({ revision: revisions.revision, publishedAt: revisions.publishedAt, signature: revisions.signature })
    .from(connections)
    .innerJoin(
      revisions,
      and(eq(revisions.connectionId, connections.id), eq(revisions.revision, connections.runningRevision)),
    )
    .where(eq(connections.id, connectionId));
  if (running === undefined) return undefined;
  // The signature too: after the database came back from a backup a number may mean other settings.
  const key = `${running.revision} ${running.publishedAt} ${running.signature}`;
  const known = kept.get(connectionId);
  const settings = known?.key === key ? known.settings : load(db, connectionId, running.revision);
  // Maps keep the order of insertion, so what was used last stands last.
  kept.delete(connectionId);
  kept.set(connectionId, { key, settings });
  const [oldest] = kept.keys();
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
  settings.catch(() => kept.delete(connectionId));
  return settings;
}

async function load(db: Database, connectionId: string, revision: number): Promise<RunningSettings | undefined> {
  const [row] = await db
    .select({ settings: revisions.settings })
    .from(revisions)
    .where(and(eq(revisions.connectionId, connectionId), eq(revisions.revision, revision)));
  if (row === undefined) return undefined;
  const settings = settingsSchema.parse(row.settings);
  const { clientCertificate, kerberos, frontFacingUrl, session } = settings;
  const flow = flowSettings(settings);
  return { revision, clientCertificate, kerberos, frontFacingUrl, session, flow, compiled: compileOnce(flow) };
}

function compileOnce(settings: FlowSettings): RunningSettings['compiled'] {
  let last: { readonly key: string; readonly flow: CompiledFlow } | undefined;
  return (seenFrom) => {
    const key = JSON.stringify(seenFrom);
    if (last?.key !== key) last = { key, flow: compileFlow(settings, seenFrom) };
    return last.flow;
  };
}
