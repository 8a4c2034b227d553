'use client';

import { type FormEvent, useState } from 'react';
import { MethodsField } from '#components/networks/methods-field.tsx';
import { pastedNetworks } from '#components/networks/pasted-networks.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogBody, DialogContent, DialogFooter, DialogHeader, DialogTitle } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { NetworkSettings } from '#lib/contracts/settings.ts';
import type { Method } from '#lib/flow/flow-settings.ts';

type EditNetworkDialogProps = {
  network: NetworkSettings;
  /** Blocks of the other networks. */
  present: ReadonlySet<string>;
  connection: readonly Method[];
  onSave: (network: NetworkSettings) => Promise<string | undefined>;
  onClose: () => void;
  isSaving: boolean;
};

export function EditNetworkDialog({ network, present, connection, onSave, onClose, isSaving }: EditNetworkDialogProps) {
  const [block, setBlock] = useState(network.block);
  const [label, setLabel] = useState(network.label);
  const [methods, setMethods] = useState<readonly Method[] | undefined>(network.methods);
  const [failed, setFailed] = useState<string>();
  const others = new Set([...present].filter((one) => one !== network.block));
  const { entries } = pastedNetworks(block, others);
  const [entry] = entries;
  const canonical = entry?.blocks[0];
  const blockError =
    entry === undefined
      ? 'Write a block or an address.'
      : entry.state === 'unreadable'
        ? entry.reading.problem?.message
        : entry.state === 'present'
          ? `${canonical} is another network of this connection.`
          : entries.length > 1 || entry.blocks.length > 1
            ? 'This is more than one block. Add the others as networks of their own.'
            : undefined;
  const isReady = blockError === undefined && canonical !== undefined && methods?.length !== 0;

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!isReady) return;
    const isSameBlock = canonical === network.block;
    const problem = await onSave({
      block: canonical,
      label: label.trim(),
      ...(methods === undefined ? {} : { methods: [...methods] }),
      ...(isSameBlock && network.widthConfirmed !== undefined ? { widthConfirmed: network.widthConfirmed } : {}),
    });
    setFailed(problem);
    if (problem === undefined) onClose();
  }

  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent>
        <form className="contents" onSubmit={(event) => void submit(event)}>
          <DialogHeader>
            <DialogTitle>Edit network</DialogTitle>
          </DialogHeader>
          <DialogBody>
            <Field
              label="Block"
              error={blockError}
              hint={entry?.reading.notes.map((note) => note.message).join(' ') || undefined}
            >
              <Input mono value={block} spellCheck={false} onChange={(event) => setBlock(event.target.value)} />
            </Field>
            <Field label="Label">
              <Input value={label} maxLength={80} onChange={(event) => setLabel(event.target.value)} />
            </Field>
            <MethodsField value={methods} onChange={setMethods} connection={connection} />
            {failed !== undefined && <Notice tone="bad" title={failed} />}
          </DialogBody>
          <DialogFooter>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="primary" isBusy={isSaving} disabled={!isReady}>
              Save to draft
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
