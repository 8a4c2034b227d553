import type { DoorExplanation, DoorView } from '#lib/contracts/door.ts';
import { frontFacingHost } from '#lib/contracts/front-facing-url.ts';
import { explainToPerson } from '#lib/contracts/sign-in-reasons.ts';
import type { Context } from '#lib/services/context.ts';
import { interactionOf } from '#lib/services/sign-in/browser-secret.ts';
import { frontFacingUrlOf, passwordConnectors } from '#lib/services/sign-in/door-facts.ts';
import type { OpenDoor } from '#lib/services/sign-in/open-door.ts';
import { currentMethod, pendingTry, type SignInRow } from '#lib/services/sign-in/sign-in-row.ts';

/** Somebody who chooses a certificate, and types a card's PIN, needs a while; a ticket is sent without anybody. */
const holdMs = { 'client-certificate': 45_000, kerberos: 10_000 } as const;
const mostCertificateTries = 6;

/** What the person sees; `row` is brought up to date. */
export function doorView(ctx: Pick<Context, 'gateway'>, { row, facts }: OpenDoor, secret: string): DoorView {
  return {
    signInId: row.id,
    connectionName: row.connectionName,
    applicationName: row.applicationName,
    explanations: explanationsOf(row),
    step: stepOf(ctx, { row, facts }, secret),
    canRetryCertificate: canRetryCertificate(row),
  };
}

function stepOf({ gateway }: Pick<Context, 'gateway'>, { row, facts }: OpenDoor, secret: string): DoorView['step'] {
  if (row.state === 'signed-in')
    return { kind: 'done', finishUrl: `/oidc/interaction/${encodeURIComponent(interactionOf(secret))}/finish` };
  const method = row.state === 'open' ? currentMethod(row) : undefined;
  if (method === undefined) return { kind: 'refused' };
  const { settings, connectors } = facts;
  if (method === 'password') {
    const canCheck = passwordConnectors(gateway.onlineConnectors(row.connectionId), connectors).length > 0;
    return { kind: 'password', keepDays: settings.session.keepSignedInDays, canCheck };
  }
  return {
    kind: 'connector',
    method,
    host: frontFacingHost(frontFacingUrlOf(settings, method)) ?? '',
    wasSent: pendingTry(row) !== undefined,
    next: row.methods[row.position + 1] ?? null,
    holdMs: holdMs[method],
  };
}

/** The last word on each method, so that three mistyped passwords are told once. */
function explanationsOf(row: SignInRow): DoorExplanation[] {
  const last = new Map<string, DoorExplanation>();
  for (const { method, result, reason, certificate } of row.tries) {
    if (reason === null || result === 'accepted' || result === 'pending') continue;
    last.delete(method);
    const seen = certificate === null ? null : pick(certificate);
    last.set(method, { method, ...explainToPerson(reason, { method, result }), certificate: seen });
  }
  const told = [...last.values()];
  const isTold = row.tries.some(({ reason }) => reason === row.reason);
  if (row.state === 'refused' && row.reason !== null && !isTold) {
    const method = row.tries.at(-1)?.method ?? row.methods.at(-1) ?? 'password';
    told.push({ method, ...explainToPerson(row.reason, { method, result: 'refused' }), certificate: null });
  }
  return told;
}

function pick({ name, issuer, notBefore, notAfter }: NonNullable<DoorExplanation['certificate']>) {
  return { name, issuer, notBefore, notAfter };
}

/** The browser was not sent anywhere, and would not be now. */
const neverSent = new Set<string | null>(['method-off', 'no-connector', 'no-front-facing-url']);

/** Whether going back to the certificates may help: one was refused, or none was sent. */
export function canRetryCertificate(row: SignInRow): boolean {
  if (row.state === 'signed-in' || row.reason === 'timed-out' || row.reason === 'too-many-tries') return false;
  if (currentMethod(row) === 'client-certificate' && row.state === 'open') return false;
  const tried = row.tries.filter(({ method }) => method === 'client-certificate');
  return tried.length < mostCertificateTries && tried.some(({ reason }) => !neverSent.has(reason));
}
