import type { TLSSocket } from 'node:tls';
import { presentedCertificates } from '#connector/front/presented-certificates.ts';
import type { ServableRevision } from '#connector/front/servable-revision.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
import { judgeClientCertificate } from '#lib/pki/judge/judge-client-certificate.ts';
import type { Verdict } from '#lib/pki/judge/verdict.ts';

export type ClientCheck = {
  readonly verdict: Verdict;
  /** The person's own certificate, where one came and could be read. */
  readonly certificate: Certificate | undefined;
  /** OpenSSL's word for its own verdict; for the log only, because one failure masks another. */
  readonly tlsCode: string | undefined;
};

/** Accepted only where OpenSSL and the project's own judge both accept. */
export async function checkClient(socket: TLSSocket, revision: ServableRevision, at: number): Promise<ClientCheck> {
  const ders = presentedCertificates(socket);
  // Without a certificate the code names a fault that nobody made.
  const tlsCode = socket.authorized || ders.length === 0 ? undefined : codeOf(socket.authorizationError);
  const parsed = await Promise.all(ders.map((der) => parseCertificate(der)));
  const [own] = parsed;
  if (own !== undefined && !own.ok)
    return { verdict: unreadable(own.problem.message), certificate: undefined, tlsCode };
  const presented = parsed.flatMap((one) => (one.ok ? [one.value] : []));
  const verdict = await judgeClientCertificate({ presented, authorities: revision.authorities, at });
  const certificate = presented[0];
  if (verdict.accepted && !socket.authorized) return { verdict: tlsDisagrees(certificate), certificate, tlsCode };
  return { verdict, certificate, tlsCode };
}

function codeOf(error: Error | string | null | undefined): string {
  if (error instanceof Error) return String((error as NodeJS.ErrnoException).code ?? error.message);
  return error ?? 'UNKNOWN';
}

function unreadable(detail: string): Verdict {
  return {
    accepted: false,
    refusal: 'unreadable',
    depth: 0,
    message: `Your certificate cannot be read: ${detail}.`,
    remedy: 'Ask your administrator for a new certificate.',
  };
}

function tlsDisagrees(certificate: Certificate | undefined): Verdict {
  return {
    accepted: false,
    refusal: 'tls-disagrees',
    depth: 0,
    ...(certificate === undefined ? {} : { certificate }),
    message: 'The TLS library of the connector does not accept your certificate.',
    remedy: 'Ask your administrator to look at the log of the connector; it names the reason.',
  };
}
