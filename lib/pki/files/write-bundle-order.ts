import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { buildForest, type ChainNode } from '#lib/pki/path/build-chain.ts';
import { withoutDuplicates } from '#lib/pki/path/issuer-index.ts';

/**
 * All certificates, each once, in the order in which servers read bundles: each that issued nothing here, with those above it (RFC 8446 section
 * 4.4.2), in the order given. The one named goes before all others.
 */
export async function bundleOrder(
  certificates: readonly Certificate[],
  first?: string,
): Promise<readonly Certificate[]> {
  const chains = (await buildForest(certificates)).flatMap((tree) => chainsUpwards(tree, []));
  const given = new Map(withoutDuplicates(certificates).map(({ fingerprint }, place) => [fingerprint, place]));
  const rank = (chain: readonly Certificate[]): number => given.get(chain[0]?.fingerprint ?? '') ?? 0;
  const named = chains.find(([bottom]) => bottom?.fingerprint === first);
  const starts = chains.filter((chain) => chain.isBottom).sort((a, b) => rank(a) - rank(b));
  const ordered = new Map([...(named ?? []), ...starts.flat()].map((one) => [one.fingerprint, one]));
  return [...ordered.values()];
}

type Chain = readonly Certificate[] & { readonly isBottom: boolean };

/** Each certificate of the tree with those above it, upwards. */
function chainsUpwards({ certificate, children }: ChainNode, above: readonly Certificate[]): readonly Chain[] {
  const chain = [certificate, ...above];
  return [
    Object.assign(chain, { isBottom: children.length === 0 }),
    ...children.flatMap((child) => chainsUpwards(child, chain)),
  ];
}
