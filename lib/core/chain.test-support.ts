import { type AuditEntry, emptyChain, hashAuditEntry, type SignedHead, signHead } from '#lib/core/audit-chain.ts';
import { toBase64 } from '#lib/core/bytes.ts';

export type ChainFacts = Pick<AuditEntry, 'at' | 'actor' | 'verb' | 'subject' | 'before' | 'after'>;

/** Entries chained as Gatehouse chains them. */
export async function chainOf(all: readonly ChainFacts[]): Promise<AuditEntry[]> {
  const chain: AuditEntry[] = [];
  let previousHash = emptyChain.hash;
  for (const [index, facts] of all.entries()) {
    const content = { ...facts, sequence: index + 1, previousHash };
    const hash = (await hashAuditEntry(content)) ?? '';
    chain.push({ ...content, hash });
    previousHash = hash;
  }
  return chain;
}

export async function signer() {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  return {
    publicKey: toBase64(new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey))),
    headOf: (chain: readonly AuditEntry[]): Promise<SignedHead> => {
      const { sequence, hash } = chain.at(-1) ?? emptyChain;
      return signHead({ sequence, hash, at: 1 }, pair.privateKey);
    },
  };
}
