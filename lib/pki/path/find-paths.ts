import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { isSelfIssued, isSelfSigned } from '#lib/pki/path/is-self-signed.ts';
import { candidateIssuers, issuerIndex } from '#lib/pki/path/issuer-index.ts';
import { signatureChecker } from '#lib/pki/path/signature-checker.ts';

/** The longest path that is followed, root included. Sane ones have three or four certificates. */
export const maxPathCertificates = 12;
/** Signature checks and steps that one judgement may take, whatever the certificates look like (RFC 4158 section 2.4.1). */
const signatureBudget = 200;
const stepBudget = 1000;

/** A way from a certificate upwards, and how it ended (RFC 4158 section 3). */
export type FoundPath = {
  readonly path: readonly Certificate[];
  readonly end: 'trusted' | 'unknown-issuer' | 'untrusted-root' | 'bad-signature' | 'too-long' | 'out-of-budget';
  /** The depth of the first certificate whose signature uses an algorithm that is not there. */
  readonly unsupportedAt?: number;
};

type Search = {
  readonly presented: readonly Certificate[];
  readonly authorities: readonly Certificate[];
  readonly at: number;
  /** Whether a trusted authority that is not self-signed ends a path too, as for OpenSSL with partial chains. */
  readonly partialChains?: boolean;
  /** Certificates between the first one and the anchor; self-issued ones do not count (RFC 5280 section 4.2.1.9). */
  readonly maxIntermediates?: number;
};

/** Those whose key may have signed a certificate, and how the way ends where it was none of them. */
type Above = { readonly issuers: readonly Certificate[]; readonly deadEnd: FoundPath['end'] };

/**
 * The paths from a certificate to the trust anchors, likeliest first, found as they are asked for. Presented certificates, and without partial
 * chains trusted authorities that are not self-signed, are steps on the way.
 */
export async function* findPaths(
  leaf: Certificate,
  { presented, authorities, at, partialChains = false, maxIntermediates = maxPathCertificates - 2 }: Search,
): AsyncGenerator<FoundPath> {
  const trusted = new Set(authorities.map((authority) => authority.fingerprint));
  const index = issuerIndex([...authorities, ...presented]);
  const check = signatureChecker(signatureBudget);
  const work = { steps: stepBudget };
  // A mesh comes back to the same certificates a thousand times: who cannot have issued them is asked about once.
  const above = new Map<string, Above>();
  yield* climb([leaf], undefined);

  async function* climb(path: readonly Certificate[], unsupportedAt: number | undefined): AsyncGenerator<FoundPath> {
    const top = path[path.length - 1] ?? leaf;
    const ended = (end: FoundPath['end']): FoundPath => ({
      path,
      end,
      ...(unsupportedAt === undefined ? {} : { unsupportedAt }),
    });
    work.steps -= 1;
    if (work.steps < 0) return yield ended('out-of-budget');
    if (await isSelfSigned(top, check)) return yield ended(trusted.has(top.fingerprint) ? 'trusted' : 'untrusted-root');
    if (partialChains && path.length > 1 && trusted.has(top.fingerprint)) yield ended('trusted');
    const between = path.slice(1).filter((one) => !isSelfIssued(one)).length;
    if (path.length >= maxPathCertificates || between > maxIntermediates) return yield ended('too-long');
    let isDead = true;
    const before = above.get(top.fingerprint);
    let deadEnd = before?.deadEnd ?? 'unknown-issuer';
    const possible: Certificate[] = [];
    for (const issuer of before?.issuers ?? candidateIssuers(index, top, at)) {
      if (path.some((one) => one.fingerprint === issuer.fingerprint)) {
        possible.push(issuer);
        continue;
      }
      const result = await check(top, issuer);
      if (result === 'out-of-budget') deadEnd = 'out-of-budget';
      if (result === 'bad' && deadEnd === 'unknown-issuer') deadEnd = 'bad-signature';
      if (result === 'out-of-budget' || result === 'bad') continue;
      possible.push(issuer);
      isDead = false;
      yield* climb([...path, issuer], unsupportedAt ?? (result === 'unsupported' ? path.length - 1 : undefined));
      if (work.steps < 0) return;
    }
    above.set(top.fingerprint, { issuers: possible, deadEnd });
    if (isDead) yield ended(deadEnd);
  }
}
