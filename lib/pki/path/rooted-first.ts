import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { buildForest, type ChainNode } from '#lib/pki/path/build-chain.ts';

/** `until`: the moment in milliseconds in which it, or one above it, ends; 0 where no root is above it. */
type Placed = { readonly certificate: Certificate; readonly until: number };

/**
 * CA certificates in an order for OpenSSL, each once: of several with one name and key it follows the first that is valid, and never comes back (RFC 4158
 * section 2.4.2 calls that a builder without backtracking); those whose way to a root lasts longest come first, those whose parent is missing last.
 */
export async function rootedFirst(authorities: readonly Certificate[]): Promise<readonly Certificate[]> {
  const forest = await buildForest(authorities);
  const placed = forest.flatMap((top) => place(top, top.isSelfSigned ? Number.POSITIVE_INFINITY : 0));
  return placed.sort((a, b) => b.until - a.until).map(({ certificate }) => certificate);
}

function place({ certificate, children }: ChainNode, above: number): readonly Placed[] {
  const until = Math.min(above, certificate.notAfter);
  return [{ certificate, until }, ...children.flatMap((child) => place(child, until))];
}
