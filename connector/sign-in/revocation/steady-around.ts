import type { Certificate } from '#lib/pki/certificate/certificate.ts';

/** The longest time around a moment in which nothing begins or ends; both ends belong to it (RFC 5280 section 4.1.2.5). */
export function steadyAround(
  at: number,
  spans: readonly Pick<Certificate, 'notBefore' | 'notAfter'>[],
): { readonly from: number; readonly until: number } {
  let from = Number.NEGATIVE_INFINITY;
  let until = Number.POSITIVE_INFINITY;
  for (const { notBefore, notAfter } of spans) {
    if (at < notBefore) until = Math.min(until, notBefore - 1);
    else from = Math.max(from, notBefore);
    if (at > notAfter) from = Math.max(from, notAfter + 1);
    else until = Math.min(until, notAfter);
  }
  return { from, until };
}
