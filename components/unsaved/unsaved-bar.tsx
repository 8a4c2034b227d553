'use client';

import { Button } from '#components/ui/button.tsx';
import { useRefusal } from '#components/viewer/use-refusal.ts';

type UnsavedBarProps = {
  /** What is not saved yet, in words; the bar shows itself only then. */
  changes: readonly string[];
  onSave: () => void;
  onDiscard: () => void;
  isSaving: boolean;
  /** Why it cannot be saved as it is. */
  obstacle?: string | undefined;
};

/** Stays in sight at the lower edge as long as something is not saved. */
export function UnsavedBar({ changes, onSave, onDiscard, isSaving, obstacle: unfit }: UnsavedBarProps) {
  const obstacle = useRefusal('operator') ?? unfit;
  if (changes.length === 0) return null;
  return (
    <section
      aria-label="Unsaved changes"
      className="sticky bottom-3 z-20 flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-md border border-accent bg-surface px-4 py-2.5 shadow-float"
    >
      <p aria-live="polite" className="min-w-0">
        <span className="font-medium">Not saved yet: </span>
        {changes.join(', ')}
        {obstacle !== undefined && <span className="text-bad">. {obstacle}</span>}
      </p>
      <span className="ml-auto flex gap-2">
        <Button onClick={onDiscard} disabled={isSaving}>
          Discard
        </Button>
        <Button variant="primary" onClick={onSave} isBusy={isSaving} disabled={obstacle !== undefined}>
          Save to draft
        </Button>
      </span>
    </section>
  );
}
