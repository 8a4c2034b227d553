'use client';

import { useRouter } from 'next/navigation';
import { useCallback, useState } from 'react';
import type { Outcome } from '#lib/core/outcome.ts';
import type { ProblemView } from '#lib/core/problem.ts';

/** What every server action answers. */
export type ActionOutcome<Value> = Outcome<Value, ProblemView>;

const unreachable: ProblemView = {
  code: 'unavailable',
  message: 'Gatehouse does not answer, so nothing was saved. What you typed is still here: try again in a moment.',
};

/** Calls a server action; a request that never arrived becomes a problem like any other. */
export async function callAction<Input, Value>(
  act: (input: Input) => Promise<ActionOutcome<Value>>,
  input: Input,
): Promise<ActionOutcome<Value>> {
  try {
    return await act(input);
  } catch {
    return { ok: false, problem: unreachable };
  }
}

/** A server action with its state: whether it runs, and the problem of its last run. */
export function useAction<Input, Value>(act: (input: Input) => Promise<ActionOutcome<Value>>) {
  const [isRunning, setIsRunning] = useState(false);
  const [problem, setProblem] = useState<ProblemView>();
  const router = useRouter();
  const run = useCallback(
    async (input: Input) => {
      setIsRunning(true);
      const outcome = await callAction(act, input);
      setIsRunning(false);
      setProblem(outcome.ok ? undefined : outcome.problem);
      // The guard of the layout knows where to go from here.
      if (!outcome.ok && outcome.problem.code === 'not-signed-in') router.refresh();
      return outcome;
    },
    [act, router],
  );
  const clear = useCallback(() => setProblem(undefined), []);
  return { run, isRunning, problem, clear };
}
