import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createSecureContext } from 'node:tls';
import type { Logger } from 'pino';
import { type Listen, listenText } from '#connector/disk/config.ts';
import { answerClientError } from '#connector/front/answer-client-error.ts';
import type { RequestAnswerer } from '#connector/front/answer-requests.ts';
import { catchPresentedCertificates } from '#connector/front/presented-certificates.ts';
import { probeHandshake } from '#connector/front/probe-tls.ts';
import { type Refused, refused } from '#connector/front/refused.ts';
import { type TlsMaterial, tlsWords } from '#connector/front/tls-material.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import type { ListenerState } from '#lib/wire/frames.ts';

export type FrontListenerParts = {
  readonly listen: Listen;
  readonly answerer: RequestAnswerer;
  readonly log: Logger;
  /** How long requests in flight may take once the listener is closed. */
  readonly drainMs?: number;
};

/** Puts back what answered before. */
export type Undo = () => void;

export type FrontListener = {
  readonly state: () => ListenerState;
  /** Answers new handshakes with this material, proved by a handshake; connections that are open stay. */
  readonly serve: (material: TlsMaterial) => Promise<Outcome<Undo, Refused>>;
  /** Accepts nobody any more; resolves when nobody is served any more. */
  readonly close: () => Promise<void>;
};

const serverOptions = {
  // The decision is made in HTTP, where a person can be told about it.
  rejectUnauthorized: false,
  ALPNProtocols: ['http/1.1'],
  handshakeTimeout: 20_000,
  maxHeaderSize: 64 * 1024,
  headersTimeout: 20_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 30_000,
  connectionsCheckingInterval: 5_000,
};

const portInUse = 'another program listens there already';
const bindReasons: Readonly<Record<string, string>> = {
  EADDRINUSE: portInUse,
  EACCES: 'this user may not listen on that port; ports under 1024 are often kept for root',
  EADDRNOTAVAIL: 'this machine has no such address',
  EAFNOSUPPORT: 'this machine does not speak that family of addresses',
  ENOTFOUND: 'this machine knows no host of that name',
};

export function createFrontListener({ listen, answerer, log, drainMs = 10_000 }: FrontListenerParts): FrontListener {
  let open: { readonly server: Server; readonly material: TlsMaterial; readonly address: AddressInfo } | undefined;
  let failed: string | undefined;
  const draining = new Set<Promise<void>>();

  async function start(material: TlsMaterial, host: string): Promise<{ server: Server; address: AddressInfo }> {
    const options = { ...serverOptions, ...material.options, requestCert: material.isAsking };
    const server = createServer(options, answerer.answer);
    give(server, material);
    catchPresentedCertificates(server);
    server.on('secureConnection', answerer.meet);
    server.on('clientError', answerClientError);
    server.on('tlsClientError', (cause: NodeJS.ErrnoException, socket) =>
      log.debug({ address: socket.remoteAddress, code: cause.code }, 'handshake failed'),
    );
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    server.once('error', reject);
    server.listen({ host, port: listen.port }, resolve);
    await promise;
    server.off('error', reject);
    server.on('error', (cause) => log.error({ reason: cause.message }, 'the listener met an error'));
    return { server, address: server.address() as AddressInfo };
  }

  async function startAnyFamily(material: TlsMaterial): ReturnType<typeof start> {
    try {
      return await start(material, listen.host);
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (listen.host !== '::' || (code !== 'EAFNOSUPPORT' && code !== 'EADDRNOTAVAIL')) throw cause;
      return start(material, '0.0.0.0');
    }
  }

  function drain(server: Server): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    server.close(() => resolve());
    server.closeIdleConnections();
    const again = setInterval(() => server.closeIdleConnections(), 100);
    const enough = setTimeout(() => server.closeAllConnections(), drainMs);
    const done = promise.finally(() => {
      clearInterval(again);
      clearTimeout(enough);
      draining.delete(done);
    });
    draining.add(done);
    return done;
  }

  async function proveAnswer(address: AddressInfo, material: TlsMaterial): Promise<Outcome<void, Refused>> {
    const text = listenText({ host: address.address, port: address.port });
    try {
      const seen = await probeHandshake({ kind: 'address', host: reachable(address), port: address.port });
      if (seen.fingerprint !== material.fingerprint)
        return refused('listener-answers-otherwise', `${text} answered with the certificate ${seen.fingerprint}.`);
      if (seen.isAsking === material.isAsking) return success(undefined);
      const asks = seen.isAsking ? 'asks for a certificate and should not' : 'does not ask for a certificate';
      return refused('listener-answers-otherwise', `${text} ${asks}.`);
    } catch (cause) {
      return refused('listener-answers-otherwise', `${text}: ${tlsWords(cause)}.`);
    }
  }

  async function swap(material: TlsMaterial, current: NonNullable<typeof open>): Promise<Outcome<Undo, Refused>> {
    const undo = () => {
      if (open?.server !== current.server) return;
      give(current.server, current.material);
      open = current;
    };
    try {
      give(current.server, material);
    } catch (cause) {
      undo();
      return refused('certificate-unusable', `The TLS library says: ${tlsWords(cause)}.`);
    }
    open = { ...current, material };
    const proved = await proveAnswer(current.address, material);
    if (proved.ok) return success(undo);
    undo();
    return proved;
  }

  async function openFresh(material: TlsMaterial): Promise<Outcome<Undo, Refused>> {
    let started: Awaited<ReturnType<typeof start>>;
    try {
      started = await startAnyFamily(material);
    } catch (cause) {
      const { code = '', message } = cause as NodeJS.ErrnoException;
      failed = `${listenText(listen)}: ${bindReasons[code] ?? message}.`;
      return refused('listener-failed', failed);
    }
    failed = undefined;
    open = { ...started, material };
    const { address, port } = started.address;
    log.info({ address: listenText({ host: address, port }), isAsking: material.isAsking }, 'listening');
    const undo = () => {
      open = undefined;
      void drain(started.server);
    };
    const proved = await proveAnswer(started.address, material);
    if (proved.ok) return success(undo);
    failed = proved.problem.detail;
    undo();
    return proved;
  }

  return {
    state: () => {
      // A host name may be longer than the protocol's field.
      const wished = listenText(listen).slice(0, 80);
      if (open === undefined)
        return failed === undefined
          ? { state: 'off', address: wished }
          : { state: 'failed', address: wished, detail: failed.slice(0, 500) };
      const { address, port } = open.address;
      return { state: 'serving', address: listenText({ host: address, port }), certificate: open.material.fingerprint };
    },
    serve: (material) => (open === undefined ? openFresh(material) : swap(material, open)),
    close: async () => {
      failed = undefined;
      const current = open;
      open = undefined;
      if (current !== undefined) void drain(current.server);
      await Promise.all(draining);
    },
  };
}

/**
 * What new handshakes get; those under way and open connections stay as they are. Node reads `requestCert` at each new connection, but has
 * no method to set it; whether it took effect is proved by a handshake each time.
 */
function give(server: Server, { options, isAsking }: TlsMaterial): void {
  server.setSecureContext(options);
  Object.assign(server, { requestCert: isAsking });
  if (options.allowPartialTrustChain !== true) return;
  // Of all options a server leaves out this one when it makes its context (Node 24.21, lib/internal/tls/wrap.js), so it is given a made one.
  const made = createSecureContext({ ...options, sessionIdContext: 'gatehouse' });
  Object.assign(server, { _sharedCreds: made });
}

/** An address to knock at from this machine, where the listener holds all addresses. */
function reachable({ address, family }: AddressInfo): string {
  if (address === '::') return '::1';
  if (address === '0.0.0.0') return '127.0.0.1';
  return family === 'IPv6' && address.startsWith('::ffff:') ? address.slice(7) : address;
}
