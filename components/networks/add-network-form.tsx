'use client';

import { Plus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { pastedNetworks } from '#components/networks/pasted-networks.ts';
import { ReadingNotes } from '#components/networks/reading-notes.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import type { NetworkSettings } from '#lib/contracts/settings.ts';

type AddNetworkFormProps = {
  present: ReadonlySet<string>;
  /** Answers with a sentence where it did not work; what was typed then stays. */
  onAdd: (networks: readonly NetworkSettings[]) => Promise<string | undefined>;
  isSaving: boolean;
};

export function AddNetworkForm({ present, onAdd, isSaving }: AddNetworkFormProps) {
  const [text, setText] = useState('');
  const [label, setLabel] = useState('');
  const [error, setError] = useState<string>();
  const { entries } = pastedNetworks(text, present);
  const alternative = entries[0]?.reading.notes.find((note) => note.alternative !== undefined)?.alternative;

  async function submit(event: FormEvent) {
    event.preventDefault();
    const { networks, entries: read } = pastedNetworks(text, present);
    const [first] = read;
    if (first === undefined) setError('Write a block, an address or a range first.');
    else if (first.state === 'unreadable') setError(first.reading.problem?.message);
    else if (networks.length === 0) setError(`${first.blocks.join(', ')} is in the list already.`);
    else {
      const problem = await onAdd(
        networks.map((one) => ({ ...one, label: label.trim() === '' ? one.label : label.trim() })),
      );
      setError(problem);
      if (problem === undefined) {
        setText('');
        setLabel('');
      }
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-2">
      <div className="flex max-w-3xl flex-wrap items-end gap-2">
        <Field label="Block, address or range" className="min-w-56 flex-2">
          <Input
            mono
            value={text}
            placeholder="24.12.34.56/32"
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => {
              setText(event.target.value);
              setError(undefined);
            }}
          />
        </Field>
        <Field label="Label" className="min-w-36 flex-1">
          <Input
            value={label}
            placeholder="Head office"
            maxLength={80}
            onChange={(event) => setLabel(event.target.value)}
          />
        </Field>
        <Button type="submit" isBusy={isSaving}>
          <Plus aria-hidden="true" />
          Add
        </Button>
      </div>
      <div aria-live="polite" className="flex flex-col gap-1">
        {error !== undefined && <p className="text-bad">{error}</p>}
        {error === undefined &&
          entries.map((entry) => (
            <div key={entry.key} className="flex flex-wrap items-center gap-x-3 gap-y-1">
              {entry.blocks.length > 0 && entry.blocks.join() !== text.trim() && (
                <span className="font-mono text-[13px]">→ {entry.blocks.join(', ')}</span>
              )}
              <ReadingNotes reading={entry.reading} />
            </div>
          ))}
        {error === undefined && alternative !== undefined && (
          <Button size="small" className="self-start" onClick={() => setText(alternative)}>
            Use {alternative} instead
          </Button>
        )}
      </div>
    </form>
  );
}
