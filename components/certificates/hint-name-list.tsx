import { sizeText } from '#components/certificates/file-contents.ts';
import type { Judgement } from '#components/pki-worker/pki-calls.ts';
import { CopyText } from '#components/ui/copy-text.tsx';
import { count } from '#components/words/count.ts';

const mostShown = 100;

/** The names a connector sends when it asks for a certificate; browsers offer only what was issued below one of them. */
export function HintNameList({ judgement }: { judgement: Judgement }) {
  const { hintNames, hintBytes } = judgement;
  return (
    <details className="rounded-sm">
      <summary className="text-muted">
        Browsers will filter by {count(hintNames.length, 'name')} ({sizeText(hintBytes)})
      </summary>
      <p className="mt-2 text-muted">
        These issuer names decide which certificates a person is offered to choose from.
      </p>
      <ul className="mt-1.5 flex flex-col gap-0.5">
        {hintNames.slice(0, mostShown).map(({ name, bytes }, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two authorities may share one name.
          <li key={place} className="flex items-baseline justify-between gap-3">
            <CopyText text={name === '' ? '(empty name)' : name} />
            <span className="shrink-0 text-xs text-muted tabular-nums">{sizeText(bytes)}</span>
          </li>
        ))}
        {hintNames.length > mostShown && <li className="text-muted">and {hintNames.length - mostShown} more</li>}
      </ul>
    </details>
  );
}
