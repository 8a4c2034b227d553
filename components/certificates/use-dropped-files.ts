'use client';

import { useCallback, useRef, useState } from 'react';
import type { ReadFile } from '#components/pki-worker/pki-calls.ts';
import { usePki } from '#components/pki-worker/use-pki.ts';

export type DropTarget = 'ssl' | 'ca' | 'workshop';

/** A file somebody dropped, and what was understood of it once it is read. */
export type DroppedEntry = {
  readonly id: string;
  readonly target: DropTarget;
  readonly file: File;
  readonly isReading: boolean;
  readonly read?: ReadFile;
};

/** The files dropped since the last save, read in the worker. Answers with every file as it stands then, or with why not. */
export function useDroppedFiles() {
  const ask = usePki();
  const [entries, setEntries] = useState<readonly DroppedEntry[]>([]);
  const latest = useRef<readonly DroppedEntry[]>([]);
  const lastId = useRef(0);
  const [problem, setProblem] = useState<string>();

  const set = useCallback((next: readonly DroppedEntry[]) => {
    latest.current = next;
    setEntries(next);
    return next;
  }, []);

  const read = useCallback(
    async (given: readonly DroppedEntry[], passphrase?: string) => {
      const outcome = await ask(
        'readFiles',
        given.map(({ id, file }) => ({ id, file, ...(passphrase === undefined ? {} : { passphrase }) })),
      );
      setProblem(outcome.ok ? undefined : outcome.problem.message);
      const ids = new Set(given.map((one) => one.id));
      if (!outcome.ok) return set(latest.current.filter((one) => !ids.has(one.id)));
      const readings = new Map(outcome.value.map((one) => [one.id, one]));
      return set(
        latest.current.map((entry) => {
          const reading = readings.get(entry.id);
          return reading === undefined ? entry : { ...entry, isReading: false, read: reading };
        }),
      );
    },
    [ask, set],
  );

  const drop = useCallback(
    (files: readonly File[], target: DropTarget) => {
      const fresh = files.map((file): DroppedEntry => {
        lastId.current += 1;
        return { id: `file ${lastId.current}`, target, file, isReading: true };
      });
      set([...latest.current, ...fresh]);
      return read(fresh);
    },
    [read, set],
  );

  const unlock = useCallback(
    (entry: DroppedEntry, passphrase: string) => {
      set(latest.current.map((one) => (one.id === entry.id ? { ...one, isReading: true } : one)));
      return read([entry], passphrase);
    },
    [read, set],
  );

  const forget = useCallback((id: string) => set(latest.current.filter((one) => one.id !== id)), [set]);
  const move = useCallback(
    (id: string, target: DropTarget) => set(latest.current.map((one) => (one.id === id ? { ...one, target } : one))),
    [set],
  );
  const clear = useCallback(() => set([]), [set]);
  const now = useCallback(() => latest.current, []);

  return { entries, now, problem, drop, unlock, forget, move, clear };
}
