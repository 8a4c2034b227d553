'use client';

import type { ReactNode } from 'react';
import { DroppedFileRow } from '#components/certificates/dropped-file-row.tsx';
import type { DroppedEntry } from '#components/certificates/use-dropped-files.ts';
import { DropZone } from '#components/ui/drop-zone.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { WorkshopFiles as Files } from '#components/workshop/use-workshop-files.ts';

type WorkshopFilesProps = {
  files: Files;
  label: string;
  hint: ReactNode;
  outcomeOf?: (entry: DroppedEntry) => ReactNode;
};

/** Where files are dropped, and what was understood of each. */
export function WorkshopFiles({ files, label, hint, outcomeOf }: WorkshopFilesProps) {
  return (
    <div className="flex flex-col gap-3">
      {files.problem !== undefined && <Notice tone="bad" title={files.problem} />}
      <DropZone label={label} hint={hint} onFiles={(given) => void files.drop(given)} />
      {files.entries.length > 0 && (
        <ul aria-label="Dropped files" className="flex flex-col divide-y divide-line">
          {files.entries.map((entry) => (
            <DroppedFileRow
              key={entry.id}
              entry={entry}
              legacyNote={null}
              outcome={outcomeOf?.(entry)}
              onPassphrase={(passphrase) => void files.unlock(entry, passphrase)}
              onForget={() => files.forget(entry)}
            />
          ))}
        </ul>
      )}
    </div>
  );
}
