import { performance } from 'node:perf_hooks';
import type { SelfTest } from '#lib/wire/frames.ts';

/** Notes the tests of one takeover, in the order they were run and with the time each took. */
export type SelfTests = {
  readonly run: <Result extends { readonly ok: boolean }>(
    name: SelfTest['name'],
    test: () => Promise<Result> | Result,
  ) => Promise<Result>;
  /** Those that were timed elsewhere. */
  readonly add: (more: readonly SelfTest[]) => void;
  readonly done: () => SelfTest[];
};

export function noteSelfTests(): SelfTests {
  const tests: SelfTest[] = [];
  return {
    run: async (name, test) => {
      const began = performance.now();
      const note = (isPassed: boolean) => tests.push({ name, isPassed, tookMs: performance.now() - began });
      try {
        const result = await test();
        note(result.ok);
        return result;
      } catch (cause) {
        note(false);
        throw cause;
      }
    },
    add: (more) => tests.push(...more),
    done: () => tests,
  };
}
