import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { brokenRule, placeAt } from '#lib/pki/judge/broken-rule.ts';
import type { PathPlace, RuleRefusal } from '#lib/pki/judge/checks/path-rule.ts';
import { deadEndRefusal, nothingPresented, unreadableKey, unsupportedSignature } from '#lib/pki/judge/dead-end.ts';
import type { JudgeCase } from '#lib/pki/judge/judge-case.ts';
import { checkPolicies } from '#lib/pki/judge/policies/check-policies.ts';
import { type DisagreementOfTls, disagreementsOfTls } from '#lib/pki/judge/tls/disagreement-of-tls.ts';
import type { Verdict } from '#lib/pki/judge/verdict.ts';
import { type FoundPath, findPaths } from '#lib/pki/path/find-paths.ts';
import { isKeyReadable } from '#lib/pki/path/is-key-readable.ts';
import { judgeRevocation } from '#lib/pki/revocation/judge-revocation.ts';

type Refused = Extract<Verdict, { accepted: false }>;

/**
 * Whether a certificate is accepted for a purpose: a path of good signatures from it to a trust anchor on which every rule holds (RFC 5280 section 6.1).
 * Of several paths one that passes is enough; else the refusal of the most promising one is told.
 */
export async function judgeCertificate(one: JudgeCase): Promise<Verdict> {
  const { presented, authorities, at, voice = 'holder', partialChains = false, maxIntermediates } = one;
  const [leaf, ...sentAlong] = presented;
  if (leaf === undefined) return nothingPresented(voice);
  let refused: { readonly refusal: Refused; readonly rank: number } | undefined;
  const search = { presented: sentAlong, authorities, at, partialChains };
  const disagreement = disagreementsOfTls(one);
  const bound = maxIntermediates === undefined ? {} : { maxIntermediates };
  for await (const found of findPaths(leaf, { ...search, ...bound })) {
    const verdict = found.end === 'trusted' ? await judgePath(found, one, disagreement) : refusedAtTop(found, one);
    if (verdict.accepted) return verdict;
    const rank = endRanks[found.end];
    if (refused === undefined || rank < refused.rank) refused = { refusal: verdict, rank };
  }
  return refused?.refusal ?? refusedAtTop({ path: [leaf], end: 'unknown-issuer' }, one);
}

/** Which end tells a person most when no path passes. */
const endRanks: Record<FoundPath['end'], number> = {
  trusted: 0,
  'bad-signature': 1,
  'untrusted-root': 2,
  'unknown-issuer': 2,
  // Where not every way was followed, nobody knows that all of them are too long.
  'out-of-budget': 3,
  'too-long': 4,
};

async function judgePath(found: FoundPath, one: JudgeCase, disagreementOfTls: DisagreementOfTls): Promise<Verdict> {
  const { path, unsupportedAt } = found;
  const broken = brokenRule(path, one, (place) =>
    place.depth === unsupportedAt ? unsupportedSignature(place) : undefined,
  );
  if (broken !== undefined) return refusedAt(broken.place, broken.refusal);
  const [leaf] = path;
  if (leaf !== undefined && !(await isKeyReadable(leaf))) {
    const place = placeAt(path, 0, leaf, one);
    return refusedAt(place, unreadableKey(place));
  }
  const unfit = checkPolicies(path, one.policies ?? {}, one.voice ?? 'holder');
  if (unfit !== undefined) {
    const certificate = path[unfit.depth];
    return { accepted: false, ...unfit, ...(certificate === undefined ? {} : { certificate }) };
  }
  const disagreement = await disagreementOfTls(path);
  if (disagreement !== undefined) return refusedAt(disagreement.place, disagreement.refusal);
  return judgeRevocationOf(path, one);
}

async function judgeRevocationOf(path: readonly Certificate[], one: JudgeCase): Promise<Verdict> {
  const { revocation } = one;
  if (revocation === undefined) return { accepted: true, path };
  const certificates = [...one.presented, ...one.authorities];
  const judged = await judgeRevocation({
    path,
    evidence: await revocation.gather(path),
    at: revocation.at ?? one.at,
    modeOf: revocation.modeOf,
    certificates,
    voice: one.voice ?? 'holder',
    pathOf: (signer) => pathOfSigner(signer, path, one),
  });
  if (judged.accepted) return { accepted: true, path, revocation: judged };
  const { refusal, depth, certificate, paragraph, message, remedy } = judged;
  return { accepted: false, refusal, depth, certificate, paragraph, message, remedy, revocation: judged };
}

/** RFC 5280 section 6.3.3 (f): the path of whoever signed a list ends at the same trust anchor as the path of the certificate. */
async function pathOfSigner(
  signer: Certificate,
  path: readonly Certificate[],
  { presented, authorities, at, policies }: JudgeCase,
): Promise<readonly Certificate[] | undefined> {
  const verdict = await judgeCertificate({
    presented: [signer, ...path, ...presented, ...authorities],
    authorities: path.slice(-1),
    at,
    purpose: { kind: 'signer' },
    // The anchor is trusted already, self-signed or not.
    partialChains: true,
    ...(policies === undefined ? {} : { policies }),
  });
  return verdict.accepted ? verdict.path : undefined;
}

function refusedAt({ depth, certificate }: PathPlace, refusal: RuleRefusal): Refused {
  return { accepted: false, depth, certificate, ...refusal };
}

/** A way up that ended before a trust anchor (RFC 5280 section 6.1.3 (a)(1) and (a)(4)). */
function refusedAtTop(found: FoundPath, one: JudgeCase): Refused {
  const depth = found.path.length - 1;
  const certificate = found.path[depth];
  if (certificate === undefined) throw new RangeError('A path holds at least the certificate itself.');
  const place = { ...placeAt(found.path, depth, certificate, one), isAnchor: false };
  return refusedAt(place, deadEndRefusal(found, place));
}
