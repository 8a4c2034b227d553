'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import type { ConfirmDialogProps } from '#components/ui/confirm-dialog.tsx';
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
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';

/** What ConfirmDialog shows once it is open. */
export function ConfirmFormDialog(props: ConfirmDialogProps) {
  return (
    <Dialog open={props.isOpen} onOpenChange={props.onOpenChange}>
      <DialogContent role="alertdialog">
        <ConfirmForm {...props} />
      </DialogContent>
    </Dialog>
  );
}

function ConfirmForm(props: ConfirmDialogProps) {
  const { title, description, confirmLabel, onConfirm, onOpenChange, typedConfirmation, isDangerous = true } = props;
  const [typed, setTyped] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const [failed, setFailed] = useState<string>();
  const isConfirmed = typedConfirmation === undefined || typed.trim() === typedConfirmation;

  async function confirm() {
    if (!isConfirmed || isBusy) return;
    setIsBusy(true);
    const problem = await onConfirm();
    setIsBusy(false);
    setFailed(problem);
    if (problem === undefined) onOpenChange(false);
  }

  return (
    <form
      className="contents"
      onSubmit={(event) => {
        event.preventDefault();
        // React hands events through portals: a form around the dialog is not meant.
        event.stopPropagation();
        void confirm();
      }}
    >
      <DialogHeader>
        <DialogTitle>{title}</DialogTitle>
      </DialogHeader>
      <DialogBody>
        <DialogDescription asChild>
          <div className="text-ink">{description}</div>
        </DialogDescription>
        {props.children}
        {typedConfirmation !== undefined && (
          <Field
            label={
              <>
                Type <span className="font-mono">{typedConfirmation}</span> to confirm
              </>
            }
          >
            <Input value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" />
          </Field>
        )}
        {failed !== undefined && <Notice tone="bad" title={failed} />}
      </DialogBody>
      <DialogFooter>
        <Button onClick={() => onOpenChange(false)}>Cancel</Button>
        <Button type="submit" variant={isDangerous ? 'danger' : 'primary'} isBusy={isBusy} disabled={!isConfirmed}>
          {confirmLabel}
        </Button>
      </DialogFooter>
    </form>
  );
}
