'use client';

import { useDeferredValue, useMemo, useState } from 'react';
import { type Pasted, type PastedEntry, pastedNetworks, unreadLines } from '#components/networks/pasted-networks.ts';
import { ReadingNotes } from '#components/networks/reading-notes.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { count } from '#components/words/count.ts';
import type { NetworkSettings } from '#lib/contracts/settings.ts';

const mostShown = 100;

type PasteNetworksDialogProps = {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  present: ReadonlySet<string>;
  onAdd: (networks: readonly NetworkSettings[]) => Promise<string | undefined>;
  isSaving: boolean;
};

export function PasteNetworksDialog({ isOpen, onOpenChange, present, onAdd, isSaving }: PasteNetworksDialogProps) {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [error, setError] = useState<string>();
  const [added, setAdded] = useState(0);
  const pastedText = useDeferredValue(text);
  const pasted = useMemo(() => pastedNetworks(pastedText, present, chosen), [pastedText, present, chosen]);

  async function add() {
    const now = pastedNetworks(text, present, chosen);
    const problem = await onAdd(now.networks);
    setError(problem);
    if (problem !== undefined) return;
    // What could not be read stays in the box, to be corrected.
    setText(unreadLines(text, now));
    setChosen(new Set());
    setAdded(now.networks.length);
    if (now.unreadable === 0) onOpenChange(false);
  }

  return (
    <Dialog open={isOpen} onOpenChange={onOpenChange}>
      <DialogContent isWide>
        <DialogHeader>
          <DialogTitle>Paste networks</DialogTitle>
          <DialogDescription>
            One or several a line: blocks, addresses, ranges such as 198.51.100.4-198.51.100.9, netmasks; a label may
            follow.
          </DialogDescription>
        </DialogHeader>
        <DialogBody>
          {added > 0 && (
            <Notice tone="good" title={`${count(added, 'network')} added`}>
              The lines below could not be read. Correct them, or close to leave them out.
            </Notice>
          )}
          <Field label="Networks">
            <Textarea
              mono
              rows={6}
              spellCheck={false}
              placeholder={'24.12.34.56/32 Head office\n2001:db8:12::/48 Branch'}
              value={text}
              onChange={(event) => {
                setText(event.target.value);
                setAdded(0);
              }}
            />
          </Field>
          {error !== undefined && <Notice tone="bad" title={error} />}
          <PastedPreview
            pasted={pasted}
            onChoose={(key) =>
              setChosen((before) => {
                const next = new Set(before);
                if (!next.delete(key)) next.add(key);
                return next;
              })
            }
          />
        </DialogBody>
        <DialogFooter>
          <span aria-live="polite" className="mr-auto text-muted">
            {pasted.unreadable > 0 &&
              `${count(pasted.unreadable, 'entry', 'entries')} cannot be read and will stay here`}
          </span>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button
            variant="primary"
            disabled={pasted.networks.length === 0}
            isBusy={isSaving}
            onClick={() => void add()}
          >
            Add {pasted.networks.length === 0 ? 'networks' : count(pasted.networks.length, 'network')}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}

function PastedPreview({ pasted, onChoose }: { pasted: Pasted; onChoose: (key: string) => void }) {
  // What needs a look comes first.
  const sorted = useMemo(() => [...pasted.entries].sort((a, b) => rank(a) - rank(b)), [pasted]);
  if (sorted.length === 0) return null;
  return (
    <section aria-label="What was understood" className="flex flex-col">
      <ul className="flex flex-col divide-y divide-line border-y">
        {sorted.slice(0, mostShown).map((entry) => (
          <PastedRow key={entry.key} entry={entry} onChoose={onChoose} />
        ))}
      </ul>
      {sorted.length > mostShown && (
        <p className="pt-2 text-muted">and {count(sorted.length - mostShown, 'more entry', 'more entries')}</p>
      )}
    </section>
  );
}

function PastedRow({ entry, onChoose }: { entry: PastedEntry; onChoose: (key: string) => void }) {
  const { reading, blocks, state, key } = entry;
  const other = reading.notes.find((note) => note.alternative !== undefined)?.alternative;
  const isOther = other !== undefined && blocks[0] === other;
  return (
    <li className="flex flex-col gap-0.5 py-2">
      <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
        <span className="w-12 shrink-0 text-xs text-muted tabular-nums">line {reading.line}</span>
        <span className="font-mono text-[13px] break-all">{reading.text}</span>
        {blocks.length > 0 && blocks.join() !== reading.text && (
          <span className="font-mono text-[13px] break-all">
            → {blocks.slice(0, 8).join(', ')}
            {blocks.length > 8 && ` and ${blocks.length - 8} more`}
          </span>
        )}
        {reading.label !== undefined && <span>{reading.label}</span>}
        {state === 'present' && <Badge tone="neutral">in the list already</Badge>}
        {state === 'repeated' && <Badge tone="neutral">twice in this paste</Badge>}
        {state === 'unreadable' && <Badge tone="bad">not read</Badge>}
      </p>
      <div className="pl-14">
        <ReadingNotes reading={reading} />
        {other !== undefined && (
          <Button size="small" className="mt-1" onClick={() => onChoose(key)}>
            {isOther ? `Use ${reading.blocks[0]} after all` : `Use ${other} instead`}
          </Button>
        )}
      </div>
    </li>
  );
}

function rank({ state, reading }: PastedEntry): number {
  if (state === 'unreadable') return 0;
  return reading.notes.some((note) => note.alternative !== undefined) ? 1 : 2;
}
