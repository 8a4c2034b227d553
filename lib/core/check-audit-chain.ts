import { type AuditEntry, type ChainPlace, hashAuditEntry } from '#lib/core/audit-chain.ts';

/** The first thing that does not fit. */
export type ChainFault =
  /** Its content does not give its hash. */
  | { readonly kind: 'altered'; readonly sequence: number }
  /** It fits itself, but was not written after the entry that stands before it. */
  | { readonly kind: 'unlinked'; readonly sequence: number }
  /** Entries are not there: the first and the last of them. */
  | { readonly kind: 'missing'; readonly sequence: number; readonly last: number }
  /** Its number stood before. */
  | { readonly kind: 'out-of-order'; readonly sequence: number }
  /** What stands in its place is no entry. */
  | { readonly kind: 'unreadable'; readonly sequence: number }
  /** Gatehouse signed a head that this chain does not come to. */
  | { readonly kind: 'ends-early'; readonly sequence: number; readonly last: number }
  | { readonly kind: 'other-head'; readonly sequence: number }
  /** The head is not signed with the key it was to be signed with. */
  | { readonly kind: 'not-signed'; readonly sequence: number }
  /** The chain does not hold the entry that whoever verifies kept. */
  | { readonly kind: 'forgotten'; readonly sequence: number; readonly last: number };

export type Checked =
  | { readonly isFitting: true; readonly place: ChainPlace }
  | { readonly isFitting: false; readonly fault: ChainFault; readonly fitting: number };

/** Whether the entries continue the chain from `place` on. `fitting`: how many of them did before one did not. */
export async function checkEntries(place: ChainPlace, entries: readonly AuditEntry[]): Promise<Checked> {
  // Each entry says itself what came before it, so that all can be hashed at once.
  const hashes = await Promise.all(entries.map(hashAuditEntry));
  let at = place;
  for (const [index, entry] of entries.entries()) {
    const fault = faultOf(at, entry, hashes[index]);
    if (fault !== undefined) return { isFitting: false, fault, fitting: index };
    at = { sequence: entry.sequence, hash: entry.hash };
  }
  return { isFitting: true, place: at };
}

function faultOf(before: ChainPlace, entry: AuditEntry, hash: string | undefined): ChainFault | undefined {
  const { sequence } = entry;
  const wanted = before.sequence + 1;
  if (sequence > wanted) return { kind: 'missing', sequence: wanted, last: sequence - 1 };
  if (sequence < wanted) return { kind: 'out-of-order', sequence };
  if (hash !== entry.hash) return { kind: 'altered', sequence };
  return entry.previousHash === before.hash ? undefined : { kind: 'unlinked', sequence };
}
