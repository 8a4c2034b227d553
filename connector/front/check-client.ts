import type { TLSSocket } from 'node:tls';
import { presentedCertificates } from '#connector/front/presented-certificates.ts';
import type { ClientJudge, Judged } from '#connector/front/remembering-judge.ts';
import type { ServableRevision } from '#connector/front/servable-revision.ts';
import type { DifferenceCounter, TlsDifference } from '#connector/front/tls-differences.ts';
import { revocationWords } from '#connector/sign-in/revocation/revocation-words.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import type { Verdict } from '#lib/pki/judge/verdict.ts';
import type { RevocationStatus } from '#lib/pki/revocation/revocation-verdict.ts';

export type ClientCheck = {
  readonly verdict: Verdict;
  /** The person's own certificate, where one came and could be read. */
  readonly certificate: Certificate | undefined;
  /** How many certificates came. */
  readonly presented: number;
  /** OpenSSL's word for its own verdict; for administrators only, because one failure masks another. */
  readonly tlsCode: string | undefined;
  /** Where OpenSSL and the rules say different things. */
  readonly difference: TlsDifference | undefined;
  /** The path that was looked up, and what was found; absent where no path came so far. */
  readonly lookUp:
    | {
        readonly path: readonly Certificate[];
        readonly detail: string;
        readonly statuses: readonly RevocationStatus[];
      }
    | undefined;
};

export type CheckParts = { readonly judge: ClientJudge; readonly differences: DifferenceCounter };

export type CheckCase = {
  readonly socket: TLSSocket;
  readonly revision: ServableRevision;
  /** Whether the handshake was made under these settings. */
  readonly isCurrentHandshake: boolean;
  /** Milliseconds since 1970. */
  readonly at: number;
};

/** Accepted only where OpenSSL and the project's own judge both accept. */
export async function checkClient(
  { socket, revision, isCurrentHandshake, at }: CheckCase,
  { judge, differences }: CheckParts,
): Promise<ClientCheck> {
  const ders = presentedCertificates(socket);
  // Without a certificate the code names a fault that nobody made.
  const tlsCode = socket.authorized || ders.length === 0 ? undefined : codeOf(socket.authorizationError);
  const judged = await judge({ presented: ders, rules: revision.rules, at });
  const difference = ders.length === 0 ? undefined : differenceOf(judged, tlsCode);
  if (difference !== undefined && isCurrentHandshake) differences.note(socket, difference, judged.certificate, at);
  return checkOf(judged, { presented: ders.length, tlsCode, difference });
}

/** The same of a judgement without a handshake. */
export function checkOf(
  { verdict, certificate, lookedUp }: Judged,
  seen: Pick<ClientCheck, 'presented' | 'tlsCode' | 'difference'>,
): ClientCheck {
  const { revocation } = verdict;
  // Of several that are refused the first one's refusal is told; the one that is accepted is the last.
  const told = verdict.accepted ? lookedUp.at(-1) : lookedUp[0];
  const lookUp = told && {
    path: told.path,
    detail: revocationWords(revocation, told.gathered),
    statuses: revocation?.statuses ?? [],
  };
  const isRefusedByTls = verdict.accepted && seen.tlsCode !== undefined;
  return { verdict: isRefusedByTls ? tlsDisagrees(certificate) : verdict, certificate, lookUp, ...seen };
}

/** Whether what was refused may come of a handshake under older settings, and a new one may end otherwise. */
export function isForNewHandshake({ verdict }: ClientCheck): boolean {
  return !verdict.accepted && (verdict.refusal === 'no-certificate' || verdict.refusal === 'tls-disagrees');
}

/** OpenSSL does not look at revocation here, so that a refusal for that is none it could share. */
function differenceOf({ verdict }: Judged, tlsCode: string | undefined): TlsDifference | undefined {
  const isByRules = verdict.accepted || isAboutRevocation(verdict.refusal);
  if (isByRules === (tlsCode === undefined)) return undefined;
  return { tls: tlsCode ?? 'accepted', rules: verdict.accepted ? 'accepted' : verdict.refusal };
}

export function isAboutRevocation(refusal: string): boolean {
  return refusal === 'revoked' || refusal === 'revocation-unknown';
}

/** `TLS says CERT_UNTRUSTED, the rules say accepted`. */
export function differenceWords({ tls, rules }: TlsDifference): string {
  return `TLS says ${tls}, the rules say ${rules}`;
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
    paragraph: 'RFC 8446 section 4.4.2.4',
    ...(certificate === undefined ? {} : { certificate }),
    message: 'The TLS library of the connector does not accept your certificate.',
    remedy: 'Ask your administrator to look at the log of the connector; it names the reason.',
  };
}
