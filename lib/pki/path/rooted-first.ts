import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { buildForest, type ChainNode } from '#lib/pki/path/build-chain.ts';

/**
 * CA certificates in an order for OpenSSL, each once: of several with one name and key it follows the first that is valid, and never comes back (RFC 4158
 * section 2.4.2 calls that a builder without backtracking); those that lead to a root come before those whose parent is missing.
 */
export async function rootedFirst(authorities: readonly Certificate[]): Promise<readonly Certificate[]> {
  const flat = ({ certificate, children }: ChainNode): readonly Certificate[] => [
    certificate,
    ...children.flatMap(flat),
  ];
  return (await buildForest(authorities)).flatMap(flat);
}
