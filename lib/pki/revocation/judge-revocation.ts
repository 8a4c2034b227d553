import { type RevocationCase, statusFinder } from '#lib/pki/revocation/find-status.ts';
import type { RevocationStatus, RevocationVerdict } from '#lib/pki/revocation/revocation-verdict.ts';
import { revokedWords, unknownWords } from '#lib/pki/revocation/revocation-words.ts';
import type { Finding } from '#lib/pki/revocation/status-by-lists.ts';

/**
 * Whether a certificate of an accepted path was revoked (RFC 5280 section 6.3, RFC 6960). Every certificate below the root is looked up in the lists
 * and answers of the one above it; roots are on no list, they are removed from the CA certificates instead. Where lists and answers disagree, it is
 * revoked.
 */
export async function judgeRevocation(question: RevocationCase): Promise<RevocationVerdict> {
  const { path, modeOf, voice = 'holder' } = question;
  const statusOf = statusFinder(question);
  const statuses: RevocationStatus[] = [];
  for (const [depth, certificate] of path.entries()) {
    const issuer = path[depth + 1];
    if (issuer === undefined) continue;
    const mode = modeOf(issuer);
    const finding: Finding =
      mode === 'off' ? { kind: 'unknown', detail: off } : await statusOf(path, depth, certificate, issuer);
    statuses.push({ depth, certificate, mode, ...told(finding) });
  }
  const taken = statuses.find(({ status }) => status === 'revoked');
  if (taken !== undefined) {
    const { depth, certificate, revokedAt, reason } = taken;
    return {
      accepted: false,
      refusal: 'revoked',
      statuses,
      depth,
      certificate,
      // "At the current time, the certificate is not revoked."
      paragraph: 'RFC 5280 section 6.1.3 (a)(3)',
      ...revokedWords(taken, voice),
      ...(revokedAt === undefined ? {} : { revokedAt }),
      ...(reason === undefined ? {} : { reason }),
    };
  }
  const unknown = statuses.filter(({ status, mode }) => status === 'unknown' && mode !== 'off');
  const gaps = unknown.map(({ depth, certificate, detail = '' }) => ({ depth, certificate, detail }));
  const first = gaps.find((_, at) => unknown[at]?.mode === 'fail-closed');
  if (first === undefined) return { accepted: true, statuses, gaps };
  return {
    accepted: false,
    refusal: 'revocation-unknown',
    statuses,
    depth: first.depth,
    certificate: first.certificate,
    // "… then the revocation status of the certificate is undetermined": nobody is let in by that where the settings say so.
    paragraph: 'RFC 5280 section 6.3.3',
    ...unknownWords(first, voice),
    gaps,
  };
}

const off = 'Revocation is off for what this authority issued.';

function told(finding: Finding): Pick<RevocationStatus, 'status' | 'sources' | 'revokedAt' | 'reason' | 'detail'> {
  if (finding.kind === 'unknown') return { status: 'unknown', sources: [], detail: finding.detail };
  if (finding.kind === 'good') return { status: 'good', sources: finding.sources };
  const { at, reason } = finding.entry;
  return {
    status: 'revoked',
    sources: finding.sources,
    ...(at === undefined ? {} : { revokedAt: at }),
    ...(reason === undefined ? {} : { reason }),
  };
}
