import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { openKerberosAcceptor } from '#connector/kerberos/open-kerberos-acceptor.ts';

/*
 * An https server that asks for a ticket and says what came of it, in a process of its own because a process has one keytab.
 * Arguments: certificate, key, keytab. Prints the port it listens on.
 */

const [certificate = '', key = '', keytab = ''] = process.argv.slice(2);
const acceptor = await openKerberosAcceptor({ keytab, log: pino({ level: 'silent' }) });

const server = createServer(
  { cert: readFileSync(certificate), key: readFileSync(key), maxHeaderSize: 64 * 1024 },
  async (request, response) => {
    const token = /^Negotiate (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) {
      response.writeHead(401, { 'www-authenticate': 'Negotiate', 'content-type': 'text/plain' }).end('no ticket');
      return;
    }
    const accepted = await acceptor.accept(token);
    const said =
      accepted.kind === 'accepted'
        ? `${accepted.principal}, ${request.headers.authorization?.length} characters`
        : [accepted.kind, accepted.kind === 'refused' ? accepted.reason : ''].join(' ');
    const proof = accepted.kind === 'accepted' ? accepted.response : undefined;
    response
      .writeHead(200, {
        'content-type': 'text/plain',
        ...(proof === undefined ? {} : { 'www-authenticate': `Negotiate ${proof}` }),
      })
      .end(said);
  },
);
server.listen(0, '127.0.0.1', () => process.stdout.write(`port ${(server.address() as AddressInfo).port}\n`));
