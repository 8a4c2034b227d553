import { equalBytes } from '#lib/core/bytes.ts';
import { type Certificate, displayName } from '#lib/pki/certificate/certificate.ts';
import { isSameName } from '#lib/pki/path/same-name.ts';
import { contentFault, isListOf, listFault } from '#lib/pki/revocation/list-fault.ts';
import type { RevocationList } from '#lib/pki/revocation/revocation-list.ts';

/** Who signed a list, or why nobody did who may, as the end of a sentence. */
export type SignerFinding = { readonly signer: Certificate } | { readonly fault: string };

/** Signature checks that a list may cost: sane authorities have two or three keys at a time. */
const mostCandidates = 8;

/**
 * The certificate whose key signed the list, among the given ones, those in front first; a re-keyed authority has several of one name (RFC 5280
 * sections 5.2.1 and 6.3.3 (f) and (g)). Whether it may be trusted is another question.
 */
export async function findListSigner(
  list: RevocationList,
  certificates: readonly Certificate[],
): Promise<SignerFinding> {
  const fault = contentFault(list);
  if (fault !== undefined) return { fault };
  const seen = new Set<string>();
  let why: string | undefined;
  for (const candidate of certificates) {
    if (seen.has(candidate.fingerprint) || !isListOf(list, candidate)) continue;
    seen.add(candidate.fingerprint);
    if (seen.size > mostCandidates) return { fault: 'there are too many certificates that could have signed it' };
    const reason = await listFault(list, candidate);
    if (reason === undefined) return { signer: candidate };
    why ??= reason;
  }
  return { fault: why ?? `there is no certificate of “${list.issuer.text}” with the key it names` };
}

export type SignerTrust = {
  /** The path of the certificate that is looked up: what is on it is judged with it. */
  readonly path: readonly Certificate[];
  readonly certificates: readonly Certificate[];
  readonly pathOf: (signer: Certificate) => Promise<readonly Certificate[] | undefined>;
  /** Why a certificate of a signer's path counts as revoked, or as good as; undefined where it does not. */
  readonly revocationFault: (path: readonly Certificate[]) => Promise<string | undefined>;
};

/**
 * RFC 5280 section 6.3.3 (f): "Obtain and validate the certification path for the issuer of the complete CRL. The trust anchor for the certification
 * path MUST be the same as the trust anchor used to validate the target certificate."
 */
export async function findTrustedSigner(
  list: RevocationList,
  issuer: Certificate,
  { path, certificates, pathOf, revocationFault }: SignerTrust,
): Promise<SignerFinding> {
  const found = await findListSigner(list, [issuer, ...path, ...certificates]);
  if ('fault' in found || path.slice(1).some(({ fingerprint }) => fingerprint === found.signer.fingerprint))
    return found;
  const name = displayName(found.signer);
  const signerPath = await pathOf(found.signer);
  const anchor = path.at(-1);
  const signerAnchor = signerPath?.at(-1);
  if (signerPath === undefined || anchor === undefined || signerAnchor === undefined)
    return { fault: `the certificate of “${name}” that signed it is not accepted itself` };
  if (!equalBytes(anchor.spki, signerAnchor.spki) || !isSameName(anchor.subject, signerAnchor.subject))
    return { fault: `the certificate of “${name}” that signed it leads to another root` };
  const fault = await revocationFault(signerPath);
  return fault === undefined ? found : { fault };
}
