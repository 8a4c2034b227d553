'use client';

import { boardRowsOf } from '#components/connectors/board-words.ts';
import { RevocationAnswer } from '#components/connectors/revocation-answer.tsx';
import { RevocationBoardRow } from '#components/connectors/revocation-board-row.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Section } from '#components/ui/section.tsx';
import { useNow } from '#components/ui/use-now.ts';
import { count } from '#components/words/count.ts';
import type { ConnectionView } from '#lib/contracts/connection.ts';

const titles = ['Authority', 'Sign-ins', 'Where it is asked', 'Valid', 'Fetched'] as const;
const widths: Readonly<Record<string, string>> = { Authority: 'w-44', Valid: 'w-52', Fetched: 'w-40' };

/** What the connectors know of revoked certificates: where they ask, how old it is, and when sign-ins fail. */
export function RevocationBoard({ view }: { view: ConnectionView }) {
  const now = useNow();
  const rows = boardRowsOf(view.connectors);
  const left = view.connectors.reduce((sum, { revocation }) => sum + (revocation?.left ?? 0), 0);
  return (
    <Section
      title="Revocation"
      description="Where each connector asks whether a certificate was revoked. Lists and answers are fetched by the connector and looked for anew before they end."
    >
      <RevocationAnswer view={view} tones={['good', 'neutral']} />
      {rows.length === 0 ? (
        <EmptyState
          title="Nothing is looked up"
          text="Revocation is off in what runs, or no connector has told anything yet. It is turned on under Methods."
        />
      ) : (
        <div className="overflow-hidden rounded-md border bg-surface">
          <table aria-label="Revocation" className="block w-full text-left lg:table lg:table-fixed">
            <thead className="hidden border-b bg-sunken text-xs text-muted lg:table-header-group">
              <tr>
                {titles.map((title) => (
                  <th key={title} scope="col" className={`px-3 py-2 font-medium ${widths[title] ?? ''}`}>
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody className="block divide-y divide-line lg:table-row-group">
              {rows.map((row) => (
                <RevocationBoardRow
                  key={`${row.connector} ${row.authority} ${row.kind} ${row.url === '' ? `${row.thisUpdate} ${row.bytes}` : row.url}`}
                  row={row}
                  now={now}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {left > 0 && <p className="text-muted">{count(left, 'further place')} did not fit into what connectors tell.</p>}
    </Section>
  );
}
