import { desc } from 'drizzle-orm';
import { type ChainPlace, emptyChain, isHeadSigned, type SignedHead } from '#lib/core/audit-chain.ts';
import type { Queryable } from '#lib/db/database.ts';
import { audit, auditHead } from '#lib/db/schema.ts';
import { chainOldEntries } from '#lib/services/audit/chain-old-entries.ts';

export type HeldHead = {
  /** Where the chain goes on. */
  readonly place: ChainPlace;
  /** What Gatehouse has to write down first, in its own name: that it does not vouch for what stands before. */
  readonly notice?: {
    readonly verb: 'chainOldEntries' | 'resumeAuditChain';
    readonly subject: 'audit';
    readonly after: Readonly<Record<string, string | number>>;
  };
};

/** Locks the chain's head for the rest of the transaction, so that entries get their numbers in the order in which changes are committed. */
export async function holdHead(tx: Queryable, publicKey: string): Promise<HeldHead> {
  const head = (await lockHead(tx)) ?? (await makeHead(tx));
  if (head.sequence > 0 && (await isHeadSigned(head, publicKey))) return { place: head };
  const last = await lastEntry(tx);
  if (last === undefined && head.sequence === 0) return { place: emptyChain };
  if (last?.hash === '') {
    const { place, entries } = await chainOldEntries(tx);
    return { place, notice: { verb: 'chainOldEntries', subject: 'audit', after: { entries } } };
  }
  // Somebody wrote to the head who has not the key, or took it away, or the key is another one: entries go on behind those that are there.
  const { sequence, hash } = head;
  const notice = {
    verb: 'resumeAuditChain',
    subject: 'audit',
    after: { headSequence: sequence, headHash: hash },
  } as const;
  return { place: last ?? emptyChain, notice };
}

async function lockHead(tx: Queryable): Promise<SignedHead | undefined> {
  const [head] = await tx.select().from(auditHead).for('update');
  return head;
}

async function makeHead(tx: Queryable): Promise<SignedHead> {
  // Of several that begin at once the first one's row stays, and the others wait for it here.
  await tx
    .insert(auditHead)
    .values({ ...emptyChain, at: 0, signature: '' })
    .onConflictDoNothing();
  const head = await lockHead(tx);
  if (head === undefined) throw new Error('The head of the audit could not be stored in the database.');
  return head;
}

async function lastEntry(tx: Queryable): Promise<ChainPlace | undefined> {
  const [last] = await tx
    .select({ sequence: audit.sequence, hash: audit.hash })
    .from(audit)
    .orderBy(desc(audit.sequence))
    .limit(1);
  return last;
}
