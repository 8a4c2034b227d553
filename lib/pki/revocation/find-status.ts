import { type Certificate, displayName } from '#lib/pki/certificate/certificate.ts';
import { statusByAnswers } from '#lib/pki/revocation/ocsp/status-by-answers.ts';
import type { RevocationEvidence, RevocationMode } from '#lib/pki/revocation/revocation-verdict.ts';
import type { Listener } from '#lib/pki/revocation/revocation-words.ts';
import { findTrustedSigner } from '#lib/pki/revocation/signer-search.ts';
import { type Finding, statusByLists } from '#lib/pki/revocation/status-by-lists.ts';

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
  /** To whom the verdict speaks; the holder unless said. */
  readonly voice?: Listener;
};

/** Asks for the status of the certificate at a depth of a path, under its issuer. */
export type StatusFinder = (
  path: readonly Certificate[],
  depth: number,
  certificate: Certificate,
  issuer: Certificate,
) => Promise<Finding>;

/** Whose list is signed by somebody whose list is signed by somebody: sane authorities have one such step. */
const mostSigners = 3;
/** Look-ups that one judgement may take, those of signers included. */
const mostLookUps = 100;

export function statusFinder({ path, evidence, at, modeOf, certificates, pathOf }: RevocationCase): StatusFinder {
  let left = mostLookUps;
  const paths = new Map<string, ReturnType<RevocationCase['pathOf']>>();

  function pathOnce(signer: Certificate): ReturnType<RevocationCase['pathOf']> {
    const known = paths.get(signer.fingerprint) ?? pathOf(signer);
    paths.set(signer.fingerprint, known);
    return known;
  }

  /** `signers`: those whose own paths are being looked up at the moment, the last one first asked for last. */
  async function statusOf(
    way: readonly Certificate[],
    depth: number,
    certificate: Certificate,
    issuer: Certificate,
    signers: readonly Certificate[],
  ): Promise<Finding> {
    left -= 1;
    if (left < 0) return { kind: 'unknown', detail: 'The lists and answers ask for more work than they may.' };
    const byAnswers = await statusByAnswers(certificate, issuer, evidence.ocsp, certificates, at, (responder) =>
      signerFault([responder, ...way.slice(depth + 1)], signers),
    );
    const byLists = await statusByLists(certificate, issuer, evidence.crls, at, (list) =>
      findTrustedSigner(list, issuer, {
        path: way.slice(depth),
        certificates,
        pathOf: pathOnce,
        revocationFault: async (signerPath) => {
          // The list of an indirect issuer may be the very one its own certificate names (RFC 5280 section 5.2.5): nobody else speaks of it.
          const [signer] = signerPath;
          const isItself = signer?.fingerprint === certificate.fingerprint && isSame(signers.at(-1), signer);
          return isItself ? undefined : signerFault(signerPath, signers);
        },
      }),
    );
    return together(byLists, byAnswers);
  }

  /** Why what a signer signed does not count because of a revocation in its own path (RFC 5280 sections 6.1.3 (a)(3) and 6.3.3 (f)). */
  async function signerFault(
    signerPath: readonly Certificate[],
    signers: readonly Certificate[],
  ): Promise<string | undefined> {
    const [signer] = signerPath;
    if (signer === undefined) return 'nobody signed it';
    if (signers.some((one) => isSame(one, signer)) || signers.length >= mostSigners)
      return `“${displayName(signer)}”, who signed it, would have to vouch for itself`;
    for (const [depth, certificate] of signerPath.entries()) {
      const issuer = signerPath[depth + 1];
      // What is on the path that is judged is looked up with it.
      if (issuer === undefined || path.slice(1).some((one) => isSame(one, certificate))) continue;
      const mode = modeOf(issuer);
      if (mode === 'off') continue;
      const finding = await statusOf(signerPath, depth, certificate, issuer, [...signers, signer]);
      if (finding.kind === 'revoked')
        return `the certificate of “${displayName(certificate)}” that signed it was revoked`;
      if (finding.kind === 'unknown' && mode === 'fail-closed')
        return `it cannot be found out whether the certificate of “${displayName(certificate)}” that signed it was revoked`;
    }
    return undefined;
  }

  return (way, depth, certificate, issuer) => statusOf(way, depth, certificate, issuer, []);
}

function isSame(a: Certificate | undefined, b: Certificate | undefined): boolean {
  return a !== undefined && a.fingerprint === b?.fingerprint;
}

/** A revocation counts wherever it is told; to be good, one of both is enough. */
function together(byLists: Finding, byAnswers: Finding | undefined): Finding {
  if (byAnswers === undefined) return byLists;
  for (const kind of ['revoked', 'good'] as const) {
    if (byLists.kind === kind) return byLists;
    if (byAnswers.kind === kind) return byAnswers;
  }
  if (byLists.kind !== 'unknown' || byAnswers.kind !== 'unknown') return byLists;
  return { kind: 'unknown', detail: `${byAnswers.detail} ${byLists.detail}` };
}
