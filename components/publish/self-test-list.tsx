import { Check, X } from 'lucide-react';
import { testNames } from '#components/rollout/rollout-words.ts';
import type { RolloutView } from '#lib/contracts/rollout.ts';

/** What a connector tested by itself before it answered, in its order. */
export function SelfTestList({ tests }: { tests: RolloutView['tests'] }) {
  if (tests.length === 0) return null;
  return (
    <ul aria-label="Self tests" className="flex flex-wrap gap-x-3 gap-y-0.5 text-xs">
      {tests.map((test) => (
        <li
          key={test.name}
          title={`${Math.round(test.tookMs)} ms`}
          className={`flex items-center gap-1 ${test.isPassed ? 'text-good' : 'font-medium text-bad'}`}
        >
          {test.isPassed ? (
            <Check aria-hidden="true" className="size-3.5" />
          ) : (
            <X aria-hidden="true" className="size-3.5" />
          )}
          <span className="sr-only">{test.isPassed ? 'passed:' : 'failed:'}</span>
          {testNames[test.name] ?? test.name}
        </li>
      ))}
    </ul>
  );
}
