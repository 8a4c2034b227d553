import { and, eq } from 'drizzle-orm';
import { newId } from '#lib/core/ids.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import { applications, connections, signIns } from '#lib/db/schema.ts';
import { decideFlow, type FlowDecision } from '#lib/flow/decide-flow.ts';
import type { Context } from '#lib/services/context.ts';
import { hashToken } from '#lib/services/hash-token.ts';
import { isId } from '#lib/services/is-id.ts';
import { requireAnonymous } from '#lib/services/require-actor.ts';
import { advance } from '#lib/services/sign-in/advance.ts';
import { isInteractionId, isTokenOf, newBrowserSecret } from '#lib/services/sign-in/browser-secret.ts';
import { seenFromOf } from '#lib/services/sign-in/door-connectors.ts';
import { type ConnectionAtTheDoor, readDoorFacts } from '#lib/services/sign-in/door-facts.ts';
import { publishSignIns } from '#lib/services/sign-in/sign-in-events.ts';
import { pathOf, type SignInRow } from '#lib/services/sign-in/sign-in-row.ts';

export type BeginSignIn = {
  /** The client_id. */
  readonly applicationId: string;
  readonly interactionId: string;
  /** Trusted proxies the request came through, the one next to Gatehouse first. */
  readonly via: readonly string[];
  /** What the browser holds of this very request, if it was here before. */
  readonly secret?: string | undefined;
  /** The same, where the caller has to be told which sign-in it is about. */
  readonly secretOf?: (signInId: string) => string | undefined;
};

export type BegunSignIn = {
  readonly signInId: string;
  /** For the browser's cookie, and for nothing else. */
  readonly secret: string;
  /** Where the browser goes. */
  readonly path: string;
};

/**
 * Decides, once, which flow the address gets, and opens the door for this browser. An application's request begins one sign-in: the
 * browser that began it goes on with it, any other is refused.
 */
export async function beginSignIn(ctx: Context, input: BeginSignIn): Promise<Outcome<BegunSignIn>> {
  const allowed = requireAnonymous(ctx);
  if (!allowed.ok) return allowed;
  if (!isInteractionId(input.interactionId) || !isId(input.applicationId)) return noSuchApplication();
  const interactionHash = await hashToken(input.interactionId);
  const begun = await resume(ctx, input, interactionHash);
  if (begun !== undefined) return begun;
  const [found] = await ctx.db
    .select({ application: applications, connection: { id: connections.id, name: connections.name } })
    .from(applications)
    .innerJoin(connections, eq(connections.id, applications.connectionId))
    .where(eq(applications.id, input.applicationId));
  if (found === undefined) return noSuchApplication();
  const { application, connection } = found;
  const facts = await readDoorFacts(ctx, connection.id);
  if (facts === undefined) return neverPublished(ctx, connection);
  const decided = decideFlow(facts.settings.compiled(seenFromOf(facts.connectors)), allowed.value.address);
  if (!decided.ok) return unreadableAddress(ctx, allowed.value.address, decided.problem.message);
  const secret = newBrowserSecret(input.interactionId, ctx.fillRandom);
  const row = firstRow(ctx, decided.value, facts, {
    interactionHash,
    browserHash: await hashToken(secret),
    connectionId: connection.id,
    connectionName: connection.name,
    applicationId: application.id,
    applicationName: application.name,
    via: input.via.slice(0, 16),
  });
  const [inserted] = await ctx.db.insert(signIns).values(row).onConflictDoNothing().returning({ id: signIns.id });
  // Another browser, or another tab of this one, was here with the same request in the same moment.
  if (inserted === undefined) return (await resume(ctx, input, interactionHash)) ?? noSuchApplication();
  if (row.state !== 'open') publishSignIns(ctx, connection.id);
  return success({ signInId: row.id, secret, path: pathOf(row) });
}

async function resume(
  ctx: Context,
  { secret, secretOf }: BeginSignIn,
  interactionHash: string,
): Promise<Outcome<BegunSignIn> | undefined> {
  const [row] = await ctx.db
    .select()
    .from(signIns)
    .where(and(eq(signIns.interactionHash, interactionHash)));
  if (row === undefined) return undefined;
  const held = secret ?? secretOf?.(row.id);
  if (held !== undefined && (await isTokenOf(held, row.browserHash)))
    return success({ signInId: row.id, secret: held, path: pathOf(row) });
  ctx.log.warn({ signInId: row.id }, 'A second browser came with a request that another one had begun to sign in with');
  return failure(
    'not-allowed',
    'This sign-in was begun in another browser or tab. Go back to the application and sign in again.',
  );
}

type Begins = Pick<
  SignInRow,
  'interactionHash' | 'browserHash' | 'connectionId' | 'connectionName' | 'applicationId' | 'applicationName' | 'via'
>;

function firstRow(ctx: Context, decision: FlowDecision, facts: ConnectionAtTheDoor, begins: Begins): SignInRow {
  const { address, methods, matched, sentence, reasons } = decision;
  const nobody = reasons.find(({ code }) => code === 'outside-refuse' || code === 'no-method-left');
  const row: SignInRow = {
    ...begins,
    id: newId('sig', ctx.fillRandom),
    state: 'open',
    address,
    revision: facts.settings.revision,
    methods: [...methods],
    matched,
    sentence,
    reasonCodes: reasons.map(({ code }) => code),
    position: 0,
    tries: [],
    method: null,
    reason: nobody?.code ?? null,
    personId: null,
    userName: null,
    keepSignedIn: false,
    startedAt: facts.at,
    endedAt: null,
    usedAt: null,
  };
  return advance(row, facts);
}

function noSuchApplication() {
  return failure(
    'not-found',
    'The application that sent you here is not known to Gatehouse. Tell whoever looks after it.',
  );
}

function neverPublished(ctx: Context, { id, name }: { readonly id: string; readonly name: string }) {
  const message = `Nobody can sign in to “${name}” yet: its settings were never published. An administrator publishes them in the console, on the connection’s page.`;
  ctx.log.warn({ connectionId: id }, 'A sign-in was refused: the connection has no published settings');
  return failure('unavailable', message);
}

function unreadableAddress(ctx: Context, address: string, detail: string) {
  ctx.log.error({ address, detail }, 'A sign-in was refused: the address it came from cannot be read');
  return failure(
    'unavailable',
    'Gatehouse cannot tell which address you come from, so it cannot decide how you sign in. Tell your administrator.',
    { detail },
  );
}
