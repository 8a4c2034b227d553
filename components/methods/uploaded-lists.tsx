'use client';

import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { readUploadedList, uploadedNote } from '#components/methods/read-authorities.ts';
import { Button } from '#components/ui/button.tsx';
import { DropZone } from '#components/ui/drop-zone.tsx';
import { useNow } from '#components/ui/use-now.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';

type UploadedListsProps = {
  authority: string;
  name: string;
  certificates: readonly Certificate[];
  lists: readonly string[];
  onChange: (lists: string[]) => void;
};

const maxLists = 10;

export function UploadedLists({ authority, name, certificates, lists, onChange }: UploadedListsProps) {
  const now = useNow() ?? 0;
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [isReading, setIsReading] = useState(false);

  async function take(files: readonly File[]) {
    setIsReading(true);
    const found: string[] = [];
    const taken = [...lists];
    for (const file of files) {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const reading = await readUploadedList({ name: file.name, bytes }, authority, certificates, Date.now());
      if (!reading.ok) found.push(reading.problem);
      else if (taken.length >= maxLists) found.push(`${file.name}: at most ${maxLists} lists can be kept.`);
      else if (!taken.includes(reading.list)) taken.push(reading.list);
    }
    setProblems(found);
    setIsReading(false);
    if (taken.length > lists.length) onChange(taken);
  }

  return (
    <div className="flex flex-col gap-2">
      {lists.length > 0 && (
        <ul aria-label={`Lists of ${name}`} className="flex flex-col gap-1">
          {lists.map((list, place) => (
            <li key={list} className="flex items-center gap-2">
              <span className="min-w-0 flex-1">{uploadedNote(list, now)}</span>
              <Button
                variant="ghost"
                aria-label={`Remove list ${place + 1} of ${name}`}
                onClick={() => onChange(lists.filter((one) => one !== list))}
              >
                <Trash2 aria-hidden="true" />
              </Button>
            </li>
          ))}
        </ul>
      )}
      <DropZone
        label={`Drop revocation lists of ${name}`}
        hint=".crl files as the authority published them; they count until they end and have to be replaced by hand."
        onFiles={(files) => void take(files)}
        isBusy={isReading}
      />
      <div aria-live="polite" className="text-pretty text-bad">
        {problems.map((problem) => (
          <p key={problem}>{problem}</p>
        ))}
      </div>
    </div>
  );
}
