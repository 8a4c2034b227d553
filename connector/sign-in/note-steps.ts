import { performance } from 'node:perf_hooks';
import { oneLine } from '#connector/sign-in/one-line.ts';
import type { StepFacts } from '#lib/wire/dry-run-report.ts';
import type { ResultStep } from '#lib/wire/method-result.ts';

/** The steps of one try, in the order they were taken; each took the time since the one before. */
export type Steps = {
  /** `facts` are the same as data; a dry run tells them, a sign-in does not. */
  readonly note: (step: ResultStep['step'], isPassed: boolean, detail: string, facts?: StepFacts) => void;
  readonly done: () => ResultStep[];
};

const maxSteps = 32;

export function noteSteps(): Steps {
  const steps: ResultStep[] = [];
  let since = performance.now();
  return {
    note: (step, isPassed, detail) => {
      const at = performance.now();
      const tookMs = Math.max(0, Math.round((at - since) * 100) / 100);
      since = at;
      if (steps.length < maxSteps) steps.push({ step, isPassed, detail: oneLine(detail, 1_000), tookMs });
    },
    done: () => steps,
  };
}
