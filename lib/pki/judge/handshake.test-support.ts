import { createPrivateKey } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { toPem } from '#lib/pki/files/write-pem.ts';
import { type Minted, mintServer } from '#lib/pki/issue/mint.ts';

const pem = ({ certificate }: Minted) => toPem('CERTIFICATE', certificate.der);
const keyPem = ({ key }: Minted) => toPem('PRIVATE KEY', key.pkcs8);
const day = 86_400_000;
const serverCertificate = await mintServer('localhost', undefined, {
  notBefore: Date.now() - day,
  notAfter: Date.now() + day,
});

/** What OpenSSL says in a real handshake with `requestCert`, as a connector's listener does it. */
export async function handshake(
  client: Minted,
  sentAlong: readonly Minted[],
  authorities: readonly Minted[],
): Promise<boolean> {
  const server = createServer({
    cert: pem(serverCertificate),
    key: keyPem(serverCertificate),
    ca: authorities.map(pem),
    requestCert: true,
    rejectUnauthorized: false,
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  const accepted = once(server, 'secureConnection') as Promise<[TLSSocket]>;
  const socket = connect({
    port: address.port,
    host: '127.0.0.1',
    cert: [client, ...sentAlong].map(pem).join(''),
    key: keyPem(client),
    rejectUnauthorized: false,
    // Without this OpenSSL does not even load a weak certificate on the client's side.
    ciphers: 'DEFAULT@SECLEVEL=0',
  });
  const [serverSide] = await accepted;
  const { authorized } = serverSide;
  serverSide.destroy();
  socket.destroy();
  server.close();
  await once(server, 'close');
  forgetComplaints();
  return authorized;
}

/** What OpenSSL said of an odd certificate of the client stays in its queue, and Node takes it for a word about the next key that is read. */
function forgetComplaints(): void {
  try {
    createPrivateKey(keyPem(serverCertificate));
  } catch {
    // It was there, and is gone now.
  }
}
