import { ArrowUp, CircleAlert, CircleCheck, CircleDashed, CircleHelp } from 'lucide-react';
import type { ChainLink } from '#components/dry-run/dry-run-reading.ts';
import { cn } from '#components/ui/cn.ts';

const looks = {
  good: { Icon: CircleCheck, word: 'holds', icon: 'text-good', box: 'border-good/40' },
  failing: { Icon: CircleAlert, word: 'fails here', icon: 'text-bad', box: 'border-bad bg-bad-soft' },
  neutral: { Icon: CircleHelp, word: 'not judged', icon: 'text-muted', box: '' },
  missing: { Icon: CircleDashed, word: 'missing', icon: 'text-bad', box: 'border-dashed border-bad' },
} as const;

const revocationWords: Readonly<Record<string, string>> = {
  good: 'not revoked',
  revoked: 'revoked',
  unknown: 'revocation not known',
  off: 'revocation not looked up',
};

/** The path drawn as a chain, the person's own certificate first, with the place where it breaks. */
export function PathChain({ chain }: { chain: readonly ChainLink[] }) {
  return (
    <ol aria-label="Path" className="flex max-w-xl flex-col">
      {chain.map(({ name, detail, state, revocation }, depth) => {
        const { Icon, word, icon, box } = looks[state];
        const isGood = revocation === undefined || revocation === 'good' || revocation === 'off';
        return (
          <li key={`${name} ${detail}`}>
            {depth > 0 && <ArrowUp aria-hidden="true" className="ml-3 size-4 rotate-180 text-faint" />}
            <div className={cn('flex min-w-0 items-start gap-2.5 rounded-md border bg-surface px-3 py-2', box)}>
              <Icon aria-hidden="true" className={cn('mt-0.5 size-4 shrink-0', icon)} />
              <div className="min-w-0 flex-1">
                <p className="font-medium break-words">{name}</p>
                <p className="break-words text-muted">{detail}</p>
                {revocation !== undefined && (
                  <p className={isGood ? 'text-muted' : 'font-medium text-bad'}>
                    {revocationWords[revocation] ?? revocation}
                  </p>
                )}
              </div>
              <span className={cn('shrink-0 text-xs font-medium', icon)}>{word}</span>
            </div>
          </li>
        );
      })}
    </ol>
  );
}
