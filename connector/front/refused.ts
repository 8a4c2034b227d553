import type { RevisionRefusal } from '#lib/wire/refusals.ts';

/** Why a revision is not taken over; `detail` goes to the console and the log, and never holds a secret. */
export type Refused = { readonly refusal: RevisionRefusal; readonly detail: string };

const maxDetail = 500;

export function refused(refusal: RevisionRefusal, detail: string): { readonly ok: false; readonly problem: Refused } {
  const line = detail.replaceAll(/\p{Cc}+/gu, ' ');
  return {
    ok: false,
    problem: { refusal, detail: line.length > maxDetail ? `${line.slice(0, maxDetail - 1)}…` : line },
  };
}
