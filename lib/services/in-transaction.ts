import type { Outcome } from '#lib/core/outcome.ts';
import type { Problem } from '#lib/core/problem.ts';
import type { Database, Transaction } from '#lib/db/database.ts';

class Refused extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** Runs a change whole or not at all: a problem rolls back as an error does. */
export async function inTransaction<Value>(
  db: Database,
  change: (tx: Transaction) => Promise<Outcome<Value>>,
): Promise<Outcome<Value>> {
  try {
    return await db.transaction(async (tx) => {
      const outcome = await change(tx);
      if (!outcome.ok) throw new Refused(outcome.problem);
      return outcome;
    });
  } catch (cause) {
    if (cause instanceof Refused) return { ok: false, problem: cause.problem };
    throw cause;
  }
}
