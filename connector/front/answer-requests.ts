import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TLSSocket } from 'node:tls';
import type { Logger } from 'pino';
import { answerSignIn, type SignInParts } from '#connector/front/answer-sign-in.ts';
import { type ClientCheck, checkClient, differenceWords, isForNewHandshake } from '#connector/front/check-client.ts';
import { checkPage } from '#connector/front/check-page.ts';
import { checkView } from '#connector/front/check-view.ts';
import { type ListenerName, signInPlace } from '#connector/front/listener-plan.ts';
import { homePage, messagePage } from '#connector/front/plain-pages.ts';
import { redirect, seenAddress, send, sendPage } from '#connector/front/send-page.ts';
import type { ServableRevision } from '#connector/front/servable-revision.ts';
import { displayName } from '#lib/pki/certificate/certificate.ts';

export type RequestAnswererParts = {
  /** What is served at this moment. */
  readonly revision: () => ServableRevision | undefined;
  readonly listener: ListenerName;
  readonly connectorName: string;
  readonly signIn: SignInParts;
};

export type RequestAnswerer = {
  /** A handshake is done. */
  readonly meet: (socket: TLSSocket) => void;
  readonly answer: (request: IncomingMessage, response: ServerResponse) => void;
};

export function answerRequests(parts: RequestAnswererParts): RequestAnswerer {
  // By which settings a connection's handshake was made: a kept-alive one may be older than those of today.
  const handshakes = new WeakMap<TLSSocket, string>();
  return {
    meet: (socket) => {
      const revision = parts.revision();
      if (revision !== undefined) handshakes.set(socket, handshakeId(revision, parts.listener));
    },
    answer: (request, response) => {
      const revision = parts.revision();
      const isCurrent =
        revision !== undefined && handshakes.get(request.socket as TLSSocket) === handshakeId(revision, parts.listener);
      respond(request, response, revision, isCurrent, parts).catch((cause: unknown) => {
        parts.signIn.log.error({ err: cause }, 'a request could not be answered');
        if (response.headersSent) response.destroy();
        else sendPage(response, 500, messagePage('Something went wrong', 'Please try again.', ''));
      });
    },
  };
}

/** The same for handshakes that ask, and judge, the same. */
function handshakeId({ listeners, rules }: ServableRevision, listener: ListenerName): string {
  return `${listeners[listener]?.isAsking === true} ${rules.trustId}`;
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  revision: ServableRevision | undefined,
  isCurrentHandshake: boolean,
  parts: RequestAnswererParts,
): Promise<void> {
  if (revision === undefined)
    return sendPage(
      response,
      503,
      messagePage('Not now', 'This connector has no settings yet. Try again in a moment.', ''),
    );
  const { settings } = revision;
  const connection = settings.connectionName;
  const path = (request.url ?? '/').split('?')[0];
  // A HEAD would use a sign-in up that nobody gets to see the end of.
  const allowed = path === '/sign-in' ? ['GET'] : ['GET', 'HEAD'];
  if (!allowed.includes(request.method ?? '')) {
    response.setHeader('allow', allowed.join(', '));
    // A body may follow that nobody reads.
    response.setHeader('connection', 'close');
    return sendPage(response, 405, messagePage('Not possible', 'This address can only be looked at.', connection));
  }
  const isAsking = revision.listeners[parts.listener]?.isAsking === true;
  if (path === '/') return sendPage(response, 200, homePage(connection, parts.connectorName, isAsking));
  if (path === '/sign-in') {
    const place = signInPlace(settings, parts.listener);
    return answerSignIn({ request, response, revision, place, isCurrentHandshake }, parts.signIn);
  }
  if (path === '/check' && isAsking) return respondToCheck(request, response, revision, isCurrentHandshake, parts);
  const nothing =
    path === '/check' ? 'No certificates are asked for at this address.' : 'There is no page at this address.';
  return sendPage(response, 404, messagePage('Nothing here', nothing, connection, isAsking));
}

async function respondToCheck(
  request: IncomingMessage,
  response: ServerResponse,
  revision: ServableRevision,
  isCurrentHandshake: boolean,
  { connectorName, signIn }: RequestAnswererParts,
): Promise<void> {
  const socket = request.socket as TLSSocket;
  const { clock, log } = signIn;
  const at = clock.now();
  const address = seenAddress(socket.remoteAddress);
  const check = await checkClient({ socket, revision, isCurrentHandshake, at }, signIn);
  // The next try shall bring another certificate, and TLS shall ask and judge by the settings of today: both take a new handshake.
  if (!isCurrentHandshake || !check.verdict.accepted) response.setHeader('connection', 'close');
  if (!isCurrentHandshake && isForNewHandshake(check)) return redirect(response, 307, '/check');
  logCheck(log, check, address, revision);
  const tlsVersion = (socket.getProtocol() ?? 'unknown').replace('TLSv', 'TLS ');
  const view = checkView(check, revision, { connector: connectorName, tlsVersion, address, at });
  // 403 for none as for refused: 401 would promise a scheme that HTTP itself could answer (RFC 9110 section 15.5.2).
  const status = view.accepted ? 200 : 403;
  if (wantsJson(request)) send(response, status, 'application/json; charset=utf-8', `${JSON.stringify(view)}\n`);
  else sendPage(response, status, checkPage(view));
}

function logCheck(log: Logger, check: ClientCheck, address: string, { settings }: ServableRevision): void {
  const { verdict, certificate, tlsCode, difference, lookUp } = check;
  const facts = {
    address,
    revision: settings.revision,
    ...(lookUp === undefined ? {} : { revocation: lookUp.detail }),
    ...(difference === undefined ? {} : { difference: differenceWords(difference) }),
    ...(certificate === undefined
      ? {}
      : { certificate: displayName(certificate), fingerprint: certificate.fingerprint }),
  };
  if (verdict.accepted) log.info(facts, 'client certificate accepted');
  else log.info({ ...facts, refusal: verdict.refusal, depth: verdict.depth, tlsCode }, 'client certificate refused');
}

function wantsJson({ headers }: IncomingMessage): boolean {
  const { accept = '' } = headers;
  return accept.includes('application/json') && !accept.includes('text/html');
}
