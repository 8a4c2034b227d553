'use client';

import { type DroppedEntry, useDroppedFiles } from '#components/certificates/use-dropped-files.ts';
import type { ReadFile } from '#components/pki-worker/pki-calls.ts';

/** The files of one tool; whoever uses them is told of every change. */
export function useWorkshopFiles(onChange: (readings: readonly ReadFile[]) => void) {
  const files = useDroppedFiles();
  const tell = (entries: readonly DroppedEntry[]) => onChange(entries.flatMap(({ read }) => read ?? []));
  return {
    entries: files.entries,
    problem: files.problem,
    drop: async (given: readonly File[]) => tell(await files.drop(given, 'workshop')),
    unlock: async (entry: DroppedEntry, passphrase: string) => tell(await files.unlock(entry, passphrase)),
    forget: (entry: DroppedEntry) => tell(files.forget(entry.id)),
  };
}

export type WorkshopFiles = ReturnType<typeof useWorkshopFiles>;
