import { connect, isIP, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls, type SecureContext, type TLSSocket } from 'node:tls';
import { Client } from 'ldapts';
import { directoryFault, type ServerFault } from '#connector/ldap/directory-fault.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';

/** The most that one operation may bring in, in bytes: a directory is no reason to run out of memory. */
const maxOperationBytes = 4 * 1024 * 1024;
/** Firewalls forget connections that are silent for long. */
const keepAliveMs = 60_000;

export type ServerAddress = {
  /** `ldaps://host:636`, as configured. */
  readonly url: string;
  readonly startTls: boolean;
  readonly secureContext: SecureContext | undefined;
  readonly connectMs: number;
  readonly operationMs: number;
};

/**
 * One connection to one server. The client would connect anew by itself, without StartTLS and without the bind; here it cannot:
 * what is closed stays closed.
 */
export type LdapConnection = {
  readonly url: string;
  readonly isOpen: () => boolean;
  /** One operation; nothing else may be under way on this connection meanwhile. */
  readonly run: <Value>(operation: (client: Client) => Promise<Value>) => Promise<Value>;
  readonly close: () => void;
};

/** Connects lazily where the first operation does, at once where StartTLS has to come first. */
export async function openConnection(server: ServerAddress): Promise<Outcome<LdapConnection, ServerFault>> {
  const sockets = new Set<Socket>();
  let isClosed = false;
  let bytesLeft = maxOperationBytes;

  const watch = <S extends Socket>(socket: S): S => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.setKeepAlive(true, keepAliveMs);
    socket.once('close', () => {
      isClosed = true;
    });
    return socket;
  };
  const limit = (socket: Socket) =>
    socket.on('data', (chunk: Buffer) => {
      bytesLeft -= chunk.length;
      if (bytesLeft < 0) socket.destroy(new Error('The connection brought more than an answer may have'));
    });
  const onlyOnce = () => {
    if (isClosed || sockets.size > 0) throw new Error('The connection is closed');
  };
  const isLdaps = server.url.startsWith('ldaps:');
  const host = new URL(server.url).hostname.replace(/^\[|\]$/g, '');
  const trust: ConnectionOptions = {
    host,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(server.secureContext === undefined ? {} : { secureContext: server.secureContext }),
    rejectUnauthorized: true,
  };
  const client = new Client({
    url: server.url,
    timeout: server.operationMs,
    connectTimeout: server.connectMs,
    ...(isLdaps ? { tlsOptions: trust } : {}),
    createConnection: ((port: number, name: string) => {
      onlyOnce();
      const socket = watch(connect({ port, host: name }));
      if (!server.startTls) limit(socket);
      return socket;
    }) as typeof connect,
    createSecureConnection: ((...given: [ConnectionOptions] | [number, string, ConnectionOptions]) => {
      if (given.length === 1) return limitHandshake(watch(connectTls(given[0])), server.connectMs, limit);
      onlyOnce();
      const [port, name, options] = given;
      const socket = watch(connectTls({ ...options, port, host: name }));
      limit(socket);
      return socket;
    }) as typeof connectTls,
  });
  const close = () => {
    isClosed = true;
    for (const socket of sockets) {
      // The client takes its listeners off a socket it gives up; an error that comes later must not end the process.
      socket.on('error', () => {});
      socket.destroy();
    }
  };
  const connection: LdapConnection = {
    url: server.url,
    isOpen: () => !isClosed,
    run: async (operation) => {
      if (isClosed) throw new Error('The connection is closed');
      bytesLeft = maxOperationBytes;
      return operation(client);
    },
    close,
  };
  if (isLdaps || !server.startTls) return success(connection);
  try {
    await client.startTLS(trust);
    return success(connection);
  } catch (cause) {
    close();
    return { ok: false, problem: startTlsFault(cause, server.url) };
  }
}

/** The client has no time limit of its own for a TLS handshake on a connection that is there already. */
function limitHandshake(socket: TLSSocket, connectMs: number, limit: (socket: Socket) => unknown): TLSSocket {
  const timer = setTimeout(() => socket.destroy(new Error('Connection timeout')), connectMs);
  socket.once('close', () => clearTimeout(timer));
  socket.once('secureConnect', () => {
    clearTimeout(timer);
    limit(socket);
  });
  return socket;
}

/** A server without TLS says `protocolError` (RFC 4511 section 4.14.2) or that it is unwilling; passwords never follow in the clear. */
function startTlsFault(cause: unknown, url: string): ServerFault {
  const fault = directoryFault(cause, url);
  if (fault.reason !== 'directory-error') return fault;
  return { ...fault, reason: 'directory-untrusted', detail: `${fault.detail}: StartTLS was refused`, scope: 'server' };
}
