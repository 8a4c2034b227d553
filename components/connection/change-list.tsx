import { cn } from '#components/ui/cn.ts';
import type { ChangeView } from '#lib/contracts/change.ts';

const looks = {
  added: { sign: '+', word: 'Added', colour: 'text-good' },
  removed: { sign: '−', word: 'Removed', colour: 'text-bad' },
  changed: { sign: '~', word: 'Changed', colour: 'text-attention' },
} as const;

/** A diff in words: sign, thing, before and after. */
export function ChangeList({ changes, label = 'Changes' }: { changes: readonly ChangeView[]; label?: string }) {
  return (
    <ul aria-label={label} className="flex flex-col gap-1">
      {changes.map((change) => {
        const look = looks[change.kind];
        return (
          <li
            key={`${change.kind} ${change.area} ${change.what} ${change.before} ${change.after}`}
            className="flex gap-2"
          >
            <span aria-hidden="true" className={cn('w-3 shrink-0 text-center font-mono font-semibold', look.colour)}>
              {look.sign}
            </span>
            <span className="min-w-0 break-words">
              <span className="sr-only">{look.word}: </span>
              {change.what}
              {(change.before !== undefined || change.after !== undefined) && (
                <span className="text-muted">
                  {': '}
                  {change.before !== undefined && <del className="no-underline">{change.before}</del>}
                  {change.before !== undefined && change.after !== undefined && ' → '}
                  {change.after !== undefined && <ins className="text-ink no-underline">{change.after}</ins>}
                </span>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
