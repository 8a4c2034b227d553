import { and, eq } from 'drizzle-orm';
import { flowSettings, type Settings, settingsSchema } from '#lib/contracts/settings.ts';
import { type WhatIfInput, type WhatIfView, whatIfInputSchema } from '#lib/contracts/what-if.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import { connections, revisions } from '#lib/db/schema.ts';
import { compileFlow } from '#lib/flow/decide-flow.ts';
import { compareFlows, flowChange } from '#lib/flow/what-if.ts';
import { type CertificateFault, certificateFault, type SeenCertificate } from '#lib/flow/what-if-certificate.ts';
import { collectChanges } from '#lib/flow/what-if-changes.ts';
import type { Context } from '#lib/services/context.ts';
import { isId } from '#lib/services/is-id.ts';
import { parseInput } from '#lib/services/parse-input.ts';
import { noSuchConnection } from '#lib/services/read-connection-facts.ts';
import { requireViewer } from '#lib/services/require-actor.ts';
import { readDoorConnectors, seenFromOf } from '#lib/services/sign-in/door-connectors.ts';
import { whatIfCertificateRules } from '#lib/services/what-if-certificate-rules.ts';
import { readWhatIfPages } from '#lib/services/what-if-pages.ts';

const dayMs = 86_400_000;
const mostListed = { first: 50, whole: 50_000 };
const mostChanges = 100;

/**
 * Replays the sign-ins of the last days against the saved draft: who would change flow, or be refused. The log is read in pages, at most
 * 500,000 sign-ins of it; deciding costs by the different addresses and certificates among them (what-if-pages.ts, what-if-changes.ts).
 * `signal`: whoever waits no longer has it stopped between two pages.
 */
export async function whatIf(ctx: Context, input: WhatIfInput, signal?: AbortSignal): Promise<Outcome<WhatIfView>> {
  const allowed = requireViewer(ctx);
  if (!allowed.ok) return allowed;
  const parsed = parseInput(whatIfInputSchema, input);
  if (!parsed.ok) return parsed;
  const { connectionId, days, lists, ownAddress } = parsed.value;
  if (!isId(connectionId)) return noSuchConnection();
  const [found] = await ctx.db
    .select({
      draft: connections.draft,
      draftVersion: connections.draftVersion,
      runningRevision: connections.runningRevision,
      running: revisions.settings,
    })
    .from(connections)
    .leftJoin(
      revisions,
      and(eq(revisions.connectionId, connections.id), eq(revisions.revision, connections.runningRevision)),
    )
    .where(eq(connections.id, connectionId));
  if (found === undefined) return noSuchConnection();
  const draft = settingsSchema.parse(found.draft);
  const running = found.running === null ? undefined : settingsSchema.parse(found.running);
  const seenFrom = seenFromOf(await readDoorConnectors(ctx.db, connectionId));
  const compile = (settings: Settings) => compileFlow(flowSettings(settings), seenFrom);
  const compare = compareFlows(running === undefined ? undefined : compile(running), compile(draft));
  const collected = collectChanges({
    compare,
    certificateFault: await faultFinder(running, draft),
    mostListed: mostListed[lists],
    mostChanges,
  });
  let isCut = false;
  const since = ctx.now() - days * dayMs;
  for await (const page of readWhatIfPages(ctx.db, { connectionId, since })) {
    if (signal?.aborted === true) return failure('unavailable', 'It was stopped before the log was read to its end.');
    for (const seen of page.seen) collected.add(seen);
    isCut = page.isCut;
  }
  const { draftVersion, runningRevision } = found;
  return success({
    days,
    draftVersion,
    runningRevision,
    isCut,
    own: ownChange(compare, ownAddress),
    answer: collected.done(),
  });
}

function ownChange(compare: ReturnType<typeof compareFlows>, address: string | undefined): WhatIfView['own'] {
  const pair = address === undefined ? undefined : compare(address);
  const change = pair?.ok === true ? flowChange(pair.value) : undefined;
  return pair?.ok === true && change !== undefined ? { address: pair.value.address, kind: change.kind } : null;
}

/** Certificates of one authority that found people by one rule fare alike: each kind is looked at once. */
async function faultFinder(running: Settings | undefined, draft: Settings) {
  if (running === undefined) return () => undefined;
  const [before, after] = [await whatIfCertificateRules(running), await whatIfCertificateRules(draft)];
  const known = new Map<string, CertificateFault | undefined>();
  return (seen: SeenCertificate): CertificateFault | undefined => {
    const key = JSON.stringify({ ...seen, fingerprint: '' });
    if (!known.has(key)) known.set(key, certificateFault(seen, before, after));
    return known.get(key);
  };
}
