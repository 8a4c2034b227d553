import type { SignInTry } from '#lib/contracts/sign-in.ts';
import type { FillRandom } from '#lib/core/ids.ts';
import type { ServiceContext } from '#lib/services/context.ts';
import { askSealed } from '#lib/services/sign-in/ask-sealed.ts';
import { type ConnectionAtTheDoor, passwordConnectors } from '#lib/services/sign-in/door-facts.ts';
import { identityVerifier } from '#lib/services/sign-in/identity-verifier.ts';
import { storable } from '#lib/services/sign-in/storable.ts';
import type { MethodResult } from '#lib/wire/method-result.ts';
import { openSignedResult } from '#lib/wire/signed-result.ts';

/** How long one connector may take, and all together; nobody waits longer before a form. */
const oneMs = 10_000;
const allMs = 25_000;

type Candidate = ReturnType<typeof passwordConnectors>[number];
type Step = SignInTry['steps'][number];

export type AskedConnectors = {
  readonly outcome: MethodResult;
  readonly connector: Pick<SignInTry, 'connectorId' | 'connectorName'>;
  /** Connectors that gave no answer before, in the order they were asked. */
  readonly passedOver: readonly Step[];
  /** Whether a directory may have counted the try although nobody said so. */
  readonly mayHaveCounted: boolean;
};

/**
 * Asks the connection's connectors, one after another, until one gives a definite answer; a definite answer is never asked for twice,
 * since directories count failures. Each question is encrypted to one connector alone.
 */
export async function askConnectors(
  ctx: ServiceContext,
  connection: { readonly id: string; readonly facts: ConnectionAtTheDoor },
  typed: { readonly userName: string; readonly password: string },
): Promise<AskedConnectors> {
  const online = passwordConnectors(ctx.gateway.onlineConnectors(connection.id), connection.facts.connectors);
  const passedOver: Step[] = [];
  let mayHaveCounted = false;
  let last: { readonly outcome: MethodResult; readonly candidate: Candidate | undefined } = {
    outcome: unavailable('no-connector', 'No connector with a directory is online.'),
    candidate: undefined,
  };
  const began = ctx.now();
  for (const candidate of inFairOrder(online, ctx.fillRandom)) {
    const askedAt = ctx.now();
    const leftMs = allMs - (askedAt - began);
    if (leftMs <= 0) break;
    const outcome = await ask(ctx, connection.id, candidate, typed, Math.min(oneMs, leftMs));
    last = { outcome, candidate };
    if (outcome.result !== 'unavailable') break;
    mayHaveCounted ||= outcome.reason === 'no-answer' || outcome.reason === 'answer-invalid';
    const { reason, detail } = outcome;
    ctx.log.warn({ connectorId: candidate.connectorId, reason }, 'A connector could not check a password');
    const tookMs = ctx.now() - askedAt;
    passedOver.push({ step: 'connector', isPassed: false, detail: `${candidate.name}: ${reason}. ${detail}`, tookMs });
  }
  const { outcome, candidate } = last;
  const connector = { connectorId: candidate?.connectorId ?? null, connectorName: candidate?.name ?? null };
  return { outcome, connector, passedOver, mayHaveCounted };
}

async function ask(
  ctx: ServiceContext,
  connectionId: string,
  candidate: Candidate,
  typed: { readonly userName: string; readonly password: string },
  timeoutMs: number,
): Promise<MethodResult> {
  const { connectorId } = candidate;
  const question = { kind: 'password', userName: typed.userName, password: typed.password } as const;
  const { id, asked } = await askSealed(ctx, candidate, question, timeoutMs);
  if (asked.kind === 'not-asked') return unavailable('not-asked', 'The link ended before the question was sent.');
  if (asked.kind === 'no-answer') return unavailable('no-answer', `Nothing came back within ${timeoutMs} ms.`);
  const result = await openSignedResult(asked.signed, identityVerifier(candidate.identityKey));
  const isBound =
    result?.iss === connectorId &&
    result.connectionId === connectionId &&
    result.answers === id &&
    result.method === 'password';
  if (!isBound)
    return unavailable('answer-invalid', 'The answer is not signed by the connector, or answers something else.');
  return storable(result.outcome);
}

function unavailable(reason: string, detail: string): MethodResult {
  return { result: 'unavailable', reason, detail, steps: [] };
}

/** At random, so that all share the work; those whose directory fails come last. */
export function inFairOrder(candidates: readonly Candidate[], fillRandom: FillRandom): Candidate[] {
  const places = candidates.map((candidate) => ({
    candidate,
    isFailing: candidate.directory.state === 'failing' ? 1 : 0,
    drawn: new DataView(fillRandom(new Uint8Array(4)).buffer).getUint32(0),
  }));
  return places.sort((a, b) => a.isFailing - b.isFailing || a.drawn - b.drawn).map(({ candidate }) => candidate);
}
