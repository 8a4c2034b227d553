'use client';

import type { ReactNode } from 'react';
import { loadWhenShown } from '#components/ui/load-when-shown.tsx';

export type ConfirmDialogProps = {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  /** What follows from it. */
  description: ReactNode;
  confirmLabel: string;
  /** Returns a sentence where it did not work; the dialog then stays. */
  onConfirm: () => Promise<string | undefined> | undefined;
  /** What must be typed first, for what cannot be taken back. */
  typedConfirmation?: string;
  isDangerous?: boolean;
  children?: ReactNode;
};

const ConfirmFormDialog = loadWhenShown(
  async () => (await import('#components/ui/confirm-form-dialog.tsx')).ConfirmFormDialog,
);

/** Asks before something that cannot simply be taken back. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  return props.isOpen ? <ConfirmFormDialog {...props} /> : null;
}
