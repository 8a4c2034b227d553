import type { Server } from 'node:https';
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';
import { type Bytes, equalBytes } from '#lib/core/bytes.ts';

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
    socket.prependOnceListener('secure', () => caught.set(socket, readChain(socket)));
  });
}

/** DER of what the browser sent, its own certificate first; empty where it sent none. */
export function presentedCertificates(socket: TLSSocket): readonly Bytes[] {
  return caught.get(socket) ?? readChain(socket);
}

function readChain(socket: TLSSocket): readonly Bytes[] {
  const all: Bytes[] = [];
  // Null once the connection is gone, and an object without `raw` where no certificate came.
  let current: Partial<DetailedPeerCertificate> | null | undefined = socket.getPeerCertificate(true);
  while (current?.raw !== undefined && all.length < maxCertificates) {
    const der = new Uint8Array(current.raw);
    if (all.some((one) => equalBytes(one, der))) break;
    all.push(der);
    current = current.issuerCertificate;
  }
  return all;
}
