import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TLSSocket } from 'node:tls';
import type { Logger } from 'pino';
import {
  type CheckParts,
  type ClientCheck,
  checkClient,
  differenceWords,
  isForNewHandshake,
} from '#connector/front/check-client.ts';
import { redirect, seenAddress, sendPage } from '#connector/front/send-page.ts';
import type { ServableRevision } from '#connector/front/servable-revision.ts';
import { noTicketPage, type SignInFault, signInFaultPage, signInFaultStatus } from '#connector/front/sign-in-pages.ts';
import type { KerberosAcceptor } from '#connector/kerberos/acceptor.ts';
import type { Directory } from '#connector/ldap/directory.ts';
import { clockText, type GatehouseClock } from '#connector/link/gatehouse-clock.ts';
import { requestFault, type SignInPlace } from '#connector/sign-in/check-request.ts';
import { negotiateToken } from '#connector/sign-in/negotiate-token.ts';
import type { TellResult } from '#connector/sign-in/tell-result.ts';
import { tryCertificate } from '#connector/sign-in/try-certificate.ts';
import { ticketUnavailable, tryTicket } from '#connector/sign-in/try-ticket.ts';
import type { UsedOnce } from '#connector/sign-in/used-once.ts';
import type { VerifyBytes } from '#lib/wire/compact-jws.ts';
import type { MethodResult } from '#lib/wire/method-result.ts';
import { openSignInRequest, type SignInRequest } from '#lib/wire/sign-in-request.ts';

export type SignInParts = CheckParts & {
  /** With the key pinned at enrolment. */
  readonly isGatehouses: VerifyBytes;
  readonly clock: GatehouseClock;
  readonly directory: Directory;
  readonly kerberos: KerberosAcceptor;
  /** Requests that were answered. */
  readonly used: UsedOnce;
  readonly tell: TellResult;
  readonly log: Logger;
};

/** One request of a browser that Gatehouse sent here. */
export type Visit = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly revision: ServableRevision;
  readonly place: SignInPlace;
  /** Whether the handshake was made under these settings; an older connection may have been asked for no certificate. */
  readonly isCurrentHandshake: boolean;
};

/** Requests of Gatehouse's have about 700 characters. */
const maxRequestLength = 4_096;
/** How long after its end a request can still be opened, see sign-in-request.ts; it is remembered for as long. */
const graceMs = 60_000;

/** Answers `GET /sign-in?request=…`: tries the method, tells Gatehouse, and only then sends the browser back. */
export async function answerSignIn(visit: Visit, parts: SignInParts): Promise<void> {
  const { request, response, revision, place } = visit;
  // The TLS connection holds the certificate: the next sign-in may bring another one, so it gets a handshake of its own.
  response.setHeader('connection', 'close');
  const signed = new URLSearchParams((request.url ?? '').split('?')[1] ?? '').get('request') ?? '';
  if (signed === '' || signed.length > maxRequestLength) return explain(visit, 'request-missing', '', parts);
  const opened = await openSignInRequest(signed, parts.isGatehouses, parts.clock.gatehouseNow());
  const wanted = opened.request;
  if (wanted === undefined)
    return explain(visit, opened.ok ? 'request-invalid' : opened.fault, faultText(opened), parts);
  const fault = requestFault(wanted, revision.settings, place);
  if (fault !== undefined) return explain(visit, fault, `${wanted.aud} ${wanted.method} ${wanted.returnUrl}`, parts);
  if (!opened.ok) {
    parts.log.warn(
      { request: wanted.jti, clockAheadMs: parts.clock.aheadMs() },
      'a sign-in request came after its end',
    );
    return redirect(response, 303, returnAddress(wanted, { failure: 'request-expired' }));
  }
  return wanted.method === 'kerberos' ? byTicket(visit, wanted, parts) : byCertificate(visit, wanted, parts);
}

async function byCertificate(visit: Visit, wanted: SignInRequest, parts: SignInParts): Promise<void> {
  const { request, response, revision } = visit;
  const socket = request.socket as TLSSocket;
  const at = parts.clock.now();
  const { isCurrentHandshake } = visit;
  const check = await checkClient({ socket, revision, isCurrentHandshake, at }, parts);
  // TLS shall ask and judge by the settings of today: that takes a new handshake, which the closed connection brings.
  if (!visit.isCurrentHandshake && isForNewHandshake(check))
    return redirect(response, 307, `/sign-in?${(request.url ?? '').split('?')[1] ?? ''}`);
  if (!use(visit, wanted, parts)) return;
  logDifference(check, wanted, parts);
  const tlsVersion = (socket.getProtocol() ?? 'TLS').replace('TLSv', 'TLS ');
  const one = { check, tlsVersion, settings: revision.settings, requestText: requestText(wanted, parts), at };
  return goBack(visit, wanted, await guarded(() => tryCertificate(one, parts), parts), parts);
}

function logDifference({ difference, certificate }: ClientCheck, wanted: SignInRequest, { log }: SignInParts): void {
  if (difference === undefined) return;
  const facts = { request: wanted.jti, ...difference, certificate: certificate?.fingerprint };
  log.warn(facts, `TLS and the rules differ about a certificate: ${differenceWords(difference)}`);
}

async function byTicket(visit: Visit, wanted: SignInRequest, parts: SignInParts): Promise<void> {
  const { request, response, revision } = visit;
  const state = parts.kerberos.state();
  if (state.state !== 'ready') {
    if (!use(visit, wanted, parts)) return;
    return goBack(visit, wanted, ticketUnavailable(state, requestText(wanted, parts)), parts);
  }
  const brought = negotiateToken(request.headers.authorization);
  // Never a second 401: to NTLM it would open a dialog that asks for a password.
  if (brought.kind === 'ntlm') return goOnWithout(visit, wanted, 'ntlm', parts);
  if (brought.kind === 'none') {
    response.setHeader('www-authenticate', 'Negotiate');
    // The browser may answer on the same connection, and some only do so there.
    response.removeHeader('connection');
    const goOn = returnAddress(wanted, { failure: 'no-ticket' });
    return sendPage(response, 401, noTicketPage(goOn, revision.settings.connectionName));
  }
  if (!use(visit, wanted, parts)) return;
  const one = { token: brought.token, requestText: requestText(wanted, parts), at: parts.clock.now() };
  const tried = await tryTicket(one, parts.kerberos, parts.directory).catch(
    (cause: unknown) => ({ kind: 'result', result: failed(cause, parts), response: undefined }) as const,
  );
  if (tried.kind === 'ntlm') return goOnWithout(visit, wanted, 'ntlm', parts);
  if (tried.response !== undefined) response.setHeader('www-authenticate', `Negotiate ${tried.response}`);
  return goBack(visit, wanted, tried.result, parts);
}

/** Gatehouse first, then the browser: a receipt that nobody took would be worth nothing. */
async function goBack(visit: Visit, wanted: SignInRequest, result: MethodResult, parts: SignInParts): Promise<void> {
  const told = await parts.tell(wanted, result);
  const { delivery } = told;
  const facts = {
    request: wanted.jti,
    method: wanted.method,
    address: seenAddress(visit.request.socket.remoteAddress),
    result: result.result,
    ...('reason' in result ? { reason: result.reason } : {}),
    ...(result.certificate === undefined ? {} : { certificate: result.certificate.fingerprint }),
    delivery,
  };
  if (delivery === 'taken') parts.log.info(facts, 'sign-in answered');
  else parts.log.warn(facts, 'the answer to a sign-in did not reach Gatehouse or was not taken');
  const more = delivery === 'taken' ? { receipt: told.receipt } : { failure: 'not-delivered' };
  redirect(visit.response, 303, returnAddress(wanted, more));
}

function goOnWithout({ request, response }: Visit, wanted: SignInRequest, failure: string, { log }: SignInParts): void {
  log.info({ request: wanted.jti, address: seenAddress(request.socket.remoteAddress), failure }, 'sign-in goes on');
  redirect(response, 303, returnAddress(wanted, { failure }));
}

/** Whether this is the first time; if not, the browser is told. */
function use(visit: Visit, wanted: SignInRequest, parts: SignInParts): boolean {
  const use = parts.used.use(wanted.jti, wanted.exp * 1000 + graceMs);
  if (use === 'first') return true;
  explain(visit, use === 'again' ? 'request-used' : 'too-many-open', wanted.jti, parts);
  return false;
}

function explain(
  { request, response, revision }: Visit,
  fault: SignInFault,
  detail: string,
  { log, clock }: SignInParts,
): void {
  const facts = { fault, address: seenAddress(request.socket.remoteAddress), detail, clockAheadMs: clock.aheadMs() };
  log.warn(facts, 'a sign-in request was not taken');
  sendPage(response, signInFaultStatus[fault], signInFaultPage(fault, revision.settings.connectionName));
}

function faultText(opened: Awaited<ReturnType<typeof openSignInRequest>>): string {
  return opened.ok ? '' : opened.detail;
}

function requestText({ jti }: SignInRequest, { clock }: SignInParts): string {
  return `${jti}. ${clockText(clock)}`;
}

/** Only ever onto an address that Gatehouse signed and whose origin was checked. */
function returnAddress({ returnUrl, jti }: SignInRequest, more: Readonly<Record<string, string>>): string {
  const url = new URL(returnUrl);
  for (const [name, value] of Object.entries({ request: jti, ...more })) url.searchParams.set(name, value);
  return url.href;
}

async function guarded(attempt: () => Promise<MethodResult>, parts: SignInParts): Promise<MethodResult> {
  try {
    return await attempt();
  } catch (cause) {
    return failed(cause, parts);
  }
}

function failed(cause: unknown, { log }: SignInParts): MethodResult {
  log.error({ err: cause }, 'a sign-in met an error that has no name');
  const detail = 'The connector met an error it has no name for; its log has more.';
  return { result: 'unavailable', reason: 'connector-failed', detail, steps: [] };
}
