import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { contradictsIssuer } from '#lib/pki/path/contradicts-issuer.ts';
import { isSelfSigned } from '#lib/pki/path/is-self-signed.ts';
import { candidateIssuers, type IssuerIndex, issuerIndex, withoutDuplicates } from '#lib/pki/path/issuer-index.ts';
import { type SignatureChecker, signatureChecker } from '#lib/pki/path/signature-checker.ts';

/** One certificate in the tree the console draws: authorities above, what they issued below. */
export type ChainNode = {
  readonly certificate: Certificate;
  readonly isSelfSigned: boolean;
  /** The issuer that is not among the certificates; absent on roots and wherever there is a parent. */
  readonly missingParent?: MissingIssuer;
  readonly children: readonly ChainNode[];
};

/** What is known of an issuer that is not there: enough to name it and to look for it (RFC 5280 sections 4.1.2.4, 4.2.1.1, 4.2.2.1). */
export type MissingIssuer = {
  readonly name: string;
  readonly keyId?: string;
  readonly urls: readonly string[];
};

/** The facts about a certificate's issuer that stand in the certificate itself (RFC 5280 sections 4.1.2.4, 4.2.1.1, 4.2.2.1). */
export function missingIssuerOf(certificate: Certificate): MissingIssuer {
  const commonName = certificate.issuer.rdns.flat().findLast((attribute) => attribute.oid === '2.5.4.3')?.value;
  return {
    name: commonName ?? (certificate.issuer.text || 'an authority without a name'),
    ...(certificate.authorityKeyId === undefined ? {} : { keyId: certificate.authorityKeyId }),
    urls: certificate.issuerUrls,
  };
}

/** A certificate with those above it. */
export type OrderedChain = {
  /** The given certificate first, then each one's issuer. */
  readonly chain: readonly Certificate[];
  /** Absent where the chain ends in a self-signed root. */
  readonly missing?: MissingIssuer;
  /** What does not belong to the chain. */
  readonly unused: readonly Certificate[];
};

/** Signature checks that n certificates may cost: two each in sane sets, and never more than this in absurd ones. */
function budgetFor(count: number): number {
  return 200 + 3 * count;
}

/** The issuer among the certificates: named as such, and its key made the signature, or nobody can tell (RFC 4158 section 3). */
async function findIssuer(
  index: IssuerIndex,
  certificate: Certificate,
  check: SignatureChecker,
  isExcluded: (issuer: Certificate) => boolean,
): Promise<Certificate | undefined> {
  for (const candidate of candidateIssuers(index, certificate)) {
    if (isExcluded(candidate)) continue;
    if ((await check(certificate, candidate)) !== 'bad') return candidate;
  }
  return undefined;
}

/** The tree of the given certificates, each once: roots and those without a parent on top (RFC 4158 section 1.2). Loops are cut. */
export async function buildForest(certificates: readonly Certificate[]): Promise<readonly ChainNode[]> {
  const index = issuerIndex(certificates);
  const check = signatureChecker(budgetFor(index.certificates.length));
  const selfSigned = new Set<string>();
  const parents = new Map<string, Certificate>();
  for (const certificate of index.certificates) {
    if (await isSelfSigned(certificate, check)) {
      selfSigned.add(certificate.fingerprint);
      continue;
    }
    const issuer = await findIssuer(
      index,
      certificate,
      check,
      (above) => contradictsIssuer(certificate, above) || isAbove(certificate, above, parents),
    );
    if (issuer !== undefined) parents.set(certificate.fingerprint, issuer);
  }
  const childrenOf = Map.groupBy(
    index.certificates.filter((certificate) => parents.has(certificate.fingerprint)),
    (certificate) => parents.get(certificate.fingerprint)?.fingerprint,
  );
  const toNode = (certificate: Certificate): ChainNode => {
    const isRoot = selfSigned.has(certificate.fingerprint);
    const isOrphan = !isRoot && !parents.has(certificate.fingerprint);
    return {
      certificate,
      isSelfSigned: isRoot,
      ...(isOrphan ? { missingParent: missingIssuerOf(certificate) } : {}),
      children: (childrenOf.get(certificate.fingerprint) ?? []).map(toNode),
    };
  };
  const tops = index.certificates.filter((certificate) => !parents.has(certificate.fingerprint)).map(toNode);
  return [...tops.filter((node) => node.isSelfSigned), ...tops.filter((node) => !node.isSelfSigned)];
}

/** Whether the certificate stands somewhere above the other one already. */
function isAbove(certificate: Certificate, other: Certificate, parents: ReadonlyMap<string, Certificate>): boolean {
  for (let at: Certificate | undefined = other; at !== undefined; at = parents.get(at.fingerprint)) {
    if (at.fingerprint === certificate.fingerprint) return true;
  }
  return false;
}

function isAmong(certificates: readonly Certificate[], certificate: Certificate): boolean {
  return certificates.some((one) => one.fingerprint === certificate.fingerprint);
}

/** The given certificate and its issuers upwards, in the order TLS sends them (RFC 8446 section 4.4.2); the root too unless left out. */
export async function orderChain(
  leaf: Certificate,
  certificates: readonly Certificate[],
  options: { readonly withRoot: boolean } = { withRoot: true },
): Promise<OrderedChain> {
  const index = issuerIndex(certificates);
  const check = signatureChecker(budgetFor(index.certificates.length));
  const chain: Certificate[] = [leaf];
  let missing: MissingIssuer | undefined;
  for (let at = leaf; !(await isSelfSigned(at, check)); ) {
    const issuer = await findIssuer(index, at, check, (above) => isAmong(chain, above));
    if (issuer === undefined) {
      missing = missingIssuerOf(at);
      break;
    }
    chain.push(issuer);
    at = issuer;
  }
  const unused = withoutDuplicates(certificates).filter((certificate) => !isAmong(chain, certificate));
  const isRootLast = missing === undefined && chain.length > 1;
  return {
    chain: isRootLast && !options.withRoot ? chain.slice(0, -1) : chain,
    ...(missing === undefined ? {} : { missing }),
    unused,
  };
}
