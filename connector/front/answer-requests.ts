import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TLSSocket } from 'node:tls';
import type { Logger } from 'pino';
import { type ClientCheck, checkClient } from '#connector/front/check-client.ts';
import { checkPage } from '#connector/front/check-page.ts';
import { checkView } from '#connector/front/check-view.ts';
import { pageHeaders } from '#connector/front/page-frame.ts';
import { homePage, messagePage } from '#connector/front/plain-pages.ts';
import type { ServableRevision } from '#connector/front/servable-revision.ts';
import { displayName } from '#lib/pki/certificate/certificate.ts';

export type RequestAnswererParts = {
  /** What is served at this moment. */
  readonly revision: () => ServableRevision | undefined;
  readonly connectorName: string;
  readonly now: () => number;
  readonly log: Logger;
};

export type RequestAnswerer = {
  /** A handshake is done. */
  readonly meet: (socket: TLSSocket) => void;
  readonly answer: (request: IncomingMessage, response: ServerResponse) => void;
};

export function answerRequests(parts: RequestAnswererParts): RequestAnswerer {
  // Which authorities a connection's handshake was judged by: a kept-alive one may be older than the settings.
  const authoritiesOf = new WeakMap<TLSSocket, string>();
  return {
    meet: (socket) => {
      const revision = parts.revision();
      if (revision !== undefined) authoritiesOf.set(socket, revision.authoritiesId);
    },
    answer: (request, response) => {
      const revision = parts.revision();
      const isCurrent = authoritiesOf.get(request.socket as TLSSocket) === revision?.authoritiesId;
      respond(request, response, revision, isCurrent, parts).catch((cause: unknown) => {
        parts.log.error({ err: cause }, 'a request could not be answered');
        if (response.headersSent) response.destroy();
        else sendPage(response, 500, messagePage('Something went wrong', 'Please try again.', ''));
      });
    },
  };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  revision: ServableRevision | undefined,
  isOfCurrentAuthorities: boolean,
  parts: RequestAnswererParts,
): Promise<void> {
  if (revision === undefined)
    return sendPage(
      response,
      503,
      messagePage('Not now', 'This connector has no settings yet. Try again in a moment.', ''),
    );
  const connection = revision.settings.connectionName;
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    // A body may follow that nobody reads.
    response.setHeader('connection', 'close');
    return sendPage(response, 405, messagePage('Not possible', 'This address can only be looked at.', connection));
  }
  const path = (request.url ?? '/').split('?')[0];
  if (path === '/') return sendPage(response, 200, homePage(connection, parts.connectorName));
  if (path === '/check') return respondToCheck(request, response, revision, isOfCurrentAuthorities, parts);
  return sendPage(response, 404, messagePage('Nothing here', 'There is no page at this address.', connection));
}

async function respondToCheck(
  request: IncomingMessage,
  response: ServerResponse,
  revision: ServableRevision,
  isOfCurrentAuthorities: boolean,
  { connectorName, now, log }: RequestAnswererParts,
): Promise<void> {
  const socket = request.socket as TLSSocket;
  const at = now();
  const address = seenAddress(socket.remoteAddress);
  const check = await checkClient(socket, revision, at);
  const isDisagreement = !check.verdict.accepted && check.verdict.refusal === 'tls-disagrees';
  // The next try shall bring another certificate, and TLS shall judge by the authorities of today: both take a new handshake.
  if (!isOfCurrentAuthorities || !check.verdict.accepted) response.setHeader('connection', 'close');
  if (!isOfCurrentAuthorities && isDisagreement) {
    response.writeHead(307, { ...pageHeaders, location: '/check', 'content-length': 0 });
    response.end();
    return;
  }
  logCheck(log, check, address, revision);
  const tlsVersion = (socket.getProtocol() ?? 'unknown').replace('TLSv', 'TLS ');
  const view = checkView(check, revision, { connector: connectorName, tlsVersion, address, at });
  // 403 for none as for refused: 401 would promise a scheme that HTTP itself could answer (RFC 9110 section 15.5.2).
  const status = view.accepted ? 200 : 403;
  if (wantsJson(request)) send(response, status, 'application/json; charset=utf-8', `${JSON.stringify(view)}\n`);
  else sendPage(response, status, checkPage(view));
}

function logCheck(log: Logger, check: ClientCheck, address: string, { settings }: ServableRevision): void {
  const { verdict, certificate, tlsCode } = check;
  const facts = {
    address,
    revision: settings.revision,
    ...(certificate === undefined
      ? {}
      : { certificate: displayName(certificate), fingerprint: certificate.fingerprint }),
  };
  if (verdict.accepted) log.info(facts, 'client certificate accepted');
  else log.info({ ...facts, refusal: verdict.refusal, depth: verdict.depth, tlsCode }, 'client certificate refused');
}

/** An IPv4 address in its own form, where an IPv6 socket met it. */
function seenAddress(address: string | undefined): string {
  return (address ?? 'unknown').replace(/^::ffff:(?=\d+\.)/i, '');
}

function wantsJson({ headers }: IncomingMessage): boolean {
  const { accept = '' } = headers;
  return accept.includes('application/json') && !accept.includes('text/html');
}

function sendPage(response: ServerResponse, status: number, page: string): void {
  send(response, status, 'text/html; charset=utf-8', page);
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { ...pageHeaders, 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
