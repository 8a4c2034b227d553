import type { Outcome } from '#lib/core/outcome.ts';
import type { Problem } from '#lib/core/problem.ts';
import type { Database, Transaction } from '#lib/db/database.ts';
import { tellCommitted } from '#lib/services/after-commit.ts';

class Refused extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** PostgreSQL's deadlock_detected and serialization_failure: it undid one of two that wanted the same rows in another order. */
const isUndone = /^(?:40P01|40001)$/;
const mostTries = 3;

/** Runs a change whole or not at all: a problem rolls back as an error does. One that PostgreSQL undid for another's sake is run again. */
export async function inTransaction<Value>(
  db: Database,
  change: (tx: Transaction) => Promise<Outcome<Value>>,
): Promise<Outcome<Value>> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await once(db, change);
    } catch (cause) {
      if (tries === mostTries || !isUndone.test(codeOf(cause))) throw cause;
    }
  }
}

/** The driver's error stands below drizzle's. */
function codeOf(cause: unknown): string {
  const { code, cause: below } = (cause ?? {}) as { readonly code?: unknown; readonly cause?: unknown };
  if (typeof code === 'string') return code;
  return below === undefined ? '' : codeOf(below);
}

async function once<Value>(
  db: Database,
  change: (tx: Transaction) => Promise<Outcome<Value>>,
): Promise<Outcome<Value>> {
  let committed: Transaction | undefined;
  try {
    const outcome = await db.transaction(async (tx) => {
      committed = tx;
      const done = await change(tx);
      if (!done.ok) throw new Refused(done.problem);
      return done;
    });
    tellCommitted(committed);
    return outcome;
  } catch (cause) {
    if (cause instanceof Refused) return { ok: false, problem: cause.problem };
    throw cause;
  }
}
