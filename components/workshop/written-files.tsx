'use client';

import { Download, FileText } from 'lucide-react';
import { sizeText } from '#components/certificates/file-contents.ts';
import type { WrittenFile } from '#components/pki-worker/workshop-calls.ts';
import { Button } from '#components/ui/button.tsx';
import { saveFile } from '#components/workshop/save-file.ts';

/** Files that were written here and wait to be saved. */
export function WrittenFiles({ files }: { files: readonly WrittenFile[] }) {
  if (files.length === 0) return null;
  return (
    <div className="flex flex-col gap-2" role="status">
      <ul aria-label="Written files" className="flex max-w-xl flex-col divide-y divide-line border-y">
        {files.map((file) => (
          <li key={file.name} className="flex items-center gap-2.5 py-1.5">
            <FileText aria-hidden="true" className="size-4 shrink-0 text-muted" />
            <span className="min-w-0 flex-1 font-mono text-[13px] break-all">{file.name}</span>
            <span className="text-xs whitespace-nowrap text-muted">{sizeText(file.blob.size)}</span>
            <Button size="small" aria-label={`Save ${file.name}`} onClick={() => saveFile(file)}>
              <Download aria-hidden="true" />
              Save
            </Button>
          </li>
        ))}
      </ul>
      {files.length > 1 && (
        <div>
          <Button onClick={() => files.forEach(saveFile)}>
            <Download aria-hidden="true" />
            Save all {files.length}
          </Button>
        </div>
      )}
    </div>
  );
}
