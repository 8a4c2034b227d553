'use client';

import { X } from 'lucide-react';
import { Dialog as RadixDialog } from 'radix-ui';
import { type ComponentProps, useRef } from 'react';
import { buttonStyles } from '#components/ui/button-styles.ts';
import { cn } from '#components/ui/cn.ts';

export const Dialog = RadixDialog.Root;
export const DialogClose = RadixDialog.Close;

/** Centred on wide screens, a sheet from below on telephones. Give it a DialogTitle, always. */
export function DialogContent({
  className,
  children,
  isWide = false,
  ...rest
}: ComponentProps<typeof RadixDialog.Content> & { isWide?: boolean }) {
  const opener = useRef<HTMLElement>(undefined);
  return (
    <RadixDialog.Portal>
      <RadixDialog.Overlay className="fixed inset-0 z-40 bg-veil" />
      <RadixDialog.Content
        // Most dialogs here have no trigger of their own, and Radix would leave the keyboard nowhere.
        onOpenAutoFocus={() => {
          opener.current = openerOf(document.activeElement);
        }}
        onCloseAutoFocus={(event) => {
          event.preventDefault();
          opener.current?.focus();
        }}
        {...rest}
        className={cn(
          'fixed inset-x-0 bottom-0 z-50 flex max-h-[92dvh] animate-appear flex-col rounded-t-lg border bg-surface shadow-float sm:inset-auto sm:top-[8dvh] sm:left-1/2 sm:max-h-[84dvh] sm:w-[calc(100vw-3rem)] sm:-translate-x-1/2 sm:rounded-lg',
          isWide ? 'sm:max-w-3xl' : 'sm:max-w-lg',
          className,
        )}
      >
        {children}
        <RadixDialog.Close
          aria-label="Close"
          className={cn(buttonStyles({ variant: 'ghost', size: 'icon' }), 'absolute top-3 right-3')}
        >
          <X aria-hidden="true" />
        </RadixDialog.Close>
      </RadixDialog.Content>
    </RadixDialog.Portal>
  );
}

/** What was pressed to get here; for an item of a menu, which is gone by then, the menu's button. */
function openerOf(active: Element | null): HTMLElement | undefined {
  const menu = active?.closest('[role="menu"]');
  const opener = menu == null ? active : document.getElementById(menu.getAttribute('aria-labelledby') ?? '');
  return opener instanceof HTMLElement ? opener : undefined;
}

export function DialogHeader({ className, ...rest }: ComponentProps<'div'>) {
  return <div {...rest} className={cn('flex flex-col gap-1 border-b px-5 py-4 pr-14', className)} />;
}

export function DialogTitle({ className, ...rest }: ComponentProps<typeof RadixDialog.Title>) {
  return <RadixDialog.Title {...rest} className={cn('text-base font-semibold', className)} />;
}

export function DialogDescription({ className, ...rest }: ComponentProps<typeof RadixDialog.Description>) {
  return <RadixDialog.Description {...rest} className={cn('text-muted', className)} />;
}

/** The part that scrolls. */
export function DialogBody({ className, ...rest }: ComponentProps<'div'>) {
  return <div {...rest} className={cn('flex min-h-0 flex-col gap-4 overflow-y-auto px-5 py-4', className)} />;
}

export function DialogFooter({ className, ...rest }: ComponentProps<'div'>) {
  return (
    <div {...rest} className={cn('flex flex-wrap items-center justify-end gap-2 border-t px-5 py-3', className)} />
  );
}
