import type { TLSSocket } from 'node:tls';
import { presentedCertificates } from '#connector/front/presented-certificates.ts';
import type { ClientJudge } from '#connector/front/remembering-judge.ts';
import type { ServableRevision } from '#connector/front/servable-revision.ts';
import type { RevocationCheck } from '#connector/sign-in/revocation/revocation-check.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import type { Verdict } from '#lib/pki/judge/verdict.ts';
import type { RevocationMode } from '#lib/pki/revocation/revocation-verdict.ts';

export type ClientCheck = {
  readonly verdict: Verdict;
  /** The person's own certificate, where one came and could be read. */
  readonly certificate: Certificate | undefined;
  /** How many certificates came. */
  readonly presented: number;
  /** OpenSSL's word for its own verdict; for the log only, because one failure masks another. */
  readonly tlsCode: string | undefined;
  /** What was found in revocation lists, for the log; absent where nobody looked. */
  readonly revocation?: string;
};

/** Accepted only where OpenSSL and the project's own judge both accept. */
export async function checkClient(
  socket: TLSSocket,
  { authorities, authoritiesId }: Pick<ServableRevision, 'authorities' | 'authoritiesId'>,
  at: number,
  judge: ClientJudge,
): Promise<ClientCheck> {
  const ders = presentedCertificates(socket);
  // Without a certificate the code names a fault that nobody made.
  const tlsCode = socket.authorized || ders.length === 0 ? undefined : codeOf(socket.authorizationError);
  const { verdict, certificate } = await judge({ presented: ders, authorities, authoritiesId, at });
  const shared = { certificate, presented: ders.length, tlsCode };
  if (verdict.accepted && !socket.authorized) return { verdict: tlsDisagrees(certificate), ...shared };
  return { verdict, ...shared };
}

/** The same, as a sign-in with this certificate would end: whoever was accepted is looked up in the revocation lists. */
export async function withRevocation(
  check: ClientCheck,
  revocation: RevocationCheck,
  mode: RevocationMode,
  at: number,
): Promise<ClientCheck> {
  if (!check.verdict.accepted) return check;
  const { refusal, detail } = await revocation(check.verdict.path, mode, at);
  return { ...check, verdict: refusal ?? check.verdict, revocation: detail };
}

/** Whether what was refused may come of a handshake under older settings, and a new one may end otherwise. */
export function isForNewHandshake({ verdict }: ClientCheck): boolean {
  return !verdict.accepted && (verdict.refusal === 'no-certificate' || verdict.refusal === 'tls-disagrees');
}

function codeOf(error: Error | string | null | undefined): string {
  if (error instanceof Error) return String((error as NodeJS.ErrnoException).code ?? error.message);
  return error ?? 'UNKNOWN';
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
