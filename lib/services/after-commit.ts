import type { Queryable } from '#lib/db/database.ts';

const waiting = new WeakMap<Queryable, Map<string, () => void>>();

/** Has `tell` called once the transaction is committed, and never where it is rolled back. Of several under one name the last one counts. */
export function afterCommit(tx: Queryable, name: string, tell: () => void): void {
  const told = waiting.get(tx) ?? new Map<string, () => void>();
  told.set(name, tell);
  waiting.set(tx, told);
}

/** For whoever ran the transaction, after its end. */
export function tellCommitted(tx: Queryable | undefined): void {
  for (const tell of (tx === undefined ? undefined : waiting.get(tx))?.values() ?? []) tell();
}
