import { duplexPair } from 'node:stream';
import { connect, createSecureContext, TLSSocket } from 'node:tls';
import { fingerprintOf, type TlsMaterial } from '#connector/front/tls-material.ts';

/** Whom the other side of a handshake answers as; never anything sent but the handshake. */
export type ProbeTarget =
  | { readonly kind: 'address'; readonly host: string; readonly port: number }
  | { readonly kind: 'material'; readonly material: TlsMaterial };

const probeTimeoutMs = 10_000;

/** What a handshake showed: SHA-256 of the certificate that answers, and whether a client certificate was asked for. */
export type Probe = { readonly fingerprint: string; readonly isAsking: boolean };

/** SHA-256 of the certificate that answers. */
export async function probeTls(target: ProbeTarget, timeoutMs = probeTimeoutMs): Promise<string> {
  return (await probeHandshake(target, timeoutMs)).fingerprint;
}

/** Shakes hands with a listener over the network, or with new material over a pipe inside the process. */
export async function probeHandshake(target: ProbeTarget, timeoutMs = probeTimeoutMs): Promise<Probe> {
  const { promise, resolve, reject } = Promise.withResolvers<Probe>();
  const [near, far] = target.kind === 'material' ? duplexPair() : [undefined, undefined];
  const server = target.kind === 'material' && far !== undefined ? answer(far, target.material, reject) : undefined;
  const client = connect({
    ...(target.kind === 'address' ? { host: target.host, port: target.port } : { socket: near }),
    // It is the fingerprint that counts here, not whether this machine trusts the issuer.
    rejectUnauthorized: false,
    ALPNProtocols: ['http/1.1'],
  });
  const timer = setTimeout(() => reject(new Error('the handshake took too long')), timeoutMs);
  client.once('secureConnect', () => {
    const certificate = client.getPeerX509Certificate();
    if (certificate === undefined) reject(new Error('it answered without a certificate'));
    // What both sides can sign with is known to the client only where the server asked it to (RFC 8446 section 4.3.2).
    else resolve({ fingerprint: fingerprintOf(certificate), isAsking: client.getSharedSigalgs().length > 0 });
  });
  client.once('error', reject);
  client.once('close', () => reject(new Error('the connection was closed during the handshake')));
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    client.on('error', () => {});
    client.destroy();
    near?.destroy();
    far?.destroy();
    server?.destroy();
  }
}

function answer(far: import('node:stream').Duplex, material: TlsMaterial, onError: (cause: Error) => void): TLSSocket {
  // A TLSSocket takes any Duplex; its type says net.Socket because that is the usual one.
  const server = new TLSSocket(far as import('node:net').Socket, {
    isServer: true,
    requestCert: material.isAsking,
    rejectUnauthorized: false,
    secureContext: createSecureContext(material.options),
  });
  server.on('error', onError);
  return server;
}
