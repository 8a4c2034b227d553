import { hash } from 'node:crypto';
import type { Bytes } from '#lib/core/bytes.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
import { judgeClientCertificate } from '#lib/pki/judge/judge-client-certificate.ts';
import type { Verdict } from '#lib/pki/judge/verdict.ts';

export type Judged = { readonly verdict: Verdict; readonly certificate: Certificate | undefined };

export type JudgeCase = {
  /** DER of what the browser sent, its own certificate first. */
  readonly presented: readonly Bytes[];
  readonly authorities: readonly Certificate[];
  /** The same for the same authorities. */
  readonly authoritiesId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
};

/** Judges what browsers present, and remembers whom it accepted. */
export type ClientJudge = (judgeCase: JudgeCase) => Promise<Judged>;

type Remembered = Judged & { readonly from: number; readonly until: number };

const mostRemembered = 2_000;

/**
 * Of everything that a verdict is made of only the time differs between two visits with the same certificates under the same authorities. Rules
 * ask of the time nothing but on which side of a notBefore or a notAfter it is, and of no certificates but those presented and the
 * authorities. So an accepting verdict is given again until the next of those moments, and after it the judge is asked anew.
 * Revocation is no part of the verdict.
 */
export function rememberingJudge(most = mostRemembered): ClientJudge {
  const remembered = new Map<string, Remembered>();
  return async ({ presented, authorities, authoritiesId, at }) => {
    const key = [authoritiesId, ...presented.map((der) => hash('sha256', der, 'base64'))].join(' ');
    const known = remembered.get(key);
    if (known !== undefined && known.from <= at && at <= known.until) {
      // The ones used last are kept: a Map tells its keys in the order they were set.
      remembered.delete(key);
      remembered.set(key, known);
      return known;
    }
    const parsed = await Promise.all(presented.map((der) => parseCertificate(der)));
    const [own] = parsed;
    if (own !== undefined && !own.ok) return { verdict: unreadable(own.problem.message), certificate: undefined };
    const certificates = parsed.flatMap((one) => (one.ok ? [one.value] : []));
    const judged = {
      verdict: await judgeClientCertificate({ presented: certificates, authorities, at }),
      certificate: certificates[0],
    };
    if (judged.verdict.accepted) {
      const oldest = remembered.keys().next().value;
      if (remembered.size >= most && oldest !== undefined) remembered.delete(oldest);
      remembered.set(key, { ...judged, ...steadyAround(at, [...certificates, ...authorities]) });
    }
    return judged;
  };
}

/** The longest time around a moment in which no certificate begins or ends; both ends belong to it (RFC 5280 section 4.1.2.5). */
export function steadyAround(
  at: number,
  certificates: readonly Pick<Certificate, 'notBefore' | 'notAfter'>[],
): { readonly from: number; readonly until: number } {
  let from = Number.NEGATIVE_INFINITY;
  let until = Number.POSITIVE_INFINITY;
  for (const { notBefore, notAfter } of certificates) {
    if (at < notBefore) until = Math.min(until, notBefore - 1);
    else from = Math.max(from, notBefore);
    if (at > notAfter) from = Math.max(from, notAfter + 1);
    else until = Math.min(until, notAfter);
  }
  return { from, until };
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
