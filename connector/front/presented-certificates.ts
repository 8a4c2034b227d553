import type { Server } from 'node:https';
import type { TLSSocket } from 'node:tls';
import type { Bytes } from '#lib/core/bytes.ts';

/** More than any sane path has; a person may send whatever they like. */
const maxCertificates = 20;

const caught = new WeakMap<TLSSocket, readonly Bytes[]>();
const awaited = new WeakSet<TLSSocket>();

/**
 * Notes what each browser sends before Node itself looks at it: some versions of Node (24.21 and 26.8 among them, nodejs/node#65579)
 * drop all but the browser's own certificate where OpenSSL accepts it, and then nobody else can judge the path. The one event that
 * brings the socket before its handshake is done is `keylog`; the line itself is a secret and is not touched.
 */
export function catchPresentedCertificates(server: Server): void {
  server.on('keylog', (_line: Buffer, socket: TLSSocket) => {
    if (awaited.has(socket)) return;
    awaited.add(socket);
    socket.prependOnceListener('secure', () => catchChain(socket));
  });
}

/** DER of what the browser sent, its own certificate first; empty where it sent none. */
export function presentedCertificates(socket: TLSSocket): readonly Bytes[] {
  return caught.get(socket) ?? catchChain(socket);
}

function catchChain(socket: TLSSocket): readonly Bytes[] {
  const chain = readChain(socket);
  caught.set(socket, chain);
  return chain;
}

/**
 * In the order sent (RFC 8446 section 4.4.2 leaves it to the sender). `getPeerCertificate(true)` links issuers itself: it stops at chains in
 * another order, and at authorities whose key usage forbids them to sign. This takes the chain off the socket, so it is read once.
 */
function readChain(socket: TLSSocket): readonly Bytes[] {
  const all: Bytes[] = [];
  let current = socket.getPeerX509Certificate();
  while (current !== undefined && all.length < maxCertificates) {
    all.push(new Uint8Array(current.raw));
    current = current.issuerCertificate;
  }
  return all;
}
