import { type Certificate, displayName } from '#lib/pki/certificate/certificate.ts';
import { dayText } from '#lib/pki/certificate/day-text.ts';
import { remedyAt, whose } from '#lib/pki/judge/checks/path-rule.ts';
import { isListOf, listFault, staleness } from '#lib/pki/revocation/list-fault.ts';
import type { RevocationList, RevocationReason, RevokedEntry } from '#lib/pki/revocation/revocation-list.ts';
import type {
  RevocationEvidence,
  RevocationGap,
  RevocationMode,
  RevocationSource,
  RevocationStatus,
  RevocationVerdict,
} from '#lib/pki/revocation/revocation-verdict.ts';

export type RevocationCase = {
  /** As accepted by the judge: the person's certificate first, the trusted root last. */
  readonly path: readonly Certificate[];
  readonly evidence: RevocationEvidence;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** For the certificates that this authority issued. */
  readonly modeOf: (issuer: Certificate) => RevocationMode;
  /** Among these are those who signed lists and answers, if it was not the issuer itself. */
  readonly certificates: readonly Certificate[];
  /** The accepted path of one of them, from it to its trusted root; undefined where there is none. */
  readonly pathOf: (signer: Certificate) => Promise<readonly Certificate[] | undefined>;
};

/**
 * Whether a certificate of an accepted path was revoked (RFC 5280 section 6.3). Every certificate below the root is looked up in the list of the
 * one above it; roots are on no list, they are removed from the CA certificates instead. A list that ended still proves what it lists.
 */
export async function judgeRevocation({ path, evidence, at, modeOf }: RevocationCase): Promise<RevocationVerdict> {
  const statuses: RevocationStatus[] = [];
  for (const [depth, certificate] of path.entries()) {
    const issuer = path[depth + 1];
    if (issuer === undefined) continue;
    const mode = modeOf(issuer);
    const status =
      mode === 'off'
        ? { kind: 'unknown' as const, detail: off }
        : await statusOf(certificate, issuer, evidence.crls, at);
    statuses.push({ depth, certificate, mode, ...told(status) });
    if (status.kind === 'revoked') return revoked(depth, certificate, status.entry, statuses);
  }
  const gaps = statuses.flatMap(({ depth, certificate, mode, detail }) =>
    mode === 'off' || detail === undefined ? [] : [{ depth, certificate, mode, detail }],
  );
  const first = gaps.find(({ mode }) => mode === 'fail-closed');
  if (first === undefined) return { accepted: true, statuses, gaps };
  return {
    accepted: false,
    refusal: 'revocation-unknown',
    statuses,
    depth: first.depth,
    certificate: first.certificate,
    paragraph: 'RFC 5280 section 6.3.3',
    message: `It cannot be found out at the moment whether ${inSentence(first)} was revoked.`,
    remedy: 'Try again in a while, or tell your administrator.',
    gaps,
  };
}

const off = 'Revocation is off for what this authority issued.';

function told(status: Status): Pick<RevocationStatus, 'status' | 'sources' | 'revokedAt' | 'reason' | 'detail'> {
  if (status.kind === 'unknown') return { status: 'unknown', sources: [], detail: status.detail };
  if (status.kind === 'good') return { status: 'good', sources: [status.source] };
  const { at, reason } = status.entry;
  return {
    status: 'revoked',
    sources: [status.source],
    ...(at === undefined ? {} : { revokedAt: at }),
    ...(reason === undefined ? {} : { reason }),
  };
}

type Status =
  | { readonly kind: 'good'; readonly source: RevocationSource }
  | { readonly kind: 'revoked'; readonly entry: RevokedEntry; readonly source: RevocationSource }
  | { readonly kind: 'unknown'; readonly detail: string };

function sourceOf({ issuer, thisUpdate, nextUpdate }: RevocationList): RevocationSource {
  return { kind: 'crl', issuer: issuer.text, thisUpdate, ...(nextUpdate === undefined ? {} : { nextUpdate }) };
}

async function statusOf(
  certificate: Certificate,
  issuer: Certificate,
  crls: readonly RevocationList[],
  at: number,
): Promise<Status> {
  const name = displayName(issuer);
  let detail = `There is no revocation list of “${name}”.`;
  // The newest first: it says what became of those that were on hold.
  for (const list of crls.filter((one) => isListOf(one, issuer)).sort((a, b) => b.thisUpdate - a.thisUpdate)) {
    const fault = await listFault(list, issuer);
    const stale = staleness(list, at);
    const entry = fault === undefined ? list.find(certificate.serial) : undefined;
    const source = sourceOf(list);
    if (entry !== undefined && entry.reason !== 'remove-from-crl') return { kind: 'revoked', entry, source };
    if (fault === undefined && stale === undefined) return { kind: 'good', source };
    detail = `The revocation list of “${name}” does not count: ${fault ?? stale}.`;
  }
  return { kind: 'unknown', detail };
}

const reasonWords: Partial<Record<RevocationReason, string>> = {
  'key-compromise': 'its key may be in other hands',
  'ca-compromise': 'the key of its authority may be in other hands',
  'affiliation-changed': 'its holder’s position has changed',
  superseded: 'another certificate took its place',
  'cessation-of-operation': 'it is no longer needed',
  'certificate-hold': 'it is on hold',
  'privilege-withdrawn': 'its rights were withdrawn',
};

function revoked(
  depth: number,
  certificate: Certificate,
  { at, reason }: RevokedEntry,
  statuses: readonly RevocationStatus[],
): RevocationVerdict {
  const why = reason === undefined ? undefined : reasonWords[reason];
  return {
    accepted: false,
    refusal: 'revoked',
    statuses,
    depth,
    certificate,
    paragraph: 'RFC 5280 section 6.1.3 (a)(3)',
    message: `${whose({ depth, certificate })} was revoked${at === undefined ? '' : ` on ${dayText(at)}`}${why === undefined ? '' : `: ${why}`}.`,
    remedy: remedyAt(depth),
    ...(at === undefined ? {} : { revokedAt: at }),
    ...(reason === undefined ? {} : { reason }),
  };
}

function inSentence({ depth, certificate }: RevocationGap): string {
  return depth === 0 ? 'your certificate' : `the certificate of “${displayName(certificate)}”, above yours,`;
}
