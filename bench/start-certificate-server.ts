import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { toPem } from '#lib/pki/files/write-pem.ts';
import type { CertificateServerOrder, CertificateServerWord } from './certificate-server.ts';
import type { SignInPeople } from './sign-in-people.ts';

/** Resolves once the bare server listens with the certificate of these people's front-facing URL; it ends when disconnected. */
export async function startCertificateServer({
  server,
  root,
}: SignInPeople): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  const child = fork(new URL('./certificate-server.ts', import.meta.url));
  const listening = once(child, 'message') as Promise<[CertificateServerWord]>;
  const ca = toPem('CERTIFICATE', root.der);
  const order: CertificateServerOrder = {
    key: toPem('PRIVATE KEY', server.key.pkcs8),
    cert: toPem('CERTIFICATE', server.der) + ca,
    ca,
  };
  child.send(order);
  const [{ port }] = await listening;
  return { child, port };
}
