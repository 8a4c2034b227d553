import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { judgeClientCertificate } from '#lib/pki/judge/judge-client-certificate.ts';
import type { Verdict } from '#lib/pki/judge/verdict.ts';
import { judgeRevocation } from '#lib/pki/revocation/judge-revocation.ts';
import type { RevocationEvidence, RevocationMode, RevocationVerdict } from '#lib/pki/revocation/revocation-verdict.ts';

export type PresentedCase = {
  readonly presented: readonly Certificate[];
  readonly authorities: readonly Certificate[];
  readonly partialChains: boolean;
  readonly at: number;
  /** The moment that revocation is asked of. */
  readonly lookedUpAt: number;
  readonly modeOf: (issuer: Certificate) => RevocationMode;
  readonly gather: (path: readonly Certificate[]) => Promise<RevocationEvidence>;
};

export type PresentedVerdict = { readonly verdict: Verdict; readonly revocation: RevocationVerdict | undefined };

export async function judgePresented(one: PresentedCase): Promise<PresentedVerdict> {
  const { presented, authorities, at, lookedUpAt, modeOf, gather } = one;
  const verdict = await judgeClientCertificate({ presented, authorities, at });
  if (!verdict.accepted) return { verdict, revocation: undefined };
  const { path } = verdict;
  const revocation = await judgeRevocation({
    path,
    evidence: await gather(path),
    at: lookedUpAt,
    modeOf,
    certificates: [...presented, ...authorities],
    pathOf: async () => undefined,
  });
  return { verdict: revocation.accepted ? verdict : revocation, revocation };
}
