import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { contextOptions } from '#connector/front/tls-material.ts';

/*
 * A child process with the least a server can do about client certificates: Node's own `https`, which asks for one, verifies it and
 * redirects. Same TLS options as a connector's. Started with PEM texts as JSON in its first message; tells its port.
 */

export type CertificateServerOrder = { readonly key: string; readonly cert: string; readonly ca: string };
export type CertificateServerWord = { readonly port: number };

const location = `https://gatehouse.example/door/return?request=${'r'.repeat(26)}&receipt=${'r'.repeat(43)}`;

process.once('message', ({ key, cert, ca }: CertificateServerOrder) => {
  const options = { ...contextOptions({ key, cert, ca: [ca] }), ALPNProtocols: ['http/1.1'] };
  const server = createServer({ ...options, requestCert: true, rejectUnauthorized: true }, (request, response) => {
    const isAuthorized = (request.socket as TLSSocket).authorized;
    response.writeHead(isAuthorized ? 303 : 403, { location, connection: 'close', 'content-length': 0 }).end();
  });
  server.listen(0, '127.0.0.1', () => {
    const word: CertificateServerWord = { port: (server.address() as AddressInfo).port };
    process.send?.(word);
  });
});
process.on('disconnect', () => process.exit());
