import type { X509Certificate } from 'node:crypto';
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';
import type { Bytes } from '#lib/core/bytes.ts';
import { equalBytes } from '#lib/core/bytes.ts';

/** More than any sane path has; a person may send whatever they like. */
const maxCertificates = 20;

/** DER of what the browser sent, its own certificate first; empty where it sent none. */
export function presentedCertificates(
  socket: Pick<TLSSocket, 'getPeerX509Certificate' | 'getPeerCertificate'>,
): readonly Bytes[] {
  // Only this tells none from one that is not trusted: authorizationError is set for both.
  const own: X509Certificate | undefined = socket.getPeerX509Certificate();
  if (own === undefined) return [];
  const all: Bytes[] = [new Uint8Array(own.raw)];
  let current: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true).issuerCertificate;
  while (current?.raw !== undefined && all.length < maxCertificates) {
    const der = new Uint8Array(current.raw);
    if (all.some((one) => equalBytes(one, der))) break;
    all.push(der);
    current = current.issuerCertificate;
  }
  return all;
}
