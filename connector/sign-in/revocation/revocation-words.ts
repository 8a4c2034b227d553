import type { Gathered } from '#connector/sign-in/revocation/gather-evidence.ts';
import type { RevocationVerdict } from '#lib/pki/revocation/revocation-verdict.ts';

/** What came of looking a path's certificates up, for the log and for administrators. */
export function revocationWords(verdict: RevocationVerdict | undefined, { seen, faults }: Gathered): string {
  if (verdict === undefined) return [...seen, ...faults].join('; ');
  if (verdict.statuses.length > 0 && verdict.statuses.every(({ mode }) => mode === 'off'))
    return 'Not looked up: revocation is off.';
  if (verdict.accepted) {
    const gaps = verdict.gaps.map(({ detail }) => detail);
    const open = gaps.length === 0 ? [] : ['Let in without knowing (fail-open).', ...gaps, ...faults];
    return [...open, ...seen].join('; ') || 'Nothing to look up.';
  }
  if (verdict.refusal === 'revoked') return [verdict.message, ...seen].join('; ');
  return [verdict.message, ...verdict.gaps.map(({ detail }) => detail), ...faults].join('; ');
}
