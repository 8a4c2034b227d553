import { createPrivateKey } from 'node:crypto';
import { once } from 'node:events';
import { connect, createSecureContext, createServer, type Server, type TLSSocket } from 'node:tls';
import { toPem } from '#lib/pki/files/write-pem.ts';
import { type Minted, mintServer } from '#lib/pki/issue/mint.ts';

const pem = ({ certificate }: Minted) => toPem('CERTIFICATE', certificate.der);
const keyPem = ({ key }: Minted) => toPem('PRIVATE KEY', key.pkcs8);
const day = 86_400_000;
const serverCertificate = await mintServer('localhost', undefined, {
  notBefore: Date.now() - day,
  notAfter: Date.now() + day,
});

/** A listener with `requestCert`, as a connector has it. */
type Listener = {
  /** What OpenSSL says of a client in a real handshake. */
  readonly accepts: (client: Minted, sentAlong: readonly Minted[]) => Promise<boolean>;
  readonly close: () => Promise<void>;
};

export async function openListener(authorities: readonly Minted[], allowPartialTrustChain = false): Promise<Listener> {
  const context = {
    cert: pem(serverCertificate),
    key: keyPem(serverCertificate),
    ca: authorities.map(pem),
    allowPartialTrustChain,
  };
  const server = createServer({ ...context, requestCert: true, rejectUnauthorized: false });
  // Servers leave this option out when they make their context (Node 24.21), so it is given a made one, as connectors do.
  if (allowPartialTrustChain) Object.assign(server, { _sharedCreds: createSecureContext(context) });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    accepts: (client, sentAlong) => shakeHands(server, client, sentAlong),
    close: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}

async function shakeHands(server: Server, client: Minted, sentAlong: readonly Minted[]): Promise<boolean> {
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
  forgetComplaints();
  return authorized;
}

/** The same, with a listener for this one client. */
export async function handshake(
  client: Minted,
  sentAlong: readonly Minted[],
  authorities: readonly Minted[],
): Promise<boolean> {
  const listener = await openListener(authorities);
  const isAccepted = await listener.accepts(client, sentAlong);
  await listener.close();
  return isAccepted;
}

/** What OpenSSL said of an odd certificate of the client stays in its queue, and Node takes it for a word about the next key that is read. */
function forgetComplaints(): void {
  try {
    createPrivateKey(keyPem(serverCertificate));
  } catch {
    // It was there, and is gone now.
  }
}
