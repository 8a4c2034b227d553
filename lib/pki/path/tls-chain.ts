import type { Certificate, DistinguishedName, SignatureFacts } from '#lib/pki/certificate/certificate.ts';
import { contradictsIssuer } from '#lib/pki/path/contradicts-issuer.ts';
import { withoutDuplicates } from '#lib/pki/path/issuer-index.ts';
import { rootedFirst } from '#lib/pki/path/rooted-first.ts';
import { tlsNameKey } from '#lib/pki/path/tls-name.ts';
import { isInTimeForTls } from '#lib/pki/path/tls-time.ts';

/** More than OpenSSL's own limit (100 below the anchor) is never looked at. */
const maxChainCertificates = 101;

/** The one chain that OpenSSL tries, and whether it ends at a trust anchor. */
export type TlsChain = { readonly chain: readonly Certificate[]; readonly isTrusted: boolean };

type Search = {
  /** What TLS brings beside the certificate itself, in the order sent. */
  readonly presented: readonly Certificate[];
  readonly authorities: readonly Certificate[];
  readonly at: number;
  readonly partialChains?: boolean;
};

/**
 * The chain that OpenSSL 3.5 builds in the handshake of a connector (build_chain in crypto/x509/x509_vfy.c, with X509_V_FLAG_TRUSTED_FIRST as TLS has it): upwards
 * step by step, trusted certificates before sent ones, of several the first that is valid now, and never back. No signature is looked at on the way.
 */
export async function tlsChain(leaf: Certificate, search: Search): Promise<TlsChain> {
  const { presented, authorities, at, partialChains = false } = search;
  const chain = [leaf];
  let sent = presented;
  let isLookingAtSent = true;
  while (chain.length < maxChainCertificates) {
    const top = chain.at(-1) ?? leaf;
    const trusted = await trustedIssuer(top, authorities, at);
    if (trusted !== undefined) {
      const isSame = trusted.fingerprint === top.fingerprint;
      // A self-signed certificate that only has the name of a trusted one ends the chain.
      if (isSelfSignedForTls(top) && !isSame) return { chain, isTrusted: false };
      if (!isSame && isAmong(chain, trusted)) return { chain, isTrusted: false };
      if (!isSame) chain.push(trusted);
      if (partialChains || isSelfSignedForTls(trusted)) return { chain, isTrusted: true };
      isLookingAtSent = false;
      continue;
    }
    if (!isLookingAtSent || isSelfSignedForTls(top)) break;
    const free = sent.filter((one) => !isAmong(chain, one) && mayHaveIssued(one, top));
    const next = bestOf(free, at);
    if (next === undefined) break;
    sent = sent.filter((one) => one !== next);
    chain.push(next);
  }
  return { chain, isTrusted: false };
}

/** X509_STORE_CTX_get1_issuer; the order is the one in which connectors hand them over. */
async function trustedIssuer(
  certificate: Certificate,
  authorities: readonly Certificate[],
  at: number,
): Promise<Certificate | undefined> {
  const namesakes = namesakesIn(authorities).get(tlsNameKey(certificate.issuer)) ?? [];
  const candidates = namesakes.filter((one) => mayHaveIssued(one, certificate));
  if (candidates.length < 2) return candidates[0];
  const order = await orderOf(authorities);
  const inOrder = candidates.toSorted((a, b) => (order.get(a.fingerprint) ?? 0) - (order.get(b.fingerprint) ?? 0));
  return bestOf(inOrder, at);
}

/** get0_best_issuer_sk: the first that is valid now, else the first of those that last longest. */
function bestOf(candidates: readonly Certificate[], at: number): Certificate | undefined {
  const valid = candidates.find((one) => isInTimeForTls(one, at));
  return valid ?? candidates.toSorted((a, b) => b.notAfter - a.notAfter)[0];
}

type Authorities = readonly Certificate[];
const namesakesOf = new WeakMap<Authorities, ReadonlyMap<string, Authorities>>();
const orders = new WeakMap<Authorities, Promise<ReadonlyMap<string, number>>>();

function namesakesIn(authorities: Authorities): ReadonlyMap<string, Authorities> {
  const before = namesakesOf.get(authorities);
  if (before !== undefined) return before;
  const byName = Map.groupBy(withoutDuplicates(authorities), ({ subject }) => tlsNameKey(subject));
  namesakesOf.set(authorities, byName);
  return byName;
}

function orderOf(authorities: Authorities): Promise<ReadonlyMap<string, number>> {
  const before = orders.get(authorities);
  if (before !== undefined) return before;
  const order = rootedFirst(authorities).then(
    (ordered) => new Map(ordered.map(({ fingerprint }, place) => [fingerprint, place])),
  );
  orders.set(authorities, order);
  return order;
}

function isAmong(certificates: readonly Certificate[], certificate: Certificate): boolean {
  return certificates.some((one) => one.fingerprint === certificate.fingerprint);
}

/** Whether two names are one to OpenSSL; of fewer names than RFC 5280 section 7.1 has it. */
export function isSameNameForTls(a: DistinguishedName, b: DistinguishedName): boolean {
  return tlsNameKey(a) === tlsNameKey(b);
}

/** ossl_x509_likely_issued: names, what the authority key identifier says, and the kind of key. */
function mayHaveIssued(issuer: Certificate, certificate: Certificate): boolean {
  return (
    isSameNameForTls(issuer.subject, certificate.issuer) &&
    !contradictsIssuer(certificate, issuer, isSameNameForTls) &&
    isKeyOfSignature(issuer, certificate)
  );
}

const keysOf: Readonly<Record<SignatureFacts['algorithm'], Certificate['publicKey']['algorithm'] | undefined>> = {
  'RSA-PKCS1': 'RSA',
  'RSA-PSS': 'RSA',
  ECDSA: 'EC',
  Ed25519: 'Ed25519',
  Ed448: 'Ed448',
  unknown: undefined,
};

/** check_sig_alg_match. Of a signature that is not known here any key may be: such a path is refused for that. */
function isKeyOfSignature({ publicKey }: Certificate, { signatureFacts }: Certificate): boolean {
  const key = keysOf[signatureFacts.algorithm];
  return key === undefined || key === publicKey.algorithm;
}

/** EXFLAG_SS: by its names and key identifiers; the signature is not looked at. */
function isSelfSignedForTls(certificate: Certificate): boolean {
  return mayHaveIssued(certificate, certificate);
}
