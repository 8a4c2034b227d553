import { performance } from 'node:perf_hooks';
import type { Steps } from '#connector/sign-in/note-steps.ts';
import { oneLine } from '#connector/sign-in/one-line.ts';
import type { DryRunStep } from '#lib/wire/dry-run-report.ts';

/** More than any settings lead to: 20 rules with two steps each, and those around them. */
const maxSteps = 64;

/** As noteSteps, and keeps the facts. */
export function collectSteps(): Steps & { readonly collected: () => DryRunStep[] } {
  const steps: DryRunStep[] = [];
  let since = performance.now();
  return {
    note: (step, isPassed, detail, facts) => {
      const at = performance.now();
      const tookMs = Math.max(0, Math.round((at - since) * 100) / 100);
      since = at;
      if (steps.length >= maxSteps) return;
      const told = { step, isPassed, detail: oneLine(detail, 1_000), tookMs };
      steps.push(facts === undefined ? told : { ...told, facts });
    },
    done: () => steps,
    collected: () => steps,
  };
}
