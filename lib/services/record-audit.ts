import { eq, is } from 'drizzle-orm';
import { PgTransaction } from 'drizzle-orm/pg-core';
import { type ChainPlace, hashAuditEntry, signHead } from '#lib/core/audit-chain.ts';
import { utf8 } from '#lib/core/bytes.ts';
import { canonicalJson } from '#lib/core/canonical-json.ts';
import { sha256Hex } from '#lib/core/digest.ts';
import { success } from '#lib/core/outcome.ts';
import type { Queryable } from '#lib/db/database.ts';
import { audit, auditHead } from '#lib/db/schema.ts';
import { afterCommit } from '#lib/services/after-commit.ts';
import { holdHead } from '#lib/services/audit/hold-head.ts';
import type { Context } from '#lib/services/context.ts';
import { inTransaction } from '#lib/services/in-transaction.ts';
import { storableJson } from '#lib/services/parse-input.ts';

type AuditFacts = {
  readonly verb: string;
  /** The id of the thing changed. */
  readonly subject: string;
  readonly before?: unknown;
  readonly after?: unknown;
};

type Recording = Pick<Context, 'actor' | 'now' | 'keyring' | 'events'>;

/**
 * Writes down who changed what, in the change's own transaction, of which it is best the last thing: from then on until the transaction ends
 * every other change waits. Never given secrets, nor their hashes where those can be guessed.
 */
export async function recordAudit(db: Queryable, ctx: Recording, facts: AuditFacts): Promise<void> {
  // The head is held until a transaction ends; without one it would be let go of before the entry is written. Asked by drizzle's own name for
  // the class, of which pages and process have an instance each.
  if (!is(db, PgTransaction)) {
    await inTransaction(db, async (tx) => success(await recordAudit(tx, ctx, facts)));
    return;
  }
  const { place, notice } = await holdHead(db, ctx.keyring.publicKey);
  const system = { ...ctx, actor: { kind: 'system' } as const };
  const from = notice === undefined ? place : await append(db, system, place, notice);
  await append(db, ctx, from, facts);
  afterCommit(db, 'audit', () => ctx.events.publish({ t: 'audit-changed' }));
}

async function append(tx: Queryable, ctx: Recording, place: ChainPlace, facts: AuditFacts): Promise<ChainPlace> {
  const at = ctx.now();
  const { verb, subject } = facts;
  const content = {
    sequence: place.sequence + 1,
    previousHash: place.hash,
    at,
    // As the database gives it back: without what JSON does not have, and without what the database does not store.
    ...stored({ actor: { ...ctx.actor }, verb, subject }),
    before: await bounded(facts.before),
    after: await bounded(facts.after),
  };
  const hash = await hashAuditEntry(content);
  if (hash === undefined) throw new Error(`The entry of ${verb} cannot be written in one way only.`);
  const head = await signHead({ sequence: content.sequence, hash, at }, ctx.keyring.privateKey);
  await tx.insert(audit).values({ ...content, hash });
  await tx.update(auditHead).set(head).where(eq(auditHead.id, 1));
  return head;
}

/** Everything that is written down has been held against a schema; what is large all the same, such as a pasted list of networks, is named only. */
const mostCharacters = 1024 * 1024;

/** What is too long for the log stands in it by its size and its hash, so that what is kept elsewhere can be held against it. */
async function bounded(facts: unknown): Promise<unknown> {
  const value = stored(facts ?? null);
  const { length } = JSON.stringify(value);
  if (length <= mostCharacters) return value;
  return { leftOut: { characters: length, sha256: await sha256Hex(utf8(canonicalJson(value) ?? '')) } };
}

function stored<Value>(value: Value): Value {
  return JSON.parse(storableJson(value)) as Value;
}
