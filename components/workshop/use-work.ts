'use client';

import { useCallback, useState } from 'react';
import type { PkiCallName, PkiInput, PkiOutput } from '#components/pki-worker/pki-calls.ts';
import { usePki } from '#components/pki-worker/use-pki.ts';

/** Asks the worker, one thing after the other: what is being done, and why the last thing did not work. */
export function useWork() {
  const ask = usePki();
  /** What is being done, in words; empty while nothing is. */
  const [doing, setDoing] = useState('');
  const [problem, setProblem] = useState<string>();

  const work = useCallback(
    async <Name extends PkiCallName>(
      words: string,
      call: Name,
      input: PkiInput<Name>,
    ): Promise<PkiOutput<Name> | undefined> => {
      setDoing(words);
      setProblem(undefined);
      const outcome = await ask(call, input);
      setDoing('');
      if (outcome.ok) return outcome.value;
      setProblem(outcome.problem.message);
      return undefined;
    },
    [ask],
  );

  return { work, doing, problem };
}
