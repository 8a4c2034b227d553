import { type Certificate, displayName } from '#lib/pki/certificate/certificate.ts';
import { dayText } from '#lib/pki/certificate/day-text.ts';
import { remedyAt, whose } from '#lib/pki/judge/checks/path-rule.ts';
import { isListOf, listFault, staleness } from '#lib/pki/revocation/list-fault.ts';
import type { RevocationList, RevocationReason, RevokedEntry } from '#lib/pki/revocation/revocation-list.ts';

/** What counts where a list cannot be had: `fail-open` lets people in, `fail-closed` does not; `off`: nobody looks. */
export type RevocationMode = 'off' | 'fail-open' | 'fail-closed';

export type RevocationCase = {
  /** As accepted by the judge: the person's certificate first, the trusted root last. */
  readonly path: readonly Certificate[];
  /** Whatever lists there are; each is used for the authority it is of. */
  readonly crls: readonly RevocationList[];
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly mode: RevocationMode;
};

/** A certificate of which no list told anything, and why, for an administrator. */
export type RevocationGap = { readonly depth: number; readonly certificate: Certificate; readonly detail: string };

export type RevocationVerdict =
  | {
      readonly accepted: true;
      /** What was not found out; empty unless the mode is `fail-open`. */
      readonly gaps: readonly RevocationGap[];
    }
  | ({
      readonly accepted: false;
      readonly depth: number;
      readonly certificate: Certificate;
      readonly message: string;
      readonly remedy: string;
    } & (
      | { readonly refusal: 'revoked'; readonly revokedAt?: number; readonly reason?: RevocationReason }
      | { readonly refusal: 'revocation-unknown'; readonly gaps: readonly RevocationGap[] }
    ));

/**
 * Whether a certificate of an accepted path was revoked (RFC 5280 section 6.3). Every certificate below the root is looked up in the list of the
 * one above it; roots are on no list, they are removed from the CA certificates instead. A list that ended still proves what it lists.
 */
export async function judgeRevocation({ path, crls, at, mode }: RevocationCase): Promise<RevocationVerdict> {
  const gaps: RevocationGap[] = [];
  if (mode === 'off') return { accepted: true, gaps };
  for (const [depth, certificate] of path.entries()) {
    const issuer = path[depth + 1];
    if (issuer === undefined) continue;
    const status = await statusOf(certificate, issuer, crls, at);
    if (status.kind === 'revoked') return revoked(depth, certificate, status.entry);
    if (status.kind === 'unknown') gaps.push({ depth, certificate, detail: status.detail });
  }
  const [first] = gaps;
  if (first === undefined || mode === 'fail-open') return { accepted: true, gaps };
  return {
    accepted: false,
    refusal: 'revocation-unknown',
    depth: first.depth,
    certificate: first.certificate,
    message: `It cannot be found out at the moment whether ${inSentence(first)} was revoked.`,
    remedy: 'Try again in a while, or tell your administrator.',
    gaps,
  };
}

type Status =
  | { readonly kind: 'good' }
  | { readonly kind: 'revoked'; readonly entry: RevokedEntry }
  | { readonly kind: 'unknown'; readonly detail: string };

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
    if (entry !== undefined && entry.reason !== 'remove-from-crl') return { kind: 'revoked', entry };
    if (fault === undefined && stale === undefined) return { kind: 'good' };
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

function revoked(depth: number, certificate: Certificate, { at, reason }: RevokedEntry): RevocationVerdict {
  const why = reason === undefined ? undefined : reasonWords[reason];
  return {
    accepted: false,
    refusal: 'revoked',
    depth,
    certificate,
    message: `${whose({ depth, certificate })} was revoked${at === undefined ? '' : ` on ${dayText(at)}`}${why === undefined ? '' : `: ${why}`}.`,
    remedy: remedyAt(depth),
    ...(at === undefined ? {} : { revokedAt: at }),
    ...(reason === undefined ? {} : { reason }),
  };
}

function inSentence({ depth, certificate }: RevocationGap): string {
  return depth === 0 ? 'your certificate' : `the certificate of “${displayName(certificate)}”, above yours,`;
}
