import { diffFacts } from '#lib/contracts/diff-facts.ts';

/** What an entry says besides settings: each fact by its name, as it was and as it is. */
export function FactChanges({ before, after }: { before: unknown; after: unknown }) {
  const { changes, isCut } = diffFacts(before, after);
  if (changes.length === 0) return null;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <ul aria-label="Facts" className="flex flex-col gap-1">
        {changes.map(({ path, before: was, after: is }) => (
          <li key={path} className="min-w-0 break-words">
            <span className="font-mono text-[13px] text-muted">{path === '' ? 'value' : path}</span>
            {': '}
            {was !== undefined && <del className="break-all text-muted no-underline">{shortened(was)}</del>}
            {was !== undefined && is !== undefined && ' → '}
            {was !== undefined && is === undefined && <span className="text-muted"> before, and gone since</span>}
            {is !== undefined && <ins className="break-all no-underline">{shortened(is)}</ins>}
          </li>
        ))}
      </ul>
      {isCut && <p className="text-muted">There is more in this entry; the export has all of it.</p>}
    </div>
  );
}

const longestShown = 300;

function shortened(text: string): string {
  if (text === '') return '(empty)';
  return text.length <= longestShown
    ? text
    : `${text.slice(0, longestShown)}… (${text.length.toLocaleString('en')} characters)`;
}
