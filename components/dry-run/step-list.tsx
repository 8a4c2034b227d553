import type { StepReading, StepState } from '#components/dry-run/dry-run-reading.ts';
import { PathChain } from '#components/dry-run/path-chain.tsx';
import { Badge, type Tone } from '#components/ui/badge.tsx';
import { CopyText } from '#components/ui/copy-text.tsx';

const looks: Readonly<Record<StepState, { readonly tone: Tone; readonly word: string }>> = {
  passed: { tone: 'good', word: 'passed' },
  failed: { tone: 'bad', word: 'failed' },
  open: { tone: 'attention', word: 'not known' },
  noted: { tone: 'neutral', word: 'not reached' },
};

/** Every step, green or red, with its facts; each fact can be copied. */
export function StepList({ steps }: { steps: readonly StepReading[] }) {
  return (
    <ol aria-label="Steps" className="divide-y divide-line rounded-md border bg-surface">
      {steps.map(({ id, title, state, sentence, facts, chain }) => (
        <li key={id} className="flex min-w-0 flex-col gap-2 px-4 py-3">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h3 className="min-w-0 font-semibold break-words">{title}</h3>
            <Badge tone={looks[state].tone}>{looks[state].word}</Badge>
          </div>
          <p className="max-w-prose text-pretty break-words">{sentence}</p>
          {chain !== undefined && chain.length > 0 && <PathChain chain={chain} />}
          {facts.length > 0 && (
            <dl className="grid grid-cols-1 gap-x-4 gap-y-1 sm:grid-cols-[11rem_minmax(0,1fr)]">
              {facts.map(({ label, value, isProse }, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two rules may say the same; the list never changes.
                <div key={place} className="contents">
                  <dt className="break-words text-muted max-sm:mt-1">{label}</dt>
                  <dd className="min-w-0">
                    {isProse === true ? (
                      <span className="text-pretty break-words">{value}</span>
                    ) : (
                      <CopyText text={value} wraps />
                    )}
                  </dd>
                </div>
              ))}
            </dl>
          )}
        </li>
      ))}
    </ol>
  );
}
